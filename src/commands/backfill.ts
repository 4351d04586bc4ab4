// `npm run backfill -- --bucket B --function F`: says what thumbnails of the photos in a bucket would cost, or makes them.

import { type BackfillResult, backfill, type Watcher } from '../cloud/backfill/backfill.ts';
import type { Quote } from '../cloud/backfill/quote.ts';
import type { Progress } from '../cloud/backfill/run.ts';
import {
  describeEnd,
  describeProgress,
  describeQuote,
  describeQuoteOnly,
  describeShortBudget,
} from '../cloud/backfill/wording.ts';
import { priceNames, readPrices } from '../cloud/prices.ts';
import type { Bilingual } from '../function/doctor/bilingual.ts';
import { bucketName } from './bucket-name.ts';
import { cloudOptions, openCloud } from './cloud-options.ts';
import { defineCommand, runIfMain } from './command.ts';
import type { CommandLine } from './command-line.ts';
import { readJson } from './files.ts';
import { anyText, flag, list, option, optionOr, positiveNumber, wholeNumber } from './option-kinds.ts';
import { chooseOutFolder, outOption, shortPath } from './out-folder.ts';
import { UsageError } from './usage-error.ts';

const options = {
  bucket: option({
    value: 'NAME',
    help: { en: 'the bucket with the photos, with its appid', zh: '照片所在的存储桶，带 APPID' },
    read: bucketName,
  }),
  function: optionOr('cos-thumbnailer', {
    value: 'NAME',
    help: { en: 'the function that makes them', zh: '生成缩略图的函数' },
    read: anyText,
  }),
  prefix: option({
    value: 'photos/',
    help: { en: 'only keys that begin so', zh: '只处理以此开头的键' },
    otherwise: { en: 'all', zh: '全部' },
    read: anyText,
  }),
  missing: flag({
    en: 'leaves out photos whose thumbnails are there, which is cheaper than letting the function see',
    zh: '跳过已有缩略图的照片，比让函数去判断更省钱',
  }),
  'any-name': flag({
    en: 'tries videos, documents and raw photos as well: only the bytes really tell what an object is',
    zh: '视频、文档和 RAW 照片也试：只有字节才能真正说明对象是什么',
  }),
  sample: optionOr('40', {
    help: {
      en: 'so many photos are sent through the function for the quote; 0: none, by figures of other photos',
      zh: '为报价让函数处理多少张照片；0：不处理，按其他照片的数据估算',
    },
    read: wholeNumber(0, 200),
  }),
  go: flag({
    en: 'makes the thumbnails; without it, this is only a quote',
    zh: '生成缩略图；不加时只是报价',
  }),
  budget: option({
    value: 'YUAN',
    help: {
      en: 'for --go: the run stops before it has cost so much, all of its sessions together',
      zh: '用于 --go：总花费（各次运行合计）达到此数之前停止',
    },
    read: positiveNumber(1_000_000),
  }),
  concurrency: optionOr('10', {
    help: { en: 'calls under way at once, at most', zh: '同时进行的调用数上限' },
    read: wholeNumber(1, 1000),
  }),
  prices: option({
    value: 'FILE',
    help: {
      en: `JSON with other prices than those in the table, such as {"gbSecond": 0.0001}; names: ${priceNames.join(', ')}`,
      zh: `与价格表不同的价格，JSON，例如 {"gbSecond": 0.0001}；名称：${priceNames.join(', ')}`,
    },
    otherwise: { en: 'the table in src/cloud/prices.ts', zh: 'src/cloud/prices.ts 中的价格表' },
    read: anyText,
  }),
  price: list({ value: 'NAME=YUAN', help: { en: 'one other price', zh: '一项不同的价格' }, read: readPrice }),
  restart: flag({ en: 'forgets what an earlier run has noted', zh: '忘掉之前运行的记录' }),
  out: outOption(
    { en: 'the journal and the failures are written', zh: '写入日志和失败记录' },
    'out/backfill',
  ),
  ...cloudOptions,
};

/** Exit codes: 1 if the run stopped before its end, or if photos failed. */
export const backfillCommand = defineCommand({
  name: 'backfill',
  summary: {
    en:
      'Says what thumbnails of the photos already in a bucket would cost, and with --go makes them. ' +
      'The same command goes on where it was stopped.',
    zh: '说明为存储桶中已有的照片生成缩略图要花多少钱，加 --go 则生成。中断后再次运行同一命令即可继续。',
  },
  options,
  examples: [
    '--bucket example-1250000000 --region ap-guangzhou --prefix photos/',
    '--bucket example-1250000000 --region ap-guangzhou --go --budget 50',
    '--bucket example-1250000000 --missing --go --budget 5 --concurrency 50',
  ],
  async run(line) {
    const args = toBackfillArguments(line);
    const { values } = line;
    const cloud = openCloud(values);
    const stop = new AbortController();
    const say = (text: Bilingual) => console.error(text[cloud.language]);
    const onInterrupt = () => {
      stop.abort();
      say({
        en: '\nStopping. What is under way is waited for; press Ctrl-C again to leave at once.',
        zh: '\n正在停止，等待进行中的调用结束；再按一次 Ctrl-C 立即退出。',
      });
    };
    process.once('SIGINT', onInterrupt);
    const watcher = new ConsoleWatcher(cloud.language, { budget: args.budget, isJson: values.json });
    try {
      const result = await backfill({
        ...args,
        functions: cloud.api.functions,
        openListing: (bucket) => cloud.bucket(bucket),
        folder: chooseOutFolder(values.out, 'backfill', []),
        signal: stop.signal,
        watcher,
      });
      watcher.clear();
      if (values.json) console.log(JSON.stringify(toJson(result), null, 2));
      else console.log(describeResult(result)[cloud.language]);
      return exitCode(result);
    } finally {
      watcher.clear();
      process.removeListener('SIGINT', onInterrupt);
    }
  },
});

/** @throws {UsageError} for options that contradict one another. */
export function toBackfillArguments({ values }: CommandLine<typeof options>) {
  const { bucket, go, budget, region, 'any-name': anyName } = values;
  if (bucket === undefined) {
    throw new UsageError({
      en: 'which bucket? Name it with --bucket example-1250000000.',
      zh: '哪个存储桶？请用 --bucket example-1250000000 指定。',
    });
  }
  if (go && budget === undefined) {
    throw new UsageError({
      en: 'with --go, how much may it cost? Give --budget YUAN. Without --go you get a quote, which costs a few fen.',
      zh: '加了 --go，最多可以花多少？请给出 --budget 元数。不加 --go 得到报价，只花几分钱。',
    });
  }
  if (!go && budget !== undefined) {
    throw new UsageError({
      en: `--budget ${budget} is for --go, which is not given. Without it this is only a quote.`,
      zh: `--budget ${budget} 只用于 --go，而没有给出后者。不加 --go 时只是报价。`,
    });
  }
  const { function: name, prefix = '', missing, sample, concurrency, restart } = values;
  const file = values.prices === undefined ? {} : readJson(values.prices);
  const changed = typeof file === 'object' && !Array.isArray(file) ? file : { file };
  return {
    function: name,
    source: { bucket, region },
    ...{ prefix, missing, anyName, sample, concurrency, restart, budget },
    prices: readPrices({ ...changed, ...Object.fromEntries(values.price) }),
  };
}

function readPrice(text: string): readonly [string, number] {
  const [, name = '', yuan = ''] = /^(\w+)=(\d*\.?\d+)$/.exec(text) ?? [];
  if (priceNames.some((one) => one === name)) return [name, Number(yuan)];
  throw new UsageError({
    en: `expected NAME=YUAN with a name of ${priceNames.join(', ')}`,
    zh: `应为 名称=元，名称是 ${priceNames.join(', ')} 之一`,
  });
}

/** Shows the progress on standard error: one line that is rewritten on a terminal, nothing elsewhere. */
class ConsoleWatcher implements Watcher {
  private readonly language: keyof Bilingual;
  private readonly budget: number | undefined;
  private readonly isJson: boolean;
  private readonly isTerminal = process.stderr.isTTY === true;
  private shownAt = 0;
  private isShown = false;
  private first: { readonly at: number; readonly records: number } | undefined;

  constructor(
    language: keyof Bilingual,
    { budget, isJson }: { readonly budget: number | undefined; readonly isJson: boolean },
  ) {
    this.language = language;
    this.budget = budget;
    this.isJson = isJson;
  }

  onListed = (objects: number): void => {
    this.show(() => ({ en: `${objects} objects listed`, zh: `已列出 ${objects} 个对象` }));
  };

  onMeasured = (photos: number, of: number): void => {
    this.show(() => ({ en: `sample: ${photos} of ${of}`, zh: `抽样：${photos}/${of}` }));
  };

  onQuote = (quote: Quote): void => {
    this.clear();
    if (!this.isJson) console.log(describeQuote(quote)[this.language]);
    const short = this.budget === undefined ? undefined : describeShortBudget(quote, this.budget);
    if (short !== undefined) console.error(short[this.language]);
  };

  onProgress = (progress: Progress, total: number): void => {
    this.first ??= { at: Date.now(), records: progress.records };
    const { at, records: before } = this.first;
    this.show(() => describeProgress(progress, { elapsedMs: Date.now() - at, before, total }));
  };

  /** Takes the line away, for what is printed next. */
  clear(): void {
    if (this.isShown) process.stderr.write('\r\u001b[K');
    this.isShown = false;
  }

  private show(text: () => Bilingual): void {
    const now = Date.now();
    if (!this.isTerminal || now - this.shownAt < 250) return;
    this.shownAt = now;
    this.isShown = true;
    process.stderr.write(`\r\u001b[K${text()[this.language]}`);
  }
}

function describeResult(result: BackfillResult): Bilingual {
  const short = { ...result, journal: shortPath(result.journal), failures: shortPath(result.failures) };
  return result.ended === undefined ? describeQuoteOnly(short) : describeEnd(result.ended, short);
}

function toJson({ quote, ended, unanswered, journal, failures }: BackfillResult) {
  const run = ended && {
    end: ended.end,
    ...ended.progress,
    ...(ended.problem && { problem: ended.problem }),
  };
  return { quote, ...(run && { run }), unanswered, journal, failures };
}

function exitCode({ ended }: BackfillResult): number {
  if (ended === undefined) return 0;
  return ended.end === 'finished' && ended.progress.counts.failed === 0 ? 0 : 1;
}

runIfMain(import.meta.url, backfillCommand);
