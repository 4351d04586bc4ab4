// A photo to measure the engine with, made by code: the small one of the rehearsal, many times over. A JPEG may begin its entropy
// coding anew after any number of blocks (restart markers, ITU-T T.81, E.1.4), so the same coded data serves for each part.

import { rehearsalPhoto } from '../rehearsal/photo.ts';

export const sampleWidth = 4224;
export const sampleHeight = 2832;

/** The blocks of 16x16 pixels in the small photo of 96x64. */
const blocksInPart = 24;
const parts = (sampleWidth * sampleHeight) / (16 * 16) / blocksInPart;

/** A baseline JPEG (4:2:0) of 12 megapixels. What it shows is of no use: the parts lie along its rows of blocks. */
export function samplePhoto(): Buffer {
  const frame = rehearsalPhoto.indexOf(Buffer.from([0xff, 0xc0]));
  const scan = rehearsalPhoto.indexOf(Buffer.from([0xff, 0xda]));
  const data = scan + 2 + rehearsalPhoto.readUInt16BE(scan + 2);
  const header = Buffer.from(rehearsalPhoto.slice(2, data));
  header.writeUInt16BE(sampleHeight, frame - 2 + 5);
  header.writeUInt16BE(sampleWidth, frame - 2 + 7);
  const coded = rehearsalPhoto.slice(data, -2);
  const pieces = [Buffer.from([0xff, 0xd8, 0xff, 0xdd, 0, 4, 0, blocksInPart]), header, coded];
  for (let part = 1; part < parts; part++) pieces.push(Buffer.from([0xff, 0xd0 + ((part - 1) % 8)]), coded);
  pieces.push(Buffer.from([0xff, 0xd9]));
  return Buffer.concat(pieces);
}
