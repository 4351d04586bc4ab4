// Copies bytes. The compiler's own copy goes byte by byte where the two addresses are not alike in their lowest bits.

/**
 * Copies in steps of 8 bytes, so that up to 7 bytes more are read and written.
 *
 * @param to Below `from` where both overlap.
 */
export function copyWords(to: usize, from: usize, bytes: usize): void {
  const end = to + bytes;
  for (; to < end; to += 8, from += 8) store<u64>(to, load<u64>(from));
}

/** Copies a match (RFC 1951, 3.2.3), which may overlap with what it is copied from, and writes nothing behind its end. */
export function copyExactly(to: usize, from: usize, bytes: u32): void {
  const end = to + bytes;
  if (to - from < 8) {
    for (; to < end; to++, from++) store<u8>(to, load<u8>(from));
    return;
  }
  for (; to + 8 < end; to += 8, from += 8) store<u64>(to, load<u64>(from));
  // The last 1 to 8 bytes, without a branch for how many they are: most matches of a photo have 3 to 8.
  const mask = u64.MAX_VALUE >> ((8 - (end - to)) << 3);
  store<u64>(to, (load<u64>(from) & mask) | (load<u64>(to) & ~mask));
}
