// Reads the kinds of value that settings share: numbers, words of a choice, addresses. Knows no setting by name.

import { didYouMean } from '../did-you-mean.ts';
import { ConfigError } from '../errors.ts';

/** Makes a parser of numbers above 0 and up to `max`, with or without decimals. */
export function numberUpTo(max: number): (text: string) => number {
  return (text) => {
    const value = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : 0;
    if (value > 0 && value <= max) return value;
    throw new ConfigError([`expected a number above 0 and up to ${max}, found "${text}"`]);
  };
}

/** Makes a parser of whole numbers from 1 to `max`. */
export function wholeUpTo(max: number): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : 0;
    if (value >= 1 && value <= max) return value;
    throw new ConfigError([`expected a whole number from 1 to ${max}, found "${text}"`]);
  };
}

/** Makes a parser of one word out of several; case matters. */
export function oneOf<T extends string>(words: readonly T[]): (text: string) => T {
  const choice = `${words.slice(0, -1).join(', ')} or ${words[words.length - 1]}`;
  return (text) => {
    const word = words.find((known) => known === text);
    if (word !== undefined) return word;
    throw new ConfigError([`expected ${choice}; found "${text}"${didYouMean(text, words)}`]);
  };
}

/**
 * Reads an http or https address without path, query and user, because requests that are sent there have their own.
 *
 * @returns The address without a `/` at its end.
 * @throws {ConfigError} for anything else. Its message does not show a text with a user or password in it.
 */
export function parseOrigin(text: string): string {
  const isOrigin = /^https?:\/\/(?:[a-z0-9.-]+|\[[0-9a-f:]+\])(?::\d{1,5})?\/?$/i.test(text);
  if (!isOrigin || !canBeAsked(text)) {
    const found = text.includes('@') ? 'a user or password in it' : `"${text}"`;
    throw new ConfigError([
      `expected an http or https address without path, like http://127.0.0.1:9000; found ${found}`,
    ]);
  }
  return text.replace(/\/$/, '');
}

/** Whether an address has a port and the address or the name of a host that there can be. */
function canBeAsked(origin: string): boolean {
  try {
    const { hostname, port } = new URL(origin);
    const labels = hostname.replace(/\.$/, '').split('.');
    return port !== '0' && (hostname.startsWith('[') || labels.every(isLabel));
  } catch {
    return false;
  }
}

/** Is it a part of a host's name, or a number of an address? */
function isLabel(text: string): boolean {
  return /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i.test(text);
}
