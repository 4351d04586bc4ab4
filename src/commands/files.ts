// Reads the files that a command line names, or says why a file cannot be read.

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Bilingual } from '../function/doctor/bilingual.ts';
import { UsageError } from './usage-error.ts';

/** @throws {UsageError} if the file cannot be read, or is not JSON. */
export function readJson(file: string): unknown {
  const text = read(file).toString('utf8');
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = (error as Error).message;
    throw new UsageError(
      {
        en: `${file} is not JSON: ${reason}. Correct it, or name another file.`,
        zh: `${file} 不是 JSON：${reason}。请改正它，或换一个文件。`,
      },
      { cause: error },
    );
  }
}

/** What is wrong with a file, by the error code of the system. */
const unreadable: Readonly<Record<string, Bilingual>> = {
  ENOENT: { en: 'does not exist. Check the path.', zh: '不存在。请检查路径。' },
  ENOTDIR: { en: 'does not exist. Check the path.', zh: '不存在。请检查路径。' },
  EISDIR: { en: 'is a folder, expected a file. Name one in it.', zh: '是文件夹，应为文件。请指定其中一个。' },
  EACCES: {
    en: 'cannot be read: permission denied. Change its rights.',
    zh: '无法读取：没有权限。请修改权限。',
  },
};

/** @throws {UsageError} if the file cannot be read. */
export function read(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const problem = unreadable[(error as NodeJS.ErrnoException).code ?? ''];
    if (problem === undefined) throw error;
    const path = resolve(file);
    throw new UsageError({ en: `${path} ${problem.en}`, zh: `${path} ${problem.zh}` }, { cause: error });
  }
}
