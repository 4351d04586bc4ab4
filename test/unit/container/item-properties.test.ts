// Which properties an item of a HEIF file has: in the order in which it names them, and in time, however many there are.

import { describe, expect, test } from 'vitest';
import { writeBox } from '../../../src/function/container/boxes.ts';
import { ExcessError, u16, u32 } from '../../../src/function/container/bytes.ts';
import { readItemProperties } from '../../../src/function/container/item-properties.ts';
import { CountingReader } from '../../support/counting-reader.ts';

const kinds = ['ispe', 'irot', 'colr', 'irot'];
const container = writeBox('ipco', ...kinds.map((kind) => writeBox(kind)));

/** @param items The number of each, and those of its properties from 1. */
function associations(...items: readonly (readonly [id: number, numbers: readonly number[]])[]): Buffer {
  const entries = items.map(([id, numbers]) =>
    Buffer.concat([u16(id), Buffer.from([numbers.length, ...numbers.map((one) => one | 0x80)])]),
  );
  return writeBox('ipma', u32(0), u32(items.length), ...entries);
}

function open(...boxes: readonly Buffer[]) {
  const bytes = Buffer.concat([container, ...boxes]);
  const file = new CountingReader(bytes);
  const read = () =>
    readItemProperties(file, { type: 'iprp', from: 0, start: 0, end: bytes.length, isWhole: true });
  return { file, read };
}

describe('the properties of an item', () => {
  const propertiesOf = open(associations([1, [3, 1, 9]], [2, []]), associations([1, [2, 3]])).read();
  const typesOf = (item: number, type?: string) => propertiesOf(item, type).map((box) => box.type);

  test('come in the order in which it names them, each once, and those that are not there not at all', () => {
    expect(typesOf(1)).toEqual(['colr', 'ispe', 'irot']);
    expect(propertiesOf(1, 'irot')).toEqual([expect.objectContaining({ type: 'irot', from: 16 })]);
  });

  test('are none where it has none', () => {
    expect([typesOf(2), typesOf(3), typesOf(1, 'clap')]).toEqual([[], [], []]);
  });
});

test('are read once, however many items are asked for', () => {
  const { file, read } = open(associations(...Array.from({ length: 1000 }, (_, id) => [id, [1]] as const)));
  const propertiesOf = read();
  const { steps } = file;
  for (let id = 0; id < 1000; id++) expect(propertiesOf(id)).toHaveLength(1);
  expect(file.steps).toBe(steps);
});

test.each([
  ['of many items', associations(...Array.from({ length: 20_001 }, () => [1, []] as const))],
  [
    'of items of many properties',
    associations(...Array.from({ length: 100 }, () => [1, Array(200).fill(1)] as const)),
  ],
])('more than a bound are refused: %s', (_, box) => {
  expect(open(box).read).toThrow(ExcessError);
});
