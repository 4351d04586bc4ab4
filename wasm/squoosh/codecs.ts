// The codecs' instances. Each is created when it is first needed, and dropped when its memory has grown large. Knows no
// photo.

import type { Decoder, Encoder, Heap, Squoosh } from './glue.ts';

type Name = keyof Squoosh['encoders'];

export interface Codecs {
  decoder(name: Name): Promise<Decoder>;
  encoder(name: Name): Promise<Encoder>;
  defaults(name: Name): object;
  /** Drops the decoder of `name`, for instance because it failed in the middle of its work. */
  drop(name: Name): void;
  /** Drops the instances whose linear memory has grown large, because it never shrinks. */
  dropLarge(): void;
  /** Bytes of linear memory of all instances. */
  memoryBytes(): number;
}

/**
 * Bytes above which an instance is dropped. Emscripten's instances begin with 16 MB; a decoder exceeds this limit with
 * a photo of 3 megapixels.
 */
const maxHeap = 32 * 1024 * 1024;

/**
 * Creates the cache of instances.
 *
 * @param sharedBytes Bytes of linear memory of the parts that exist once and cannot be dropped.
 */
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
