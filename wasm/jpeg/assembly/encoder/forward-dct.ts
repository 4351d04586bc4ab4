// The forward DCT (T.81, A.3.3) of 8 x 8 samples in whole numbers, as libjpeg calculates it ("islow", jfdctint.c), so that the
// coefficients are the same as libjpeg's.

export const factorBits: i32 = 13;
export const passBits: i32 = 2;

// @ts-ignore: decorator
@inline
function descale(value: i32, bits: i32): i32 {
  return (value + (1 << (bits - 1))) >> bits;
}

/** Transforms 64 numbers of 32 bits in their place. The results are 8 times the coefficients. */
export function forwardDct(block: usize): void {
  for (let y: usize = 0; y < 8; y++) transform(block + (y << 5), 4, true);
  for (let x: usize = 0; x < 8; x++) transform(block + (x << 2), 32, false);
}

/** One row or column of eight numbers; `gap` is the bytes between two of them. */
// @ts-ignore: decorator
@inline
function transform(at: usize, gap: usize, isRow: bool): void {
  const v0 = load<i32>(at);
  const v1 = load<i32>(at + gap);
  const v2 = load<i32>(at + 2 * gap);
  const v3 = load<i32>(at + 3 * gap);
  const v4 = load<i32>(at + 4 * gap);
  const v5 = load<i32>(at + 5 * gap);
  const v6 = load<i32>(at + 6 * gap);
  const v7 = load<i32>(at + 7 * gap);
  const sum0 = v0 + v7;
  const sum1 = v1 + v6;
  const sum2 = v2 + v5;
  const sum3 = v3 + v4;
  const t7 = v0 - v7;
  const t6 = v1 - v6;
  const t5 = v2 - v5;
  const t4 = v3 - v4;
  const outer = sum0 + sum3;
  const outerDifference = sum0 - sum3;
  const inner = sum1 + sum2;
  const innerDifference = sum1 - sum2;
  if (isRow) {
    store<i32>(at, (outer + inner) << passBits);
    store<i32>(at + 4 * gap, (outer - inner) << passBits);
  } else {
    store<i32>(at, descale(outer + inner, passBits));
    store<i32>(at + 4 * gap, descale(outer - inner, passBits));
  }
  const bits = isRow ? factorBits - passBits : factorBits + passBits;
  const even = (innerDifference + outerDifference) * 4433;
  store<i32>(at + 2 * gap, descale(even + outerDifference * 6270, bits));
  store<i32>(at + 6 * gap, descale(even + innerDifference * -15137, bits));
  const z5 = (t4 + t6 + t5 + t7) * 9633;
  const z1 = (t4 + t7) * -7373;
  const z2 = (t5 + t6) * -20995;
  const z3 = (t4 + t6) * -16069 + z5;
  const z4 = (t5 + t7) * -3196 + z5;
  store<i32>(at + 7 * gap, descale(t4 * 2446 + z1 + z3, bits));
  store<i32>(at + 5 * gap, descale(t5 * 16819 + z2 + z4, bits));
  store<i32>(at + 3 * gap, descale(t6 * 25172 + z2 + z3, bits));
  store<i32>(at + gap, descale(t7 * 12299 + z1 + z4, bits));
}
