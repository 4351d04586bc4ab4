// Text as outlines, so that it looks the same whatever fonts a machine has. glyphs-licence.txt says where the outlines are from.

import { readFileSync } from 'node:fs';

/** Character -> an SVG path, in units of the font with y upwards. */
const glyphs: Readonly<Record<string, string>> = JSON.parse(
  readFileSync(new URL('glyphs.json', import.meta.url), 'utf8'),
);

/** Units of the font: its size, and how wide each character is. */
const em = 2048;
const advance = 1233;

export interface Lettering {
  readonly x: number;
  /** Of the base line. */
  readonly y: number;
  /** Pixels. */
  readonly size: number;
  readonly fill: string;
}

/**
 * @returns An SVG element.
 * @throws {Error} for a character that has no outline.
 */
export function letter(text: string, { x, y, size, fill }: Lettering): string {
  const scale = size / em;
  const paths = [...text].map((character, n) => {
    if (character === ' ') return '';
    const path = glyphs[character];
    if (path === undefined) throw new Error(`glyphs.json has no "${character}", which "${text}" needs`);
    return `<path transform="translate(${n * advance} 0)" d="${path}"/>`;
  });
  return `<g transform="translate(${x} ${y}) scale(${scale} ${-scale})" fill="${fill}">${paths.join('')}</g>`;
}
