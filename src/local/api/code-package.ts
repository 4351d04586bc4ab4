// Unpacks the zip of a function and looks at what is in it, as SCF does.

import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { unzipSync } from 'fflate';
import { startChild } from '../scf/run.ts';
import { ApiRefusal } from './refusal.ts';

/** The code of a function on disk. */
export interface CodePackage {
  /** The file that the handler names, absolute. It need not be there. */
  readonly file: string;
  /** The name of the exported function. */
  readonly exported: string;
  /** The size of the zip. */
  readonly bytes: number;
}

/**
 * @param base64 The zip.
 * @param handler `FILE.FUNCTION`, such as `index.main_handler`.
 * @param folder Where a folder for it is made.
 * @throws {ApiRefusal} `InvalidParameterValue.ZipFile` or `InvalidParameterValue.Handler`.
 */
export function unpack(base64: string, handler: string, folder: string): CodePackage {
  const [, name, exported] = /^([A-Za-z0-9_-]+)\.([A-Za-z0-9_$]+)$/.exec(handler) ?? [];
  if (!name || !exported) {
    throw new ApiRefusal('InvalidParameterValue.Handler', `Handler must be FILE.FUNCTION, not "${handler}".`);
  }
  const zip = decode(base64);
  const target = mkdtempSync(join(folder, 'code-'));
  for (const [path, bytes] of Object.entries(openZip(zip))) {
    const file = resolve(target, path);
    if (!file.startsWith(target + sep)) throw badZip(`it has an entry outside of its folder, "${path}"`);
    if (path.endsWith('/')) continue;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  }
  return { file: join(target, `${name}.js`), exported, bytes: zip.length };
}

/** @returns Why SCF cannot run this code; undefined: it can. */
export async function faultOf({ file, exported }: CodePackage, node: string): Promise<string | undefined> {
  if (!existsSync(file)) {
    return `the root of the zip has no file ${file.slice(file.lastIndexOf(sep) + 1)}: zip the files, not their folder`;
  }
  const { child, failure } = await startChild({ node, file, handler: exported, env: {} });
  await child.kill();
  // Code that does not load at all is found by the first invocation, with status 443.
  return failure?.statusCode === 437 ? failure.error.message : undefined;
}

function decode(base64: string): Buffer {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64) || base64.length % 4 !== 0) throw badZip('it is not base64');
  return Buffer.from(base64, 'base64');
}

function openZip(zip: Buffer): Record<string, Uint8Array> {
  try {
    return unzipSync(zip);
  } catch (error) {
    throw badZip(error instanceof Error ? error.message : String(error));
  }
}

function badZip(problem: string): ApiRefusal {
  return new ApiRefusal('InvalidParameterValue.ZipFile', `ZipFile is wrong: ${problem}.`);
}
