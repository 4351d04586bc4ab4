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
