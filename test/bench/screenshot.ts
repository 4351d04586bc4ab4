// The picture of a screen: windows with lines of text, a list, buttons and a gradient. Drawn by code, and with letters of its own,
// because a font of the system would make another picture on another machine.

import sharp, { type Sharp } from 'sharp';
import { mulberry32 } from '../support/random.ts';

const seed = 20_260_301;
/** How many letters the alphabet has. */
const letters = 60;
/** Pixels of one line of text, and of one letter in it. */
const lineHeight = 28;
const advance = 15;
/** As in an editor of code: one colour for each kind of word. */
const inks = ['#1f2328', '#cf222e', '#0550ae', '#116329', '#6e7781', '#8250df'];

/** Opaque, as a screenshot is. */
export function screenshot(width: number, height: number): Sharp {
  return sharp(Buffer.from(svgOf(width, height)), { limitInputPixels: false }).removeAlpha();
}

function svgOf(width: number, height: number): string {
  const next = mulberry32(seed);
  const side = Math.round(width * 0.18);
  const bar = 72;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">`,
    '<defs><linearGradient id="sky" x2="0" y2="1"><stop stop-color="#2b5876"/>',
    `<stop offset="1" stop-color="#4e4376"/></linearGradient>${alphabet(next)}</defs>`,
    '<rect width="100%" height="100%" fill="#ffffff"/>',
    `<rect width="${side}" height="${height}" fill="#f6f8fa"/>`,
    `<rect width="${width}" height="${bar}" fill="url(#sky)"/>`,
    ...[0, 1, 2].map((at) => `<circle cx="${40 + 36 * at}" cy="36" r="12" fill="${inks[at + 1]}"/>`),
    ...[0, 1, 2, 3].map(
      (at) =>
        `<rect x="${width - 220 * (at + 1)}" y="16" width="190" height="40" rx="10" fill="#eaeef2" stroke="#8c959f"/>`,
    ),
    ...text(next, { left: 30, top: bar + 30, right: side - 30, bottom: height - 20, gap: 1.5 }),
    ...text(next, { left: side + 40, top: bar + 20, right: width - 40, bottom: height - 20, gap: 1 }),
    '</svg>',
  ].join('\n');
}

/** A letter is two or three strokes between points of a small grid. */
function alphabet(next: () => number): string {
  const point = () => `${2 + 4 * Math.floor(next() * 3)} ${4 + 5 * Math.floor(next() * 5)}`;
  return Array.from({ length: letters }, (_, at) => {
    const strokes = Array.from({ length: 2 + Math.floor(next() * 2) }, () =>
      next() < 0.5 ? `M${point()} L${point()}` : `M${point()} Q${point()} ${point()}`,
    );
    return `<path id="l${at}" d="${strokes.join(' ')}" fill="none" stroke-width="2.2"/>`;
  }).join('');
}

interface Area {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  /** In lines. */
  readonly gap: number;
}

/** Lines of words; each line ends somewhere else, and begins at one of a few indents. */
function text(next: () => number, { left, top, right, bottom, gap }: Area): string[] {
  const lines: string[] = [];
  for (let y = top; y + lineHeight < bottom; y += lineHeight * gap) {
    const end = left + (right - left) * (0.3 + 0.7 * next());
    let x = left + 4 * advance * Math.floor(next() * 4);
    while (x < end) {
      const ink = inks[Math.floor(next() * inks.length)];
      const word: string[] = [];
      for (let left = 2 + Math.floor(next() * 8); left > 0 && x < end; left--, x += advance) {
        word.push(`<use href="#l${Math.floor(next() * letters)}" x="${x.toFixed(1)}" y="${y}"/>`);
      }
      lines.push(`<g stroke="${ink}">${word.join('')}</g>`);
      x += advance;
    }
  }
  return lines;
}
