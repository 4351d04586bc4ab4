// Reads a source's bytes, which the uploader controls.

import { ByteReader } from '../../src/function/container/bytes.ts';
import { damaged, type SourceFault } from '../thread/source-fault.ts';

/** What cannot be read in them is the source's fault. */
export class Bytes extends ByteReader {
  override fault(message: string): SourceFault {
    return damaged(message);
  }

  override excess(message: string): SourceFault {
    return this.fault(message);
  }
}
