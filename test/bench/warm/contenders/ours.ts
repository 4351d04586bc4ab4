// The function's engines as the function uses them: a quick one where there is one, and otherwise wasm-vips, with enough memory to
// exchange the light one for one that V8 optimises.

import { Deadline } from '../../../../src/function/deadline.ts';
import type { RenderSpec, SourceInfo } from '../../../../src/function/engine/engine.ts';
import { resolveSize } from '../../../../src/function/engine/geometry.ts';
import { outputFormatOf, outputFormats } from '../../../../src/function/format/format.ts';
import { parsePresets } from '../../../../src/function/preset/parse.ts';
import type { Preset } from '../../../../src/function/preset/preset.ts';
import { createTestEngine } from '../../../support/engine.ts';
import { createTestInlineEngines } from '../../../support/inline-engines.ts';
import type { StartContender } from '../contender.ts';

/** MB: of a function that serves so many photos that warm times count. */
const memoryMb = 1024;
/** Milliseconds. */
const longest = 60_000;

export const start: StartContender = async () => {
  const vips = await createTestEngine();
  const quick = await createTestInlineEngines();
  // They collect garbage the more often the less memory there is.
  for (const engine of [vips, ...Object.values(quick)]) engine.setMemoryLimit(memoryMb);
  return {
    // As the store reads objects: the engine's thread then needs no copy of its own.
    prepare(file) {
      const shared = new Uint8Array(new SharedArrayBuffer(file.length));
      shared.set(file);
      return shared;
    },
    async render(photo, { format, sizes, covers, output }) {
      const engine = format === 'avif' ? vips : quick[format];
      const deadline = Deadline.in(longest);
      const info = await engine.inspect(photo, format, deadline);
      const specs = sizes.map((size) =>
        specify(info, `${size}x${size}${covers ? ',cover' : ''}`, output ?? 'auto'),
      );
      const { thumbnails } = await engine.render({ bytes: photo, info, specs }, deadline);
      return thumbnails.map(({ bytes }) => bytes);
    },
  };
};

function specify(info: SourceInfo, text: string, output: Preset['format']): RenderSpec {
  const [preset] = parsePresets(text);
  if (!preset) throw new Error(`${text} is no preset`);
  const format = outputFormatOf(output, info.format);
  const quality = outputFormats[format].defaultQuality;
  return { ...resolveSize(info, preset), fit: preset.fit, gravity: preset.gravity, format, quality };
}
