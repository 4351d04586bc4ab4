// How much memory WebAssembly may keep for the next photo.

/** Bytes of linear memory, which never shrinks, above which a codec is not kept for the next photo. */
export const keptBytes = 16 * 1024 * 1024;
