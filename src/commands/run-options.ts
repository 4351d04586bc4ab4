// The options that say how the built function is run, for npm run invoke and npm run replay. Reads no file.

import type { Bilingual } from '../function/doctor/bilingual.ts';
import { checkEnvironment, maxEnvironmentBytes, reservedNames } from '../local/scf/environment.ts';
import { findRuntime, type Runtime, runtimes } from '../local/scf/runtimes.ts';
import { notAmong } from './choice.ts';
import type { Values } from './command-line.ts';
import { memorySize } from './memory-size.ts';
import { anyText, list, option, optionOr, wholeNumber } from './option-kinds.ts';
import { UsageError } from './usage-error.ts';

/** How the built function is to be run. */
export interface RunOptions {
  /** undefined: the Node.js that runs this. */
  readonly runtime: Runtime | undefined;
  readonly memoryMb: number;
  readonly timeoutS: number;
  readonly env: Readonly<Record<string, string>>;
  /** As given; undefined: a sample photo. */
  readonly photo: string | undefined;
}

/** The limits are SCF's own; the defaults are what the docs recommend for a function. */
export const runOptions = {
  runtime: option({
    value: '16.13',
    help: {
      en: `Node.js of that SCF runtime (${Object.keys(runtimes).join(', ')}); fetched with npm once`,
      zh: `用该 SCF 运行环境的 Node.js（${Object.keys(runtimes).join(', ')}）；首次用 npm 下载`,
    },
    otherwise: { en: 'this Node.js', zh: '当前的 Node.js' },
    read: readRuntime,
  }),
  memory: optionOr('512', {
    help: {
      en: 'MB: 64, or 128 to 3072 in steps of 128; the function is killed above it, as by SCF (on Linux)',
      zh: 'MB：64，或 128 到 3072 之间 128 的倍数；超过即终止函数，与 SCF 相同（限 Linux）',
    },
    read: memorySize,
  }),
  timeout: optionOr('60', {
    help: {
      en: 'seconds; the function is killed after it, as by SCF',
      zh: '秒；超时即终止函数，与 SCF 相同',
    },
    read: wholeNumber(1, 900),
  }),
  env: list({
    value: 'NAME=VALUE',
    help: { en: 'a setting of the function', zh: '函数的一项配置' },
    read: readSetting,
  }),
  photo: option({
    value: 'FILE',
    help: { en: 'the object that the event is about', zh: '事件所说的对象' },
    otherwise: { en: 'a sample photo', zh: '一张示例照片' },
    read: anyText,
  }),
};

/** @throws {UsageError} if SCF would refuse the settings. */
export function toRunOptions(values: Values<typeof runOptions>): RunOptions {
  const { runtime, memory: memoryMb, timeout: timeoutS, photo } = values;
  const env = Object.fromEntries(values.env);
  try {
    checkEnvironment(env);
  } catch (error) {
    throw new UsageError(describeEnvironment(env, error as Error), { cause: error });
  }
  return { runtime, memoryMb, timeoutS, env, photo };
}

/** @param name `16.13`, or `16` for the one runtime of that major version. */
export function readRuntime(name: string): Runtime {
  const runtime = findRuntime(name);
  if (runtime !== undefined) return runtime;
  throw notAmong(name, Object.keys(runtimes));
}

/** What is wrong with variables that SCF would refuse. */
function describeEnvironment(env: Readonly<Record<string, string>>, { message }: Error): Bilingual {
  const bad = Object.keys(env).find((name) => !/^[a-zA-Z]\w*$/.test(name) || reservedNames.test(name));
  const zh =
    bad === undefined
      ? `环境变量合计超过 SCF 允许的 ${maxEnvironmentBytes} 字节，请缩短`
      : `环境变量 ${bad}：SCF 只允许字母、数字和 _，以字母开头，并保留以 SCF_、QCLOUD_、TENCENTCLOUD_ 开头的名称，请换一个名称`;
  return { en: `--env: ${message}`, zh: `--env：${zh}` };
}

export function readSetting(text: string): readonly [string, string] {
  const equals = text.indexOf('=');
  if (equals < 1) {
    throw new UsageError({
      en: 'expected NAME=VALUE, such as THUMB_PRESETS=200x200',
      zh: '应为 名称=值，例如 THUMB_PRESETS=200x200',
    });
  }
  return [text.slice(0, equals), text.slice(equals + 1)];
}
