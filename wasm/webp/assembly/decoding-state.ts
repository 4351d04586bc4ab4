// What decoding a part answers, as the host knows it (wasm/webp/decode.ts).

export const isDone = 1;
export const isInterrupted = 2;
export const isWrong = -1;
