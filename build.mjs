// Builds dist/index.js, the one file that SCF runs, and dist/cos-thumbnailer.zip around it. The same tree gives the
// same bytes on any machine, at any time. Fails when the bundle contains a package or a size that is not expected.
// @ts-check

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { zipSync } from 'fflate';
import { functionOptions, sdkStubs } from './wasm/bundle/function-options.mjs';
import { compressModules, embedEngine, moduleCache, optionalModules } from './wasm/bundle/modules.mjs';
import { checkInputs, licenceTexts, notice } from './wasm/bundle/notice.mjs';
import { compressOwnModules, embedOwnModules } from './wasm/bundle/own-modules.mjs';
import { layOut } from './wasm/bundle/payload.mjs';
import { root, textModules } from './wasm/bundle/plugin.mjs';
import { buildSquooshScript } from './wasm/bundle/squoosh.mjs';
import { buildVipsScript } from './wasm/bundle/vips.mjs';

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** @type {Record<string, number>} The largest sizes, in bytes. SCF accepts 50 MB, but downloads the code at every cold start. */
const budgets = { 'index.js': 6_700_000, 'cos-thumbnailer.zip': 5_000_000 };

/** Stands for the digest of the file that it is in, which is known last. */
const noDigest = '0'.repeat(12);

/**
 * @returns {readonly string[]} What `--without heic,jxl` names.
 * @throws {Error} for anything else on the command line.
 */
function readWithout(/** @type {readonly string[]} */ words) {
  const { values } = parseArgs({
    args: [...words],
    options: { without: { type: 'string', multiple: true } },
  });
  const names = (values.without ?? []).flatMap((text) => text.split(','));
  const known = Object.keys(optionalModules);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new Error(
      `--without "${unknown}": expected one or more of ${known.join(', ')}, separated by commas`,
    );
  }
  return names;
}

async function bundle(/** @type {readonly string[]} */ without) {
  const [vips, squoosh] = await Promise.all([buildVipsScript(), buildSquooshScript()]);
  const { text, places } = layOut([
    ...(await compressOwnModules('jpeg')),
    ...(await compressOwnModules('png')),
    ...(await compressOwnModules('webp')),
    ...(await compressModules('vips', without)),
    ...(await compressModules('squoosh')),
    ...(await compressModules('heif', without)),
  ]);
  const func = await build({
    absWorkingDir: root,
    entryPoints: ['src/function/function.ts'],
    write: false,
    metafile: true,
    ...functionOptions,
    // What the doctor answers. Outside of the build there is no such name.
    define: { THUMBNAILER_VERSION: JSON.stringify(`${version}+${noDigest}`) },
    plugins: [
      textModules({
        ...sdkStubs,
        'embedded:jpeg': embedOwnModules('jpeg', places),
        'embedded:png': embedOwnModules('png', places),
        'embedded:webp': embedOwnModules('webp', places),
        'embedded:vips': embedEngine('vips', vips.text, places),
        'embedded:squoosh': embedEngine('squoosh', squoosh.text, places),
        'embedded:heif': embedEngine('heif', '', places),
      }),
    ],
  });
  const index = await build({
    absWorkingDir: root,
    entryPoints: ['src/function/index.ts'],
    write: false,
    metafile: true,
    external: ['./function.ts'],
    ...functionOptions,
    banner: { js: `/*!\n${notice(version)}\n*/` },
    footer: { js: text },
  });
  const metafiles = [index.metafile, func.metafile, vips.metafile, squoosh.metafile];
  checkInputs(metafiles.flatMap(({ inputs }) => Object.keys(inputs)));
  return { index: sign(inAscii(nest(textOf(index), textOf(func)))), metafile: func.metafile };
}

const textOf = (/** @type {import('esbuild').BuildResult} */ { outputFiles }) => outputFiles?.[0]?.text ?? '';

/**
 * Puts the function's code where the entry point requires it, as a function that is called at once. esbuild would make a function of
 * each file instead, to run it when it is required, and V8 reads such functions twice: when it meets them, and when they run.
 */
function nest(/** @type {string} */ index, /** @type {string} */ code) {
  const [before, after, ...others] = index.split('require("./function.ts")');
  if (after === undefined || others.length > 0)
    throw new Error('the entry point does not require the function once');
  return `${before}(function(){var module={exports:{}},exports=module.exports;${code}return module.exports})()${after}`;
}

/**
 * Writes the letters of other scripts as `\uXXXX`: V8 keeps the text of a file as long as it runs, in one byte for a character if all
 * are of Latin-1, and in two if a single one is not, which would be 6 MB more. esbuild does so in strings; what is left is in regular
 * expressions.
 */
function inAscii(/** @type {string} */ code) {
  return code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Puts the digest of the file where the version is, so that two builds of one version can be told apart. */
function sign(/** @type {string} */ code) {
  const digest = createHash('sha256').update(code).digest('hex').slice(0, noDigest.length);
  const [before, after, ...others] = code.split(`${version}+${noDigest}`);
  if (after === undefined || others.length > 0) throw new Error('the version is not in the file once');
  return Buffer.from(`${before}${version}+${digest}${after}`);
}

/**
 * Zips with a fixed time and mode, so that the zip depends on the file's bytes alone. fflate reads local time, so the
 * date has no time zone.
 */
function zip(/** @type {Uint8Array} */ index) {
  const options = /** @type {const} */ ({
    level: 9,
    mtime: new Date(1980, 0, 1),
    os: 3,
    attrs: 0o100644 << 16,
  });
  return zipSync({ 'index.js': [index, options] });
}

function report(/** @type {string} */ name, /** @type {Uint8Array} */ content) {
  const sha256 = createHash('sha256').update(content).digest('hex');
  const budget = budgets[name] ?? 0;
  console.log(
    `dist/${name.padEnd(20)} ${kilobytes(content.length)} (at most ${kilobytes(budget).trim()})   sha256 ${sha256}`,
  );
  if (content.length > budget) throw new Error(`dist/${name} is over its budget`);
}

const kilobytes = (/** @type {number} */ bytes) =>
  `${Math.ceil(bytes / 1000).toLocaleString('en')} kB`.padStart(8);

/**
 * Writes under a temporary name first, so that a process that runs the built file meanwhile reads the old one or the
 * new one, but never a part of one.
 */
function write(/** @type {string} */ name, /** @type {string | Uint8Array} */ content) {
  const draft = join(root, 'dist', `.${name}.${process.pid}`);
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(draft, content);
  renameSync(draft, join(root, 'dist', name));
}

try {
  const without = readWithout(process.argv.slice(2));
  if (!existsSync(moduleCache)) {
    console.log('The first build compresses the WebAssembly modules, which takes about half a minute.');
  }
  const { index, metafile } = await bundle(without);
  const archive = zip(index);
  report('index.js', index);
  report('cos-thumbnailer.zip', archive);
  write('index.js', index);
  write('cos-thumbnailer.zip', archive);
  // What each file of the source has become, for who looks for bytes: npm run bench -- load.
  write('metafile.json', JSON.stringify(metafile));
  write('NOTICE.txt', `${notice(version)}\n${licenceTexts()}`);
} catch (error) {
  console.error(`build failed: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}
