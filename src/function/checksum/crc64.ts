// CRC-64/XZ, the checksum that COS keeps of every object (`x-cos-hash-crc64ecma`). Makes no requests itself.

/** The ECMA-182 polynomial, reflected: upper and lower 32 bits. */
const POLYNOMIAL_HIGH = 0xc96c5795;
const POLYNOMIAL_LOW = 0xd7870f42;

/** What each value of a byte contributes, at each of 8 distances: row `k` is for the byte that `k` more of its step follow. */
const [tableHigh, tableLow] = buildTables();

function buildTables(): [Uint32Array, Uint32Array] {
  const high = new Uint32Array(8 * 256);
  const low = new Uint32Array(8 * 256);
  for (let byte = 0; byte < 256; byte++) {
    let h = 0;
    let l = byte;
    for (let bit = 0; bit < 8; bit++) {
      const odd = l & 1;
      l = ((l >>> 1) | (h << 31)) ^ (odd ? POLYNOMIAL_LOW : 0);
      h = (h >>> 1) ^ (odd ? POLYNOMIAL_HIGH : 0);
    }
    high[byte] = h;
    low[byte] = l;
  }
  for (let i = 256; i < high.length; i++) {
    const h = high[i - 256] as number;
    const l = low[i - 256] as number;
    high[i] = (h >>> 8) ^ (high[l & 0xff] as number);
    low[i] = ((l >>> 8) | (h << 24)) ^ (low[l & 0xff] as number);
  }
  return [high, low];
}

/** A running checksum. Works on 32-bit halves, eight bytes a step: no BigInt, which Node.js 10 runs slowly. */
export class Crc64 {
  private high = 0xffffffff | 0;
  private low = 0xffffffff | 0;

  /** Adds more bytes, in order; they are read, not kept. */
  update(bytes: Uint8Array): this {
    let high = this.high;
    let low = this.low;
    let i = 0;
    for (const end = bytes.length - 7; i < end; i += 8) {
      const l = low ^ word(bytes, i);
      const h = high ^ word(bytes, i + 4);
      low = fold(tableLow, l, h);
      high = fold(tableHigh, l, h);
    }
    for (; i < bytes.length; i++) {
      const at = (low ^ (bytes[i] as number)) & 0xff;
      low = ((low >>> 8) | (high << 24)) ^ (tableLow[at] as number);
      high = (high >>> 8) ^ (tableHigh[at] as number);
    }
    this.high = high;
    this.low = low;
    return this;
  }

  /** The checksum of all bytes so far as COS writes it: unsigned, decimal, no leading zeros. More may follow. */
  digest(): string {
    return decimal(~this.high, ~this.low);
  }
}

/** Four bytes, the least significant first. */
function word(bytes: Uint8Array, i: number): number {
  return (
    (bytes[i] as number) |
    ((bytes[i + 1] as number) << 8) |
    ((bytes[i + 2] as number) << 16) |
    ((bytes[i + 3] as number) << 24)
  );
}

function fold(table: Uint32Array, low: number, high: number): number {
  return (
    (table[1792 + (low & 0xff)] as number) ^
    (table[1536 + ((low >>> 8) & 0xff)] as number) ^
    (table[1280 + ((low >>> 16) & 0xff)] as number) ^
    (table[1024 + (low >>> 24)] as number) ^
    (table[768 + (high & 0xff)] as number) ^
    (table[512 + ((high >>> 8) & 0xff)] as number) ^
    (table[256 + ((high >>> 16) & 0xff)] as number) ^
    (table[high >>> 24] as number)
  );
}

/** Long division by 10^9, in 16-bit steps so that every remainder stays an exact double. */
function decimal(high: number, low: number): string {
  const steps = [high >>> 16, high & 0xffff, low >>> 16, low & 0xffff];
  let text = '';
  for (let group = 0; group < 3; group++) {
    let rest = 0;
    for (let i = 0; i < steps.length; i++) {
      const dividend = rest * 0x10000 + (steps[i] as number);
      steps[i] = Math.floor(dividend / 1e9);
      rest = dividend % 1e9;
    }
    text = String(rest).padStart(9, '0') + text;
  }
  return text.replace(/^0+(?=\d)/, '');
}
