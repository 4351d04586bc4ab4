// What the decoder's WebAssembly exports.

/** The exports of assembly/index.ts. Addresses are bytes of `memory`. */
export interface WebpDecoderExports {
  readonly memory: WebAssembly.Memory;
  begin(width: number, height: number, across: number, down: number, hasAlpha: boolean): number;
  inputAddress(bytes: number): number;
  beginAlpha(from: number, bytes: number): number;
  beginLossy(from: number, firstBytes: number, bytes: number): number;
  beginLossless(from: number, bytes: number): number;
  decodeMore(): number;
  resultAddress(): number;
  hasUnusedData(): number;
}
