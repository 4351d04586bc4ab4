// One picture that shows every crop, turn, mirroring and scale: four coloured corners, a grid, a marked centre.

import sharp from 'sharp';

/**
 * Red north-west, green north-east, blue south-west, yellow south-east; each an eighth of a side, on grey with a grid.
 *
 * @returns A PNG of `width` x `height`, sRGB, 8 bits, without alpha.
 */
export function drawGeometry(width: number, height: number): Promise<Buffer> {
  const [w, h] = [width / 8, height / 8];
  const corner = (x: number, y: number, fill: string) =>
    `<rect x="${x}" y="${y}" width="${w}" height="${h}" fill="${fill}"/>`;
  const lines = Array.from({ length: 7 }, (_, n) => {
    const [x, y] = [(n + 1) * w, (n + 1) * h];
    return `<path d="M${x} 0V${height}M0 ${y}H${width}" stroke="#${n}${n}${n}" stroke-width="${2 + n / 2}"/>`;
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <rect width="100%" height="100%" fill="#bbb"/>${lines.join('')}
    ${corner(0, 0, '#e11')}${corner(width - w, 0, '#1c1')}${corner(0, height - h, '#11e')}${corner(width - w, height - h, '#ee1')}
    <circle cx="50%" cy="50%" r="${Math.min(w, h)}" fill="#c0c"/>
  </svg>`;
  return sharp(Buffer.from(svg)).removeAlpha().png().toBuffer();
}
