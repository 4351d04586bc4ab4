export function buildJpegModules(): Promise<
  Record<'jpegDecode' | 'jpegDecodeSimd' | 'jpegEncode', Uint8Array<ArrayBuffer>>
>;
export function compressJpegModules(): Promise<[name: string, compressed: Buffer, bytes: number][]>;
export function embedJpeg(
  names: readonly string[],
  places: Readonly<Record<string, import('./payload.mjs').Place>>,
): string;
