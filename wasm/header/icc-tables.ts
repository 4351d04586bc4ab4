// Looks at the colour tables of ICC profiles (ICC.1:2022, 10.10 to 10.12), without converting by them: are they whole?

import type { ByteReader } from '../../src/function/container/bytes.ts';
import { findWholeTag } from '../../src/function/container/icc.ts';

/** Tables from the device's colours to the eye's: for the perceptual intent, and for the two that may stand in for it. */
const names: readonly string[] = ['A2B0', 'A2B1', 'A2B2'];

/** The eye has three. */
const coloursOfEye = 3;

/**
 * @param channels How many colours the device has.
 * @returns Of the first table that there is.
 * @throws {Error} The reader's fault, where the profile ends before the table's head.
 */
export function tablesOf(file: ByteReader, channels: number): 'none' | 'whole' | 'damaged' {
  for (const name of names) {
    const at = findWholeTag(file, name);
    if (at !== undefined) return isWhole(file, at, channels) ? 'whole' : 'damaged';
  }
  return 'none';
}

function isWhole(file: ByteReader, at: number, channels: number): boolean {
  const type = file.text(at, 4);
  if (file.u8(at + 8) !== channels || file.u8(at + 9) !== coloursOfEye) return false;
  switch (type) {
    case 'mft1':
    case 'mft2': {
      const grid = file.u8(at + 10);
      const points = grid ** channels * coloursOfEye;
      const bytes =
        type === 'mft1'
          ? 48 + 256 * (channels + coloursOfEye) + points
          : 52 + 2 * (file.u16(at + 48) * channels + points + file.u16(at + 50) * coloursOfEye);
      return grid > 1 && at + bytes <= file.length;
    }
    case 'mAB ': {
      // The curves behind the matrix are the only part that may not be left out.
      const curves = file.u32(at + 12);
      return curves > 0 && at + curves < file.length;
    }
    default:
      return false;
  }
}
