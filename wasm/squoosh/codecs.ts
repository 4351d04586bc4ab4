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
  dropLarge(): void;
  /** Bytes of linear memory of all instances. */
  memoryBytes(): number;
}

/** Bytes. Emscripten's instances begin with 16 MB; a photo of 3 megapixels makes a decoder pass this mark. */
const maxHeap = 32 * 1024 * 1024;

/** @param shared Bytes of linear memory of those parts that exist once and for all. */
export function createCodecs(encoders: Squoosh['encoders'], sharedBytes: () => number): Codecs {
  const decoderInstances = new Map<Name, Decoder & Heap>();
  const encoderInstances = new Map<Name, Encoder & Heap>();
  const heap = (instance: Heap) => instance.HEAPU8?.length ?? 0;

  const getOrCreate = async <T>(instances: Map<Name, T>, name: Name, make: () => Promise<T>): Promise<T> => {
    const existing = instances.get(name);
    if (existing) return existing;
    const created = await make();
    instances.set(name, created);
    return created;
  };

  return {
    decoder: (name) => getOrCreate(decoderInstances, name, () => encoders[name].dec()),
    encoder: (name) => getOrCreate(encoderInstances, name, () => encoders[name].enc()),
    defaults: (name) => encoders[name].defaultEncoderOptions,
    drop: (name) => void decoderInstances.delete(name),
    dropLarge() {
      for (const instances of [decoderInstances, encoderInstances]) {
        for (const [name, instance] of instances) if (heap(instance) > maxHeap) instances.delete(name);
      }
    },
    memoryBytes: () =>
      [...decoderInstances.values(), ...encoderInstances.values()].reduce(
        (sum, instance) => sum + heap(instance),
        sharedBytes(),
      ),
  };
}
