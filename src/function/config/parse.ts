// How the texts of single settings are read: numbers, words of a choice, addresses.

import { didYouMean } from '../did-you-mean.ts';
import { ConfigError } from '../errors.ts';

/** @returns A reader of numbers above 0, with or without decimals. */
export function numberUpTo(max: number): (text: string) => number {
  return (text) => {
    const value = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : 0;
    if (value > 0 && value <= max) return value;
    throw new ConfigError([`expected a number above 0 and up to ${max}, found "${text}"`]);
  };
}

/** @returns A reader of whole numbers from 1. */
export function wholeUpTo(max: number): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : 0;
    if (value >= 1 && value <= max) return value;
    throw new ConfigError([`expected a whole number from 1 to ${max}, found "${text}"`]);
  };
}

/** @returns A reader of one word out of several. */
export function oneOf<T extends string>(words: readonly T[]): (text: string) => T {
  const choice = `${words.slice(0, -1).join(', ')} or ${words[words.length - 1]}`;
  return (text) => {
    const word = words.find((known) => known === text);
    if (word !== undefined) return word;
    throw new ConfigError([`expected ${choice}; found "${text}"${didYouMean(text, words)}`]);
  };
}

/** An address without path, query or user: what is sent there carries its own. */
export function parseOrigin(text: string): string {
  const origin = /^https?:\/\/(?:[a-z0-9.-]+|\[[0-9a-f:]+\])(?::\d{1,5})?\/?$/i.exec(text);
  if (origin === null) {
    const found = text.includes('@') ? 'a user or password in it' : `"${text}"`;
    throw new ConfigError([
      `expected an http or https address without path, like http://127.0.0.1:9000; found ${found}`,
    ]);
  }
  return text.replace(/\/$/, '');
}
