// How strongly the edges of a macroblock are filtered (RFC 6386, 9.6 and 15.2).

/** 0: not at all; 1: luma, by the simple filter; 2: by the normal one. */
export let filterKind: u32 = 0;

/**
 * For each segment, without and with subblocks, four bytes: the limit of an edge within it, 0 if none is filtered; the limit of its
 * inside; the threshold of high variance; and whether its inner edges are filtered where it has no coefficients, too.
 */
const strengths: usize = memory.data(4 * 2 * 4, 4);

/** @returns The four bytes of a macroblock: the limit is the lowest one. */
export function strengthOf(segment: u32, hasSubblocks: bool): u32 {
  return load<u32>(strengths + (segment << 3) + (<usize>hasSubblocks << 2));
}

/**
 * @param segmentLevels What each segment's level is, four bytes; 0 if there are no segments.
 * @param isAbsolute Whether these are the levels themselves, and not what is added to that of the picture.
 */
export function setFilters(
  isSimple: bool,
  level: i32,
  sharpness: i32,
  segmentLevels: usize,
  isAbsolute: bool,
  deltaOfAll: i32,
  deltaOfSubblocks: i32,
): void {
  filterKind = level == 0 ? 0 : isSimple ? 1 : 2;
  for (let segment: u32 = 0; segment < 4; segment++) {
    let own = level;
    if (segmentLevels != 0) own = <i32>load<i8>(segmentLevels + segment) + (isAbsolute ? 0 : level);
    own += deltaOfAll;
    store<u32>(strengths + (segment << 3), strength(own, sharpness));
    store<u32>(strengths + (segment << 3), strength(own + deltaOfSubblocks, sharpness) | (1 << 24), 4);
  }
}

function strength(anyLevel: i32, sharpness: i32): u32 {
  const level = min(max(anyLevel, 0), 63);
  if (level == 0) return 0;
  let inside = level;
  if (sharpness > 0) {
    inside >>= sharpness > 4 ? 2 : 1;
    inside = min(inside, 9 - sharpness);
  }
  inside = max(inside, 1);
  const threshold = level >= 40 ? 2 : level >= 15 ? 1 : 0;
  return (2 * level + inside) | (inside << 8) | (threshold << 16);
}
