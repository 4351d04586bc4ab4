// The child process of vips-writer.ts: writes one picture to standard output and ends, and its memory with it.
'use strict';

/**
 * @param vips wasm-vips
 * @param canvas Of vips-writer.ts.
 * @returns A field of many colours with a white border, as the other flavours show.
 */
function draw(vips, { width, height, bits, alpha }) {
  const scale = bits === 8 ? 1 : bits === 16 ? 257 : 1 / 255;
  const format = bits === 8 ? 'uchar' : bits === 16 ? 'ushort' : 'float';
  const interpretation = bits === 8 ? 'srgb' : bits === 16 ? 'rgb16' : 'scrgb';
  const [x, y] = [Math.ceil(width / 20), Math.ceil(height / 20)];
  const field = vips.Image.xyz(width - 2 * x, height - 2 * y)
    .linear([(200 / width) * scale, (200 / height) * scale], [0, 0])
    .bandjoin(alpha ? [200 * scale, 128 * scale] : 200 * scale)
    .cast(format);
  const border = vips.Image.black(width, height)
    .newFromImage(Array(alpha ? 4 : 3).fill(255 * scale))
    .cast(format);
  return border.insert(field, x, y).copy({ interpretation });
}

async function main() {
  const { canvas, saver, options } = JSON.parse(process.argv[2]);
  const vips = await require('wasm-vips')();
  vips.concurrency(1);
  const bytes = draw(vips, canvas)[saver](options);
  process.stdout.write(bytes, () => process.exit(0));
}

main().catch((error) => {
  process.stderr.write(String(error));
  process.exit(1);
});
