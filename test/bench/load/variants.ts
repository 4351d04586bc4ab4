// The files whose loading is compared: each holds a little more of dist/index.js than another, so that the difference is what the
// part costs.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { builtFile } from '../../../src/local/cloud.ts';
import { functionOptions, sdkStubs } from '../../../wasm/bundle/function-options.mjs';
import { compressOwnModules } from '../../../wasm/bundle/own-modules.mjs';
import { root, textModules } from '../../../wasm/bundle/plugin.mjs';

export const variantNames = [
  'bare',
  'payload',
  'compiled',
  'sdkCompiled',
  'sdk',
  'whole',
  'modules',
] as const;
export type VariantName = (typeof variantNames)[number];

export interface Variants {
  /** Absolute paths. */
  readonly files: Readonly<Record<VariantName, string>>;
  /** Of dist/index.js. */
  readonly bytes: { readonly code: number; readonly payload: number };
  /** Of the JPEG engine's modules, inflated: those that a current runtime loads. */
  readonly moduleBytes: number;
}

/** Runs nothing of what follows. V8 reads and compiles it all the same, as far as it does that before anything runs. */
const stop = 'return;\n';

/** @param folder Where the files are written. */
export async function writeVariants(folder: string): Promise<Variants> {
  const whole = readFileSync(builtFile, 'utf8');
  const { code, payload } = splitBundle(whole);
  const sdk = await bundleSdk();
  const modules = (await compressOwnModules('jpeg')).filter(([name]) => name !== 'jpegDecode');
  const contents: Readonly<Record<VariantName, string>> = {
    bare: '',
    payload,
    compiled: stop + whole,
    sdkCompiled: stop + sdk,
    sdk,
    whole,
    modules: compileModules(modules.map(([, compressed]) => compressed.toString('base64'))),
  };
  const paths = variantNames.map((name) => {
    const file = join(folder, `${name}.js`);
    writeFileSync(file, contents[name]);
    return [name, file] as const;
  });
  return {
    files: Object.fromEntries(paths) as Record<VariantName, string>,
    bytes: { code: Buffer.byteLength(code), payload: Buffer.byteLength(payload) },
    moduleBytes: modules.reduce((sum, [, , bytes]) => sum + bytes, 0),
  };
}

/** The code, and behind it the WebAssembly: one comment of one line for each module, up to the end. */
export function splitBundle(bundle: string): { code: string; payload: string } {
  const lines = bundle.split(/(?<=\n)/);
  const last = lines.findLastIndex((line) => !/^\/\/[A-Za-z0-9+/=]+\n?$/.test(line));
  return { code: lines.slice(0, last + 1).join(''), payload: lines.slice(last + 1).join('') };
}

/** As it is in dist/index.js. */
async function bundleSdk(): Promise<string> {
  const { outputFiles } = await build({
    ...functionOptions,
    absWorkingDir: root,
    stdin: { contents: "module.exports = require('cos-nodejs-sdk-v5');", resolveDir: root },
    write: false,
    plugins: [textModules(sdkStubs)],
  });
  return outputFiles[0]?.text ?? '';
}

/** As the JPEG engine does it at the first photo. */
function compileModules(base64: readonly string[]): string {
  const lines = base64.map(
    (text) => `new WebAssembly.Module(gunzipSync(Buffer.from(${JSON.stringify(text)}, 'base64')));`,
  );
  return ["const { gunzipSync } = require('zlib');", ...lines].join('\n');
}
