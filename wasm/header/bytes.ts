// Reads a source's bytes, which the uploader controls.

import { ByteReader } from '../../src/function/container/bytes.ts';
import { damaged, SourceFault } from '../thread/source-fault.ts';

/** What cannot be read in them is the source's fault. */
export class Bytes extends ByteReader {
  override fault(message: string): SourceFault {
    return damaged(message);
  }

  override excess(message: string): SourceFault {
    return this.fault(message);
  }
}

/** @returns undefined where the bytes cannot be read. Errors that are not the source's fault are thrown. */
export function ifReadable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof SourceFault) return undefined;
    throw error;
  }
}
