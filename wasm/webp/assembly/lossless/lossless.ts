// Decodes a picture of lossless WebP (RFC 9649, 3), as libwebp does: what it refuses is refused, and with the same pixels for all else.
// The same is the alpha of a lossy one, which is in green then (2.7.1.2).
//
// This is the order of its parts. A picture begins with its transforms, of which most have an image of their own; then come its entropy
// image and its groups of prefix codes, and at last its pixels. All of it can be interrupted.
//
// There may be so much of each, for width W and height H: 4 bytes per pixel of the picture, or of the packed one where the palette is
// small; 4 bytes per block of each of three images, for W * H / 16 blocks at most; 16 MB of tables, of which 64 KB are always there;
// 256 KB for an entropy image; and three rows.

import { allocate } from '../../../assembly/memory';
import { isDone, isInterrupted, isWrong } from '../decoding-state';
import { initBits, isOverrun, take } from './bits';
import { mostCacheBits } from './colour-cache';
import { initEntropyImage, isNumberUsed, numberGroups, numbersOfGroups, placeOfGroup, usedGroups } from './entropy-image';
import { effortOfGroup, initGroups, passGroup, readGroup } from './groups';
import { areAllDecoded, decodePixels, initPixels, margin, setBlocks, wholeRows } from './pixels';
import { freeTables, initTables } from './tables';
import {
  addTransform,
  blocksIn,
  colourIndexing,
  hasBlocks,
  initTransforms,
  packedWidth,
  setBlocksOfTransform,
  setPalette,
  undoTransforms,
} from './transforms';

/** Pixels that are decoded before `decodeLossless` returns, so that the host can look at the time. */
const pixelsAtOnce: i32 = 200_000;

/** What comes next: the picture's transforms; the header of an image; the entropy image; groups of codes; or pixels. */
const inTransforms = 0;
const inHeader = 1;
const inNumbers = 2;
const inGroups = 3;
const inPixels = 4;
const atEnd = 5;

/** What the image is whose header or pixels come: of a transform, the entropy image, or the picture itself. */
const ofBlocks = 0;
const ofPalette = 1;
const ofGroups = 2;
const ofPicture = 3;

let state: i32 = inTransforms;
let role: i32 = ofPicture;
let width: u32 = 0;
let height: u32 = 0;
/** The image: its sides, its pixels and its colour cache. */
let imageWidth: u32 = 0;
let imageHeight: u32 = 0;
let image: usize = 0;
let cacheBits: u32 = 0;
/** The picture's, while its entropy image is decoded. */
let pictureCacheBits: u32 = 0;
/** The bits of the blocks of a transform's image or of the entropy image. */
let blockBits: u32 = 0;
/** The entropy image, or 0. */
let entropyImage: usize = 0;
/** How many groups are read, and how many there are. */
let groupsRead: u32 = 0;
let groupCount: u32 = 0;
/** Rows that were taken. */
let taken: u32 = 0;

/**
 * Begins a picture, and forgets the one before.
 *
 * @param from Where its bitstream is, behind the header of five bytes, which the alpha of a lossy picture does not have (RFC 9649, 3.4).
 * @param end Where it ends. It was given by `allocate`, or is below what is.
 * @returns false if there is no memory.
 */
export function beginLossless(from: usize, end: usize, pictureWidth: u32, pictureHeight: u32): bool {
  initBits(from, end);
  initTables();
  width = pictureWidth;
  height = pictureHeight;
  state = inTransforms;
  entropyImage = 0;
  role = ofBlocks;
  image = 0;
  taken = 0;
  // A row is behind the bitstream then, so that what is loaded behind its end is memory.
  return initTransforms(pictureWidth);
}

/** Decodes for some milliseconds. @returns One of decoding-state.ts. Without memory for the picture, it is wrong. */
export function decodeLossless(): i32 {
  let left = pixelsAtOnce;
  while (state != atEnd) {
    if (left <= 0) return isInterrupted;
    const effort = goOn(left);
    if (effort == isWrong || isOverrun()) {
      state = atEnd;
      image = 0;
      return isWrong;
    }
    left -= effort;
  }
  return image == 0 ? isWrong : isDone;
}

/**
 * The picture's next row, once it is decoded. Rows may be taken before the picture is done or after that, and come in order, once each.
 *
 * @returns Where it is until the next row is taken or a picture begins: a number of 32 bits for each pixel, with alpha in the highest byte,
 * then red, green and blue. It must not be changed, because what follows is made of it. 0 if there is none yet, or none any more.
 */
export function takeLosslessRow(): usize {
  if (role != ofPicture || image == 0 || state < inPixels || taken >= min(wholeRows(), height)) return 0;
  const row = image + ((packedWidth * taken) << 2);
  return undoTransforms(row, taken++);
}

/** One step. @returns How long it took, in pixels that take as long; or `isWrong`. */
function goOn(most: i32): i32 {
  if (state == inTransforms) return readTransform() ? 64 : isWrong;
  if (state == inHeader) return readHeader() ? 64 : isWrong;
  if (state == inNumbers) {
    const count = numberGroups(most);
    if (count == 0) return endNumbers() ? 64 : isWrong;
    return count;
  }
  if (state == inGroups) return readNextGroup();
  if (areAllDecoded()) return endImage() ? 64 : isWrong;
  return decodePixels(most);
}

/** RFC 9649, 3.5. */
function readTransform(): bool {
  if (take(1) == 0) {
    beginImage(ofPicture, packedWidth, height);
    return true;
  }
  const type = take(2);
  if (!addTransform(type)) return false;
  if (hasBlocks(type)) {
    blockBits = take(3) + 2;
    beginImage(ofBlocks, blocksIn(packedWidth, blockBits), blocksIn(height, blockBits));
  } else if (type == colourIndexing) beginImage(ofPalette, take(8) + 1, 1);
  return true;
}

function beginImage(as: i32, across: u32, down: u32): void {
  role = as;
  imageWidth = across;
  imageHeight = down;
  state = inHeader;
}

/** What comes before the codes of an image (RFC 9649, 3.6.2.3 and 3.7.2.2). */
function readHeader(): bool {
  cacheBits = 0;
  if (take(1) != 0) {
    cacheBits = take(4);
    if (cacheBits < 1 || cacheBits > mostCacheBits) return false;
  }
  if (role == ofPicture && take(1) != 0) {
    pictureCacheBits = cacheBits;
    blockBits = take(3) + 2;
    beginImage(ofGroups, blocksIn(packedWidth, blockBits), blocksIn(height, blockBits));
    return true;
  }
  return beginGroups(1, 1);
}

/** @param count How many there are in the bitstream. @param used How many of them are used. */
function beginGroups(count: u32, used: u32): bool {
  groupsRead = 0;
  groupCount = count;
  freeTables();
  state = inGroups;
  return initGroups(used, cacheBits);
}

function readNextGroup(): i32 {
  if (groupsRead == groupCount) return beginPixels() ? 64 : isWrong;
  const number = groupsRead++;
  const isRead =
    entropyImage == 0 ? readGroup(0) : isNumberUsed(number) ? readGroup(placeOfGroup(number)) : passGroup();
  return isRead ? effortOfGroup() : isWrong;
}

function beginPixels(): bool {
  image = allocate(((imageWidth * imageHeight) << 2) + margin);
  if (image == 0) return false;
  initPixels(image, imageWidth, imageHeight, cacheBits);
  if (entropyImage != 0) setBlocks(entropyImage, blockBits, blocksIn(imageWidth, blockBits));
  state = inPixels;
  return true;
}

/** Makes use of an image whose pixels are all there. */
function endImage(): bool {
  if (role == ofPicture) state = atEnd;
  else if (role == ofGroups) {
    state = inNumbers;
    return initEntropyImage(image, imageWidth * imageHeight);
  } else {
    if (role == ofPalette) setPalette(image, imageWidth);
    else setBlocksOfTransform(image, blockBits);
    state = inTransforms;
  }
  return true;
}

/** The groups' numbers are known: their codes come next. */
function endNumbers(): bool {
  entropyImage = image;
  image = 0;
  role = ofPicture;
  imageWidth = packedWidth;
  imageHeight = height;
  cacheBits = pictureCacheBits;
  return beginGroups(numbersOfGroups(), usedGroups());
}
