// The codecs' instances: each is made when it is first wanted, and let go with its memory when that has grown large.

import type { Decoder, Encoder, Heap, Squoosh } from './glue.ts';

type Name = keyof Squoosh['encoders'];

export interface Codecs {
  decoder(name: Name): Promise<Decoder>;
  encoder(name: Name): Promise<Encoder>;
  defaults(name: Name): object;
  /** Lets go of `name`'s decoder, for instance because it failed half-way. */
  drop(name: Name): void;
  /** Lets go of instances whose memory has grown: it never shrinks. */
  tidy(): void;
  /** Bytes of linear memory of all instances. */
  memoryBytes(): number;
}

/** Bytes. Emscripten's instances begin with 16 MB; a photo of 3 megapixels makes a decoder pass this mark. */
const maxHeap = 32 * 1024 * 1024;

/** @param shared Bytes of linear memory of those parts that exist once and for all. */
export function createCodecs(encoders: Squoosh['encoders'], shared: () => number): Codecs {
  const decoders = new Map<Name, Decoder & Heap>();
  const made = new Map<Name, Encoder & Heap>();
  const heap = (one: Heap) => one.HEAPU8?.length ?? 0;

  const keep = async <T>(kept: Map<Name, T>, name: Name, make: () => Promise<T>): Promise<T> => {
    const known = kept.get(name);
    if (known) return known;
    const fresh = await make();
    kept.set(name, fresh);
    return fresh;
  };

  return {
    decoder: (name) => keep(decoders, name, () => encoders[name].dec()),
    encoder: (name) => keep(made, name, () => encoders[name].enc()),
    defaults: (name) => encoders[name].defaultEncoderOptions,
    drop: (name) => void decoders.delete(name),
    tidy() {
      for (const kept of [decoders, made]) {
        for (const [name, one] of kept) if (heap(one) > maxHeap) kept.delete(name);
      }
    },
    memoryBytes: () =>
      [...decoders.values(), ...made.values()].reduce((sum, one) => sum + heap(one), shared()),
  };
}
