// Lays out the end of the bundle's file: compressed modules as base64, each in a comment of one line. As strings in the
// code they would be parsed twice at every cold start; in comments they are skipped, and read from the file when they
// are needed.
// @ts-check

/**
 * Formats the modules and computes their places.
 *
 * @param {readonly (readonly [name: string, compressed: Buffer, bytes: number])[]} parts `bytes` is the size once
 * inflated.
 * @returns {{ text: string, places: Record<string, import('./payload.mjs').Place> }} `text` must be the very end of the
 * file.
 */
export function layOut(parts) {
  const lines = parts.map(([name, compressed, bytes]) => ({
    name,
    base64: compressed.toString('base64'),
    bytes,
  }));
  /** @type {Record<string, import('./payload.mjs').Place>} */
  const places = {};
  let fromEnd = 0;
  for (const { name, base64, bytes } of lines.slice().reverse()) {
    if (name in places) throw new Error(`two modules are called ${name}`);
    fromEnd += base64.length + 1;
    places[name] = { fromEnd, length: base64.length, bytes };
    fromEnd += 2;
  }
  // The file ends with the line break that esbuild adds; it is counted in `fromEnd`.
  return { text: lines.map(({ base64 }) => `//${base64}`).join('\n'), places };
}
