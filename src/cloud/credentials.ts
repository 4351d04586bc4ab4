// Whose name the commands act in: the credentials in the environment, or in the file that Tencent Cloud's own tools read.
// No message shows a value.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bilingual } from '../function/doctor/bilingual.ts';
import { CloudError } from './api/cloud-error.ts';

export interface CloudCredentials {
  readonly secretId: string;
  readonly secretKey: string;
  /** Only temporary credentials have one. */
  readonly token: string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The names of three environment variables. */
interface VariableNames {
  readonly secretId: string;
  readonly secretKey: string;
  readonly token: string;
}

const names: VariableNames = {
  secretId: 'TENCENTCLOUD_SECRET_ID',
  secretKey: 'TENCENTCLOUD_SECRET_KEY',
  token: 'TENCENTCLOUD_TOKEN',
};

/**
 * Takes the credentials from TENCENTCLOUD_SECRET_ID, TENCENTCLOUD_SECRET_KEY and TENCENTCLOUD_TOKEN, else from the profile
 * `default` of ~/.tencentcloud/credentials.
 *
 * @param home The home folder.
 * @throws {CloudError} if there are none, half of them, or a file that cannot be read.
 */
export function findCredentials(env: Environment, home: string): CloudCredentials {
  const found = fromVariables(env, names) ?? fromFile(join(home, '.tencentcloud', 'credentials'));
  if (found !== undefined) return found;
  throw new CloudError({
    text: {
      en:
        'There are no credentials. Set the environment variables TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY ' +
        '(and TENCENTCLOUD_TOKEN if they are temporary), or write secret_id and secret_key below [default] in the file ' +
        '~/.tencentcloud/credentials. Keys are made at https://console.cloud.tencent.com/cam/capi.',
      zh:
        '没有找到凭证。请设置环境变量 TENCENTCLOUD_SECRET_ID 和 TENCENTCLOUD_SECRET_KEY（临时凭证另加 TENCENTCLOUD_TOKEN），' +
        '或者在文件 ~/.tencentcloud/credentials 的 [default] 下写上 secret_id 和 secret_key。' +
        '密钥在 https://console.cloud.tencent.com/cam/capi 创建。',
    },
  });
}

/**
 * @returns undefined if none of the variables is set. An empty one counts as not set.
 * @throws {CloudError} if some are set and others are missing.
 */
export function fromVariables(env: Environment, variables: VariableNames): CloudCredentials | undefined {
  const secretId = textOf(env, variables.secretId);
  const secretKey = textOf(env, variables.secretKey);
  const token = textOf(env, variables.token);
  if (secretId !== undefined && secretKey !== undefined) return { secretId, secretKey, token };
  if (secretId === undefined && secretKey === undefined && token === undefined) return undefined;
  const missing = [
    ...(secretId === undefined ? [variables.secretId] : []),
    ...(secretKey === undefined ? [variables.secretKey] : []),
  ];
  const set = Object.values(variables).filter((name) => textOf(env, name) !== undefined);
  throw new CloudError({
    text: {
      en:
        `The credentials in the environment are incomplete: ${set.join(' and ')} is set, ${missing.join(' and ')} is not. ` +
        `Set ${missing.join(' and ')}, too, or none of them.`,
      zh: `环境变量中的凭证不完整：设置了 ${set.join(' 和 ')}，没有设置 ${missing.join(' 和 ')}。请补上，或者全部不设置。`,
    },
  });
}

function textOf(env: Environment, name: string): string | undefined {
  return env[name]?.trim() || undefined;
}

/** @returns undefined if there is no such file. */
function fromFile(path: string): CloudCredentials | undefined {
  const text = readFileIfThere(path);
  if (text === undefined) return undefined;
  const profile = readProfile(text, path);
  const secretId = profile.get('secret_id');
  const secretKey = profile.get('secret_key');
  if (secretId && secretKey) return { secretId, secretKey, token: profile.get('token') || undefined };
  const missing = secretId ? 'secret_key' : secretKey ? 'secret_id' : 'secret_id, secret_key';
  throw broken(path, {
    en: `it has no ${missing} below [default]`,
    zh: `[default] 下没有 ${missing}`,
  });
}

function readFileIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw broken(path, { en: `it cannot be read: ${code}`, zh: `无法读取：${code}` });
  }
}

/** Reads the names and values below `[default]` of an INI file. */
function readProfile(text: string, path: string): Map<string, string> {
  const profile = new Map<string, string>();
  let section = '';
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    const words = line.trim();
    if (words === '' || words.startsWith('#') || words.startsWith(';')) continue;
    const heading = /^\[(?<name>[^\]]*)\]$/.exec(words)?.groups?.['name'];
    if (heading !== undefined) {
      section = heading.trim();
      continue;
    }
    const { name, value } = /^(?<name>\w+)\s*=\s*(?<value>.*)$/.exec(words)?.groups ?? {};
    if (name === undefined || value === undefined) {
      // The line itself is not shown: it may be half a secret.
      throw broken(path, {
        en: `line ${at + 1} is neither [section] nor name = value`,
        zh: `第 ${at + 1} 行既不是 [段名]，也不是 name = value`,
      });
    }
    if (section === 'default') profile.set(name, value.replace(/^(["'])(.*)\1$/, '$2'));
  }
  return profile;
}

function broken(path: string, why: Bilingual): CloudError {
  return new CloudError({
    text: {
      en:
        `The file of credentials ${path} is of no use: ${why.en}. It should have a line [default], and below it ` +
        'secret_id = ... and secret_key = .... Or set TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY.',
      zh:
        `凭证文件 ${path} 无法使用：${why.zh}。其中应有一行 [default]，下面是 secret_id = … 和 secret_key = …。` +
        '也可以改为设置 TENCENTCLOUD_SECRET_ID 和 TENCENTCLOUD_SECRET_KEY。',
    },
  });
}
