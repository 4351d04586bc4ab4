// What the keepers of this folder have in common.

import type { Pieces } from '../../src/function/container/pieces.ts';
import type { Bytes } from '../header/bytes.ts';

/**
 * Adds to the pieces what is needed.
 *
 * @returns false if the file is an ordinary one, whatever has been added.
 * @throws {SourceFault} for what cannot be followed.
 */
export type Keep = (file: Bytes, kept: Pieces) => boolean;
