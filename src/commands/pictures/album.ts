// The files of docs/pictures/, collected before any of them is written: each example's thumbnail, and how it is shown.

import { parsePresets } from '../../function/preset/parse.ts';
import type { Preset } from '../../function/preset/preset.ts';
import type { Example } from './examples.ts';
import type { Maker } from './maker.ts';
import type { TablePicture } from './tables.ts';

export interface Album {
  /** Makes the example, and keeps its files. */
  add(example: Example): Promise<TablePicture>;
  /** @throws {Error} if there is another file of this name. */
  keep(file: string, bytes: Uint8Array): void;
  /** File name -> bytes. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

export function createAlbum({ make }: Maker): Album {
  const files = new Map<string, Uint8Array>();

  function keep(file: string, bytes: Uint8Array): void {
    const before = files.get(file);
    if (before && Buffer.compare(before, bytes) !== 0) {
      throw new Error(
        `two pictures are to be ${file}, and they are not the same: give them names of their own`,
      );
    }
    files.set(file, bytes);
  }

  return {
    files,
    keep,
    async add(example) {
      const { bytes, outcome } = await make(example);
      const extension = outcome.key.slice(outcome.key.lastIndexOf('.') + 1);
      const file = `${example.name}.${extension}`;
      keep(file, bytes);
      if (!example.draw) return { ...example, file, shown: file, outcome };
      const shown = `${example.name}-shown.webp`;
      const [preset] = parsePresets(example.preset);
      keep(shown, await example.draw(bytes, preset as Preset));
      return { ...example, file, shown, outcome };
    },
  };
}
