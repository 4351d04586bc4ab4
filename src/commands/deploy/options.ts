// The options of `npm run deploy`.

import { join } from 'node:path';
import { root } from '../../local/cloud.ts';
import { cloudOptions } from '../cloud-options.ts';
import type { Values } from '../command-line.ts';
import { anyText, flag, list, option, optionOr, type Reader, wholeNumber } from '../option-kinds.ts';
import { UsageError } from '../usage-error.ts';

const memory: Reader<number> = (text) => {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value === 64 || (value % 128 === 0 && value >= 128 && value <= 3072)) return value;
  throw new UsageError('expected 64, or 128 to 3072 in steps of 128');
};

const functionName: Reader<string> = (text) => {
  if (/^[a-zA-Z][\w-]{0,58}[a-zA-Z0-9]$/.test(text)) return text;
  throw new UsageError(
    'expected 2 to 60 letters, digits, - and _, with a letter first and no - or _ at the end',
  );
};

const setting: Reader<readonly [name: string, value: string]> = (text) => {
  const at = text.indexOf('=');
  const name = text.slice(0, at);
  if (at > 0 && /^THUMB_\w+$/.test(name)) return [name, text.slice(at + 1)];
  throw new UsageError('expected THUMB_NAME=VALUE: other variables of the function are left as they are');
};

/** One of a few words. */
function oneOf<const Word extends string>(...words: readonly Word[]): Reader<Word> {
  return (text) => {
    const found = words.find((word) => word === text);
    if (found !== undefined) return found;
    throw new UsageError(`expected ${words.join(' or ')}`);
  };
}

export const deployOptions = {
  bucket: option({
    value: 'NAME',
    help: 'the bucket of the photos, with or without its appid',
    read: anyText,
  }),
  target: option({
    value: 'NAME',
    help: 'the bucket of the thumbnails',
    otherwise: 'that of the photos, with resized behind its name',
    read: anyText,
  }),
  function: optionOr('cos-thumbnailer', { help: "the function's name", read: functionName }),
  memory: optionOr('512', { help: 'MB', read: memory }),
  timeout: optionOr('60', { help: 'seconds', read: wholeNumber(1, 900) }),
  runtime: option({
    value: 'NAME',
    help: 'the runtime, which cannot be changed later',
    otherwise: 'that of the function if it is there, else Nodejs20.19',
    read: anyText,
  }),
  env: list({
    value: 'THUMB_NAME=VALUE',
    help: 'a setting; a variable THUMB_... that is not given is removed',
    read: setting,
  }),
  prefix: option({ value: 'uploads/', help: 'photos of this folder only', read: anyText }),
  'on-delete': option({
    value: 'mirror',
    help: 'mirror: the thumbnails of a deleted photo are deleted as well',
    otherwise: 'keep',
    read: oneOf('mirror', 'keep'),
  }),
  go: flag('does it; without it only the plan is printed'),
  undo: flag('takes away what deploy has made, but no bucket; with --go it does'),
  print: option({
    value: 'FORM',
    help: 'prints the deployment as terraform, tccli or console (what to fill in), and does nothing',
    read: oneOf('terraform', 'tccli', 'console'),
  }),
  'no-build': flag('uploads dist/cos-thumbnailer.zip as it is, without building it first'),
  ...cloudOptions,
};

export type DeployValues = Values<typeof deployOptions>;

/** What `npm run build` makes. */
export const zipFile = join(root, 'dist', 'cos-thumbnailer.zip');
