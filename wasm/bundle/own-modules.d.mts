/** The modules of each engine whose WebAssembly is our own. */
interface OwnModules {
  readonly jpeg: 'jpegDecode' | 'jpegDecodeSimd' | 'jpegEncode' | 'jpegEncodeSimd';
  readonly png: 'pngDecode' | 'pngDecodeSimd';
  readonly webp: 'webpDecode' | 'webpDecodeSimd';
}

export type OwnEngine = keyof OwnModules;

export function buildOwnModules<Engine extends OwnEngine>(
  engine: Engine,
): Promise<Record<OwnModules[Engine], Uint8Array<ArrayBuffer>>>;
export function compressOwnModules(
  engine: OwnEngine,
): Promise<[name: string, compressed: Buffer, bytes: number][]>;
export function embedOwnModules(
  engine: OwnEngine,
  places: Readonly<Record<string, import('./payload.mjs').Place>>,
): string;
