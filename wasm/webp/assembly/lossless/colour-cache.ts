// The colour cache: colours that were there lately, at places that are made of the colours themselves (RFC 9649, 3.6.2.3).

const multiplier: u32 = 0x1e35a7bd;
export const mostCacheBits: u32 = 11;

export const cachedColours: usize = memory.data(2048 * 4, 16);

/** RFC 9649, 3.6.2.3: at first all colours are 0. */
export function clearCache(cacheBits: u32): void {
  const end = cachedColours + (4 << cacheBits);
  for (let at = cachedColours; at < end; at += 8) store<u64>(at, 0);
}

/** Puts all colours into the cache that are between these addresses. */
export function cacheColours(from: usize, end: usize, cacheBits: u32): void {
  const shift = 32 - cacheBits;
  for (; from < end; from += 4) {
    const colour = load<u32>(from);
    store<u32>(cachedColours + ((colour * multiplier >> shift) << 2), colour);
  }
}
