// What is done to bytes, and to the parts of a file. Pure but for chance: nothing that is given is changed.

import type { SourceFormat } from '../../../src/function/format/format.ts';
import { fieldsOf } from './fields.ts';
import type { Container, Part } from './parts.ts';
import type { Random } from './random.ts';

/** The bounds of fields, of formats and of limits, and what is next to them. */
const interesting = [
  ...[0, 1, 2, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xffff, 0x10000],
  ...[0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff],
  ...[100, 4000, 12_000, 16_383, 16_384, 20_000, 65_500],
];

export type Wound = (bytes: Buffer, random: Random) => Buffer;

/** Overwrites as many bytes as fit with the lowest of a value. */
function overwrite(bytes: Buffer, at: number, size: number, value: number, bigEndian: boolean): Buffer {
  const copy = Buffer.from(bytes);
  for (let n = 0; n < size && at + n < copy.length; n++) {
    const shift = 8 * (bigEndian ? size - 1 - n : n);
    copy[at + n] = Math.floor(value / 2 ** shift) & 255;
  }
  return copy;
}

/** A stretch of bytes, most often a short one. */
function stretch(bytes: Buffer, random: Random): readonly [from: number, to: number] {
  const longest = random.pick([4, 32, 256, bytes.length]);
  const from = random.below(bytes.length);
  return [from, Math.min(bytes.length, from + 1 + random.below(longest))];
}

function splice(bytes: Buffer, from: number, to: number, ...between: readonly Buffer[]): Buffer {
  return Buffer.concat([bytes.subarray(0, from), ...between, bytes.subarray(to)]);
}

export const blindWounds: Readonly<Record<string, Wound>> = {
  'flip bits'(bytes, random) {
    const copy = Buffer.from(bytes);
    for (let left = 1 + random.below(8); left > 0 && copy.length > 0; left--) {
      const at = random.below(copy.length);
      copy.writeUInt8(copy.readUInt8(at) ^ (1 << random.below(8)), at);
    }
    return copy;
  },
  overwrite: (bytes, random) =>
    overwrite(
      bytes,
      random.below(bytes.length),
      random.pick([1, 2, 3, 4]),
      random.pick(interesting),
      random.chance(0.5),
    ),
  noise(bytes, random) {
    const [from, to] = stretch(bytes, random);
    return splice(bytes, from, to, Buffer.from(Array.from({ length: to - from }, () => random.below(256))));
  },
  'cut short': (bytes, random) => bytes.subarray(0, random.below(bytes.length)),
  'take out': (bytes, random) => splice(bytes, ...stretch(bytes, random)),
  repeat(bytes, random) {
    const [from, to] = stretch(bytes, random);
    const times = 1 + random.below(4);
    return splice(bytes, from, from, ...Array.from({ length: times }, () => bytes.subarray(from, to)));
  },
  'copy over'(bytes, random) {
    const [from, to] = stretch(bytes, random);
    const at = random.below(bytes.length);
    return splice(bytes, at, Math.min(bytes.length, at + to - from), bytes.subarray(from, to));
  },
};

/** Lies in a field that the format is known to have. */
export function lie(bytes: Buffer, format: SourceFormat, random: Random): Buffer {
  const fields = fieldsOf(bytes, format);
  if (fields.length === 0) return bytes;
  const { at, size, bigEndian } = random.pick(fields);
  return overwrite(bytes, at, size, random.pick(interesting), bigEndian);
}

type PartWound = (parts: readonly Part[], random: Random, container: Container) => readonly Part[];

function replace(parts: readonly Part[], index: number, ...by: readonly Part[]): Part[] {
  return [...parts.slice(0, index), ...by, ...parts.slice(index + 1)];
}

export const partWounds: Readonly<Record<string, PartWound>> = {
  'drop a part': (parts, random) => replace(parts, random.below(parts.length)),
  'repeat a part'(parts, random) {
    const index = random.below(parts.length);
    return parts.flatMap((part, at) => (at === index ? [part, part] : [part]));
  },
  'swap parts'(parts, random) {
    const [a, b] = [random.below(parts.length), random.below(parts.length)];
    return parts.map((part, at) => parts[at === a ? b : at === b ? a : at] ?? part);
  },
  'wound a part'(parts, random) {
    const index = random.below(parts.length);
    const part = parts[index];
    if (!part || part.body.length === 0) return parts;
    const wound = random.pick(Object.values(blindWounds));
    return replace(parts, index, { ...part, body: wound(part.body, random) });
  },
  'lie about a length'(parts, random) {
    const index = random.below(parts.length);
    const part = parts[index];
    if (!part) return parts;
    const near = part.body.length + random.pick([-8, -1, 1, 8]);
    const declared = random.chance(0.5) ? Math.max(0, near) : random.pick(interesting);
    return replace(parts, index, { ...part, declared });
  },
  'lie about the size'(parts, random, { sizeFields, bigEndian }) {
    const places = sizeFields.flatMap((field) =>
      parts.flatMap((part, index) => (field.part.test(part.name) ? [{ ...field, index, part }] : [])),
    );
    if (places.length === 0) return parts;
    const { index, part, at, size } = random.pick(places);
    const body = overwrite(part.body, at, size, random.pick(interesting), bigEndian);
    return replace(parts, index, { ...part, body });
  },
};
