// `npm run replay -- RECORDS...`: makes an event of failure records again, and prints it or runs the built function on it.

import { writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { CloudError } from '../cloud/api/cloud-error.ts';
import { openBucket } from '../cloud/cos/bucket-client.ts';
import { type CloudCredentials, findCredentials, fromVariables } from '../cloud/credentials.ts';
import { readBucket } from '../cloud/failures/bucket.ts';
import { type Failures, type Found, gather } from '../cloud/failures/failures.ts';
import { chunk } from '../local/chunk.ts';
import { bucketName } from './bucket-name.ts';
import { buildFunction, buildOptions } from './built-function.ts';
import { cosEndpointOption, regionOption } from './cloud-options.ts';
import { defineCommand, runIfMain } from './command.ts';
import type { CommandLine } from './command-line.ts';
import { readFiles } from './failure-files.ts';
import { describeRun } from './invocation-lines.ts';
import type { Language } from './language.ts';
import { anyText, flag, list, option, optionOr, wholeNumber } from './option-kinds.ts';
import { chooseOutFolder, outOption } from './out-folder.ts';
import { type EventToRun, exitCodeOf, readPhoto, runEvent } from './run-event.ts';
import { type RunOptions, runOptions, toRunOptions } from './run-options.ts';
import { UsageError } from './usage-error.ts';

/** For `--invoke` only. */
const invokeOptions = {
  ...runOptions,
  photo: option({
    value: 'FILE',
    help: { en: 'the photo that failed', zh: '失败的照片' },
    otherwise: {
      en: 'it is read from its bucket, with the same credentials',
      zh: '用同样的凭证从它的存储桶读取',
    },
    read: anyText,
  }),
  // Not --out, as for npm run invoke: here that names the file of the events.
  thumbnails: outOption(
    { en: 'what the function stores is written, too', zh: '另存函数写入的内容' },
    'out/invoke',
  ),
  ...buildOptions,
};

const options = {
  bucket: option({
    value: 'NAME',
    help: {
      en:
        'reads the records from this bucket, with the credentials in the environment variables COS_SECRETID, ' +
        'COS_SECRETKEY and COS_TOKEN, or else those of the other commands: TENCENTCLOUD_SECRET_ID, ' +
        'TENCENTCLOUD_SECRET_KEY and TENCENTCLOUD_TOKEN, or ~/.tencentcloud/credentials',
      zh:
        '从该存储桶读取记录，凭证取自环境变量 COS_SECRETID、COS_SECRETKEY 和 COS_TOKEN，否则与其他命令相同：' +
        'TENCENTCLOUD_SECRET_ID、TENCENTCLOUD_SECRET_KEY 和 TENCENTCLOUD_TOKEN，或 ~/.tencentcloud/credentials',
    },
    read: bucketName,
  }),
  region: {
    ...regionOption,
    help: {
      en: "the bucket's region. Default:\u00a0ap-guangzhou",
      zh: '存储桶所在的地域。默认：ap-guangzhou',
    },
  },
  prefix: optionOr('failed/', {
    help: { en: 'the folder in the bucket', zh: '存储桶中的文件夹' },
    read: anyText,
  }),
  endpoint: cosEndpointOption,
  code: list({
    value: 'CODE',
    help: { en: 'takes only what failed with this code', zh: '只取以此错误码失败的' },
    read: anyText,
  }),
  'per-event': option({
    value: '20',
    help: {
      en: 'at most so many records in an event; one event is one line',
      zh: '每个事件最多多少条记录；一个事件一行',
    },
    otherwise: { en: 'all in one', zh: '全部在一个事件中' },
    read: wholeNumber(1, 10_000),
  }),
  out: option({
    value: 'FILE',
    help: { en: 'writes the events to this file', zh: '把事件写入该文件' },
    otherwise: { en: 'standard output', zh: '标准输出' },
    read: anyText,
  }),
  invoke: flag({
    en: 'runs the built function on the events; the options below are for this one',
    zh: '用构建好的函数处理这些事件；下面的选项都用于它',
  }),
  ...invokeOptions,
};

interface RecordsInBucket {
  readonly bucket: string;
  readonly region: string;
  readonly prefix: string;
}

export interface ReplayArguments {
  /** Files, folders, `-`; empty with `bucket`. */
  readonly paths: readonly string[];
  readonly bucket: RecordsInBucket | undefined;
  /** undefined: COS itself. */
  readonly endpoint: URL | undefined;
  /** Empty: all. */
  readonly codes: readonly string[];
  readonly perEvent: number;
  /** undefined: standard output. */
  readonly out: string | undefined;
  /** undefined: the events are only written. */
  readonly run: RunOptions | undefined;
}

/** Exit codes: 1 if something was left out or failed. */
export const replay = defineCommand({
  name: 'replay',
  summary: {
    en:
      'Handles failed photos again: makes an event of the failure records that the function has left, so that it can be ' +
      'sent again, or runs the built function on it.',
    zh: '重新处理失败的照片：把函数留下的失败记录做成事件，以便重新发送，或者用构建好的函数处理它。',
  },
  positionals: {
    name: { en: 'RECORDS...', zh: '失败记录...' },
    help: {
      en: 'failure records: files, folders of them, or - for standard input',
      zh: '失败记录：文件、文件夹，或用 - 表示标准输入',
    },
  },
  options,
  examples: [
    'failed/ --code source-too-big --out event.json',
    '--bucket exampleresized-1250000000 --region ap-guangzhou --per-event 20',
    'failed/ --invoke --memory 1024 --photo cat.jpg',
  ],
  async run(line) {
    const args = toReplayArguments(line);
    const found = args.bucket
      ? await readNamedBucket(args.bucket, args.endpoint)
      : await readFiles(args.paths);
    const failures = gather(found, args.codes);
    const { language } = line;
    if (!args.run) return writeEvents(failures, args, language);
    const photoOf = photoReader(args, language);
    buildFunction(line.values);
    const out = chooseOutFolder(line.values.thumbnails, 'invoke', []);
    const exitCodes = [report(failures, language)];
    const events = toEvents(failures, args.perEvent);
    for (const [at, event] of events.entries()) {
      const name = {
        en: `event ${at + 1} of ${events.length}`,
        zh: `第 ${at + 1} 个事件，共 ${events.length} 个`,
      }[language];
      const ran = await runEvent(args.run, { event, photoOf, out });
      console.log(describeRun(ran, { name, kind: 'events' })[language]);
      exitCodes.push(exitCodeOf(ran));
    }
    return Math.max(...exitCodes);
  },
});

/** @throws {CloudError} if there are no credentials, or if the bucket cannot be read. */
function readNamedBucket(
  { bucket, region, prefix }: RecordsInBucket,
  endpoint: URL | undefined,
): Promise<Found[]> {
  return readBucket(
    openBucket({ bucket, region, credentials: credentialsOf(process.env), endpoint }),
    prefix,
  );
}

/** @throws {CloudError} if there are none. */
function credentialsOf(env: Readonly<Record<string, string | undefined>>): CloudCredentials {
  const names = { secretId: 'COS_SECRETID', secretKey: 'COS_SECRETKEY', token: 'COS_TOKEN' };
  return fromVariables(env, names) ?? findCredentials(env, env['HOME'] || homedir());
}

/**
 * Another photo than the one that failed would prove nothing: it comes from its own bucket, unless a file is named.
 *
 * @throws {UsageError} if there is neither a file nor credentials.
 */
function photoReader({ run, endpoint }: ReplayArguments, language: Language): EventToRun['photoOf'] {
  if (run?.photo !== undefined) {
    const photo = readPhoto(run.photo);
    return async () => photo;
  }
  let credentials: CloudCredentials;
  try {
    credentials = credentialsOf(process.env);
  } catch (cause) {
    if (!(cause instanceof CloudError)) throw cause;
    throw new UsageError(
      {
        en: `which photo? Name the one that failed with --photo FILE, or set credentials, so that it is read from its bucket. ${cause.text.en}`,
        zh: `哪张照片？请用 --photo 文件 指定失败的照片，或设置凭证，以便从它的存储桶读取。${cause.text.zh}`,
      },
      { cause },
    );
  }
  return async ({ key, ...place }) => {
    const source = openBucket({ ...place, credentials, endpoint });
    const photo = await source.get(key);
    const object = `${place.bucket}/${key}`;
    const gone = { en: `${object} is not there any more`, zh: `${object} 已经不在了` };
    if (photo === undefined) console.error(gone[language]);
    return photo;
  };
}

/** @throws {UsageError} for options that contradict one another. */
export function toReplayArguments(line: CommandLine<typeof options>): ReplayArguments {
  const { values, positionals, given } = line;
  const { bucket, region, prefix, endpoint, code: codes, out, invoke } = values;
  if (bucket === undefined && positionals.length === 0) {
    throw new UsageError({
      en: 'which failure records? Name files, folders, - or --bucket.',
      zh: '哪些失败记录？请指定文件、文件夹、- 或 --bucket。',
    });
  }
  if (bucket !== undefined && positionals.length > 0) {
    const paths = positionals.join(' ');
    throw new UsageError({
      en: `from --bucket ${bucket} or from ${paths}? Name one of them.`,
      zh: `从 --bucket ${bucket} 还是从 ${paths} 读取？请只给一个。`,
    });
  }
  const astray = [...given].find((name) => !invoke && Object.hasOwn(invokeOptions, name));
  if (astray !== undefined) {
    throw new UsageError({
      en: `--${astray} is for --invoke, which is not given`,
      zh: `--${astray} 只用于 --invoke，而没有给出后者`,
    });
  }
  if (invoke && out !== undefined) {
    throw new UsageError({
      en: '--out or --invoke? Give one of them.',
      zh: '--out 还是 --invoke？请只给一个。',
    });
  }
  return {
    paths: positionals,
    bucket: bucket === undefined ? undefined : { bucket, region, prefix },
    endpoint,
    codes,
    perEvent: values['per-event'] ?? Infinity,
    out,
    run: invoke ? toRunOptions(values) : undefined,
  };
}

/** @returns The exit code. */
function writeEvents(failures: Failures, { perEvent, out }: ReplayArguments, language: Language): number {
  const exitCode = report(failures, language);
  const text = toEvents(failures, perEvent)
    .map((event) => `${JSON.stringify(event)}\n`)
    .join('');
  if (out === undefined) process.stdout.write(text);
  else writeFileSync(out, text);
  return exitCode;
}

/**
 * Says on standard error what is left out and how much is replayed: standard output is for the events alone.
 *
 * @returns The exit code so far: 1 if something is left out.
 */
function report({ leftOut, summary }: Failures, language: Language): number {
  for (const problem of leftOut) {
    console.error({ en: `left out: ${problem.en}`, zh: `略过：${problem.zh}` }[language]);
  }
  console.error(summary[language]);
  return leftOut.length > 0 ? 1 : 0;
}

function toEvents({ records }: Failures, perEvent: number): { readonly Records: readonly unknown[] }[] {
  return chunk(records, perEvent).map((Records) => ({ Records }));
}

runIfMain(import.meta.url, replay);
