// What stands behind the code of the bundle: compressed modules as base64, each a line of comment. As strings in the code
// they would be parsed twice at every cold start; so they are read from the file when they are wanted.
// @ts-check

/**
 * @param {readonly (readonly [name: string, compressed: Buffer, bytes: number])[]} parts `bytes`: inflated.
 * @returns {{ text: string, places: Record<string, import('./payload.mjs').Place> }} To be the very end of the file.
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
    fromEnd += base64.length + 1;
    places[name] = { fromEnd, length: base64.length, bytes };
    fromEnd += 2;
  }
  // esbuild ends the file with a line break.
  return { text: lines.map(({ base64 }) => `//${base64}`).join('\n'), places };
}
