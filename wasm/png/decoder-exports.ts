// What the decoder's WebAssembly exports.

/** The exports of assembly/index.ts. Addresses are bytes of `memory`. */
export interface PngDecoderExports {
  readonly memory: WebAssembly.Memory;
  begin(
    width: number,
    height: number,
    depth: number,
    colourType: number,
    across: number,
    down: number,
    hasAlpha: boolean,
  ): number;
  coloursAddress(): number;
  setTransparent(red: number, green: number, blue: number): void;
  pieceAddress(source: number): number;
  pieceRoom(): number;
  takePiece(bytes: number): void;
  updateCrc(crc: number, address: number, bytes: number): number;
  endInput(): void;
  decodeMore(): number;
  resultAddress(): number;
}
