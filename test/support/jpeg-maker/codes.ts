// Huffman codes of any valid shape, and bits by them (ITU-T T.81, Annex C and F.1.2).

import type { Random } from '../random.ts';

/** What a scan's data is made of: a symbol of a table, then bits as they are. */
export interface Token {
  /** `dc0` to `dc3`, `ac0` to `ac3`; undefined: bits alone. */
  readonly table?: string;
  readonly symbol?: number;
  /** `0` and `1`. */
  readonly bits: string;
}

export interface Code {
  /** BITS: how many codes there are of each length, 1 to 16. */
  readonly counts: readonly number[];
  /** HUFFVAL: the symbols, in the order of their codes. */
  readonly symbols: readonly number[];
  readonly codes: ReadonlyMap<number, string>;
}

const longest = 16;
/** Even lengths, as long ones as there may be, or any. */
const shapes = ['even', 'long', 'any'] as const;

/** @param symbols Those that are needed, each once. */
export function drawCode(symbols: readonly number[], random: Random): Code {
  const shape = random.pick(shapes);
  // One leaf more than symbols: no code may be all ones.
  const leaves = [0];
  while (leaves.length <= symbols.length) {
    const splittable = leaves.flatMap((length, index) => (length < longest ? [{ length, index }] : []));
    const lengths = splittable.map(({ length }) => length);
    const wanted = { even: Math.min(...lengths), long: Math.max(...lengths), any: random.pick(lengths) };
    const at = splittable.find(({ length }) => length === wanted[shape])?.index ?? 0;
    const length = (leaves[at] ?? 0) + 1;
    leaves.splice(at, 1, length, length);
  }
  const lengths = leaves.sort((a, b) => a - b).slice(0, -1);
  const codes = new Map<number, string>();
  let code = 0;
  let before = 0;
  for (const [n, length] of lengths.entries()) {
    code <<= length - before;
    before = length;
    codes.set(symbols[n] as number, code.toString(2).padStart(length, '0'));
    code += 1;
  }
  const counts = Array.from(
    { length: longest },
    (_, n) => lengths.filter((length) => length === n + 1).length,
  );
  return { counts, symbols, codes };
}

/** The symbols of each table in tokens, the most frequent ones first. */
export function symbolsOf(tokens: readonly Token[]): ReadonlyMap<string, readonly number[]> {
  const frequencies = new Map<string, Map<number, number>>();
  for (const { table, symbol } of tokens) {
    if (table === undefined || symbol === undefined) continue;
    const known = frequencies.get(table) ?? new Map<number, number>();
    frequencies.set(table, known.set(symbol, (known.get(symbol) ?? 0) + 1));
  }
  return new Map(
    [...frequencies].map(([table, known]) => [
      table,
      [...known].sort((a, b) => b[1] - a[1]).map(([symbol]) => symbol),
    ]),
  );
}

/** Bytes of one restart interval, with stuffed zeros. @param pad `0` or `1`, which fills the last byte. */
export function pack(tokens: readonly Token[], codes: ReadonlyMap<string, Code>, pad: string): Buffer {
  const bits = tokens
    .map(({ table = '', symbol = -1, bits: own }) => (codes.get(table)?.codes.get(symbol) ?? '') + own)
    .join('');
  const bytes: number[] = [];
  for (let at = 0; at < bits.length; at += 8) {
    const byte = Number.parseInt(bits.slice(at, at + 8).padEnd(8, pad), 2);
    bytes.push(...(byte === 0xff ? [byte, 0] : [byte]));
  }
  return Buffer.from(bytes);
}
