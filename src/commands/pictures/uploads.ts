// The photos and drawings that the pictures of the docs are made from. They have the same bytes each time.

import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { samplePhotos } from '../samples.ts';

export interface PictureUpload {
  /** File name of the object. */
  readonly key: string;
  readonly bytes: Uint8Array;
  /** Pixels as seen, after EXIF orientation. */
  readonly width: number;
  readonly height: number;
}

export type UploadName = 'wide' | 'tall' | 'flower' | 'clear' | 'framed' | 'small' | 'moving';
export type PictureUploads = Readonly<Record<UploadName, PictureUpload>>;

/** Reads sample photos, and makes those that no sample shows: one in a frame, a small one, an animation. */
export async function makeUploads(): Promise<PictureUploads> {
  const { landscape, portrait, cmyk, transparent } = samplePhotos;
  return {
    wide: await upload(landscape.file, readFileSync(landscape.path)),
    tall: await upload(portrait.file, readFileSync(portrait.path)),
    flower: await upload(cmyk.file, readFileSync(cmyk.path)),
    clear: await upload(transparent.file, readFileSync(transparent.path)),
    framed: await upload('framed.jpg', await putInFrame(landscape.path)),
    small: await upload('small.jpg', await cutFace(portrait.path)),
    moving: await upload('balls.gif', await animate()),
  };
}

async function upload(key: string, bytes: Uint8Array): Promise<PictureUpload> {
  const { autoOrient } = await sharp(bytes).metadata();
  return { key, bytes, ...autoOrient };
}

/** A photo in a frame of two tones. The inner tone differs from the outer one by 20 in each channel. */
async function putInFrame(path: string): Promise<Buffer> {
  const inner = await sharp(path)
    .resize(600)
    .extend({ ...evenly(50), background: '#cdb79a' })
    .toBuffer();
  return sharp(inner)
    .extend({ ...evenly(70), background: '#b9a386' })
    .jpeg({ quality: 90 })
    .toBuffer();
}

const evenly = (pixels: number) => ({ top: pixels, bottom: pixels, left: pixels, right: pixels });

/** 80x80 pixels, which is smaller than the box that it is put into. */
async function cutFace(path: string): Promise<Buffer> {
  const upright = await sharp(path).autoOrient().toBuffer();
  const face = { left: 210, top: 330, width: 440, height: 440 };
  return sharp(upright).extract(face).resize(80).jpeg({ quality: 90 }).toBuffer();
}

/** A ring of balls that makes one turn in 12 frames of 80 ms. */
async function animate(): Promise<Buffer> {
  const frames = Array.from({ length: 12 }, (_, n) => Buffer.from(drawBalls(n / 12)));
  return sharp(frames, { join: { animated: true } })
    .gif({ delay: frames.map(() => 80), loop: 0 })
    .toBuffer();
}

/** @param turn 0 to 1 for a whole turn; at 0 the large ball is at the top. */
function drawBalls(turn: number): string {
  const colours = ['#e4572e', '#2e86ab', '#f3b700', '#3a7d44', '#8e5aa8', '#d1495b'];
  const balls = colours.map((colour, n) => {
    const angle = (n / colours.length + turn) * 2 * Math.PI;
    const x = (160 + 78 * Math.sin(angle)).toFixed(1);
    const y = (120 - 78 * Math.cos(angle)).toFixed(1);
    return `<circle cx="${x}" cy="${y}" r="${n === 0 ? 36 : 26}" fill="${colour}"/>`;
  });
  return (
    '<svg xmlns="http://www.w3.org/2000/svg" width="320" height="240">' +
    `<rect width="320" height="240" fill="#fbf3dc"/>${balls.join('')}</svg>`
  );
}

/** The picture of THUMB_WATERMARK: white with a dark edge, so that it shows on light and on dark. */
export function drawLogo(): Promise<Buffer> {
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="240" height="200" ' +
    'fill="#fff" stroke="#222" stroke-width="8" stroke-linejoin="round">' +
    '<circle cx="160" cy="70" r="44"/><path d="M12 188 90 62l56 88 24-32 58 70z"/></svg>';
  return sharp(Buffer.from(svg)).png().toBuffer();
}
