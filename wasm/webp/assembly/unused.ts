// How much of compressed data may be left behind its end: encoders do not agree on what decoders need.

/** Bytes. */
export const mostUnused: u32 = 3;
