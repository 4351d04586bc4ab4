// What is done to bytes, and to the parts of a file. Pure but for chance: nothing that is given is changed.

import type { Random } from '../../support/random.ts';
import type { Container, Part, PartField } from './containers/container.ts';

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

/** What a part wound works with. */
export interface Surgery {
  readonly random: Random;
  readonly container: Container;
  /** The parts of another file of the same format. */
  readonly donor: readonly Part[];
}

type PartWound = (parts: readonly Part[], surgery: Surgery) => readonly Part[];

/** Puts others in place of so many parts. */
function replace(parts: readonly Part[], index: number, by: readonly Part[] = [], count = 1): Part[] {
  return [...parts.slice(0, index), ...by, ...parts.slice(index + count)];
}

/** Writes a number into one of the fields, most often one that is at a bound of something. */
function lie(parts: readonly Part[], fields: readonly PartField[], { random, container }: Surgery) {
  const places = fields.flatMap((field) =>
    parts.flatMap((part, index) =>
      field.part.test(part.name) && field.at < part.body.length ? [{ ...field, index, part }] : [],
    ),
  );
  if (places.length === 0) return parts;
  const { index, part, at, size } = random.pick(places);
  // Of one byte the numbers are bits, counts and kinds, which are small.
  const value = size === 1 ? random.below(random.pick([4, 20, 256])) : random.pick(interesting);
  return replace(parts, index, [
    { ...part, body: overwrite(part.body, at, size, value, container.bigEndian) },
  ]);
}

/** So many tiny parts make a file that costs its reader more than its bytes. */
const many = 3000;

export const partWounds: Readonly<Record<string, PartWound>> = {
  'drop a part': (parts, { random }) => replace(parts, random.below(parts.length)),
  'repeat a part'(parts, { random }) {
    const index = random.below(parts.length);
    return parts.flatMap((part, at) => (at === index ? [part, part] : [part]));
  },
  'repeat a tiny part often'(parts, { random }) {
    const index = random.below(parts.length);
    const part = parts[index];
    if (!part) return parts;
    const tiny = { ...part, body: part.body.subarray(0, random.below(8)) };
    const copies = Array.from({ length: 1 + random.below(many) }, () => tiny);
    return replace(parts, index, random.chance(0.5) ? [...copies, part] : [part, ...copies]);
  },
  'swap parts'(parts, { random }) {
    const [a, b] = [random.below(parts.length), random.below(parts.length)];
    return parts.map((part, at) => parts[at === a ? b : at === b ? a : at] ?? part);
  },
  'add a part of another file'(parts, { random, donor }) {
    if (donor.length === 0) return parts;
    return replace(parts, random.below(parts.length + 1), [random.pick(donor)], 0);
  },
  'take a part of another file'(parts, { random, donor }) {
    const index = random.below(parts.length);
    const alike = donor.filter(({ name }) => name === parts[index]?.name);
    const from = alike.length > 0 ? alike : donor;
    return from.length === 0 ? parts : replace(parts, index, [random.pick(from)]);
  },
  'join to another file'(parts, { random, donor }) {
    return [
      ...parts.slice(0, random.below(parts.length + 1)),
      ...donor.slice(random.below(donor.length + 1)),
    ];
  },
  'end at a part': (parts, { random }) => parts.slice(0, random.below(parts.length)),
  'cut a part short'(parts, { random }) {
    const index = random.below(parts.length);
    const part = parts[index];
    if (!part) return parts;
    return replace(parts, index, [{ ...part, body: part.body.subarray(0, random.below(part.body.length)) }]);
  },
  'wound a part'(parts, { random }) {
    const index = random.below(parts.length);
    const part = parts[index];
    if (!part || part.body.length === 0) return parts;
    const wound = random.pick(Object.values(blindWounds));
    return replace(parts, index, [{ ...part, body: wound(part.body, random) }]);
  },
  'lie about a length'(parts, { random }) {
    const index = random.below(parts.length);
    const part = parts[index];
    if (!part) return parts;
    const near = part.body.length + random.pick([-8, -1, 1, 8]);
    const declared = random.chance(0.5) ? Math.max(0, near) : random.pick(interesting);
    return replace(parts, index, [{ ...part, declared }]);
  },
  'lie about the size': (parts, surgery) => lie(parts, surgery.container.sizes, surgery),
  'lie in the header': (parts, surgery) => lie(parts, surgery.container.facts, surgery),
};
