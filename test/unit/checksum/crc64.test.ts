// CRC64 against the published vectors and against the definition, bit by bit.

import { expect, test } from 'vitest';
import { Crc64 } from '../../../src/function/checksum/crc64.ts';

test.each([
  { text: '', crc: '0', source: 'the definition' },
  { text: '123456789', crc: '11051210869376104954', source: 'the check value of CRC-64/XZ' },
  { text: '[Object Content]', crc: '16749565679157681890', source: "the GET Object page of COS' manual" },
])('gives $crc for "$text", as $source has it', ({ text, crc }) => {
  expect(new Crc64().update(Buffer.from(text)).digest()).toBe(crc);
});

test('agrees with the definition at every length up to 100 bytes', () => {
  const bytes = noise(100);
  for (let length = 0; length <= bytes.length; length++) {
    const part = bytes.subarray(0, length);
    expect(new Crc64().update(part).digest(), `${length} bytes`).toBe(byDefinition(part));
  }
});

test('does not care how the bytes are cut into pieces', () => {
  const bytes = noise(1000);
  const whole = new Crc64().update(bytes).digest();
  for (const size of [1, 3, 7, 8, 9, 64, 999]) {
    const crc = new Crc64();
    for (let at = 0; at < bytes.length; at += size) crc.update(bytes.subarray(at, at + size));
    expect(crc.digest(), `pieces of ${size}`).toBe(whole);
  }
});

test('may be asked for the checksum and go on', () => {
  const crc = new Crc64().update(Buffer.from('12345'));
  crc.digest();
  expect(crc.update(Buffer.from('6789')).digest()).toBe('11051210869376104954');
});

test.each([0n, 42n, 999_999_999n, 1_000_000_000n, 2n ** 53n + 1n, 10n ** 18n, 2n ** 64n - 1n])(
  'writes %s as an unsigned decimal, every digit of it and no leading zero',
  (wanted) => {
    expect(new Crc64().update(preimageOf(wanted)).digest()).toBe(String(wanted));
  },
);

/** Bytes without a pattern, the same on every run. */
function noise(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (i * 2654435761) >>> 24);
}

const POLYNOMIAL = 0xc96c5795d7870f42n;
const ALL_ONES = 0xffffffffffffffffn;

function byDefinition(bytes: Uint8Array): string {
  let crc = ALL_ONES;
  for (const byte of bytes) {
    crc ^= BigInt(byte);
    for (let bit = 0; bit < 8; bit++) crc = (crc >> 1n) ^ (crc & 1n ? POLYNOMIAL : 0n);
  }
  return (crc ^ ALL_ONES).toString();
}

/** Eight bytes whose checksum is `wanted`: the register run backwards through 64 bits. */
function preimageOf(wanted: bigint): Uint8Array {
  let register = wanted ^ ALL_ONES;
  for (let bit = 0; bit < 64; bit++) {
    const odd = register >> 63n;
    register = (((register ^ (odd ? POLYNOMIAL : 0n)) << 1n) | odd) & ALL_ONES;
  }
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, register ^ ALL_ONES, true);
  return bytes;
}
