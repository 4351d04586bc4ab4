// What the operating system refuses, in words: a folder that may not be written, a full disk, a port in use.

import type { Bilingual } from '../function/doctor/bilingual.ts';

/** What is wrong and how to fix it, by the error's code. `subject` is a path or an address. */
const meanings: Readonly<Record<string, (subject: string) => Bilingual>> = {
  ENOENT: (subject) => ({
    en: `${subject} does not exist. Check the path.`,
    zh: `${subject} 不存在。请检查路径。`,
  }),
  ENOTDIR: (subject) => ({
    en: `${subject} leads through a file, expected a folder. Check the path.`,
    zh: `${subject} 的上级是文件，应为文件夹。请检查路径。`,
  }),
  EISDIR: (subject) => ({
    en: `${subject} is a folder, expected a file. Name another, or move the folder away.`,
    zh: `${subject} 是文件夹，应为文件。请换一个文件，或移走该文件夹。`,
  }),
  EEXIST: (subject) => ({
    en: `${subject} is a file, expected a folder. Name another folder, or move the file away.`,
    zh: `${subject} 是文件，应为文件夹。请换一个文件夹，或移走该文件。`,
  }),
  EACCES: (subject) => ({
    en: `${subject}: permission denied. Change its rights, or choose another place.`,
    zh: `${subject}：没有权限。请修改权限，或换一个位置。`,
  }),
  EPERM: (subject) => ({
    en: `${subject}: this is not permitted. Change its rights, or choose another place.`,
    zh: `${subject}：不允许此操作。请修改权限，或换一个位置。`,
  }),
  EROFS: (subject) => ({
    en: `${subject} is on a disk that cannot be written to. Choose another place.`,
    zh: `${subject} 位于只读磁盘上。请换一个位置。`,
  }),
  ENOSPC: (subject) => ({
    en: `There is no space left for ${subject}. Make room, or choose another disk.`,
    zh: `没有空间写入 ${subject}。请清理磁盘，或换一个磁盘。`,
  }),
  EADDRINUSE: (subject) => ({
    en: `${subject}: another program listens there already. End it, or choose another port.`,
    zh: `${subject}：已被其他程序占用。请结束该程序，或换一个端口。`,
  }),
};

/** @returns undefined if it is no error of the system, or one that says nothing to the person. */
export function describeSystemError(error: unknown): Bilingual | undefined {
  if (!(error instanceof Error)) return undefined;
  const {
    code = '',
    path,
    address,
    port,
  } = error as NodeJS.ErrnoException & {
    readonly address?: string;
    readonly port?: number;
  };
  const subject = path ?? (port === undefined ? undefined : `${address ?? ''}:${port}`);
  return subject === undefined || !Object.hasOwn(meanings, code) ? undefined : meanings[code]?.(subject);
}
