// Hands out linear memory from its end upwards. Nothing is freed by itself: a picture gives back all of its memory
// at once.

let end: usize = 0;

/** Gives back all memory. */
export function release(): void {
  end = (__heap_base + 15) & ~15;
}

/** @returns The address, a multiple of 16, of memory whose content is undefined; 0 if linear memory cannot grow so far. */
export function allocate(bytes: usize): usize {
  const start = end;
  const wanted: u64 = <u64>start + <u64>bytes + 15;
  const have: u64 = <u64>memory.size() << 16;
  if (wanted > have) {
    if (wanted >= 0x7fff0000) return 0;
    if (memory.grow(<i32>((wanted - have + 0xffff) >> 16)) < 0) return 0;
  }
  end = (start + bytes + 15) & ~15;
  return start;
}
