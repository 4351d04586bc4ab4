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
import { cloudOptions, openCloud } from './cloud-options.ts';
import { defineCommand, runIfMain } from './command.ts';
import type { CommandLine } from './command-line.ts';
import { readJson } from './files.ts';
import { anyText, flag, list, option, optionOr, positiveNumber, wholeNumber } from './option-kinds.ts';
import { chooseOutFolder, outOption, shortPath } from './out-folder.ts';
import { UsageError } from './usage-error.ts';

const options = {
  bucket: option({ value: 'NAME', help: 'the bucket with the photos, with its appid', read: readBucket }),
  function: optionOr('cos-thumbnailer', {
    value: 'NAME',
    help: 'the function that makes them',
    read: anyText,
  }),
  prefix: option({ value: 'photos/', help: 'only keys that begin so', otherwise: 'all', read: anyText }),
  missing: flag(
    'leaves out photos whose thumbnails are there, which is cheaper than letting the function see',
  ),
  'any-name': flag('tries videos, documents and HEIC as well: only the bytes really tell what an object is'),
  sample: optionOr('40', {
    help: 'so many photos are sent through the function for the quote; 0: none, by figures of other photos',
    read: wholeNumber(0, 200),
  }),
  go: flag('makes the thumbnails; without it, this is only a quote'),
  budget: option({
    value: 'YUAN',
    help: 'for --go: the run stops before it has cost so much, all of its sessions together',
    read: positiveNumber(1_000_000),
  }),
  concurrency: optionOr('10', { help: 'calls under way at once, at most', read: wholeNumber(1, 1000) }),
  prices: option({
    value: 'FILE',
    help: `JSON with other prices than those in the table, such as {"gbSecond": 0.0001}; names: ${priceNames.join(', ')}`,
    otherwise: 'the table in src/cloud/prices.ts',
    read: anyText,
  }),
  price: list({ value: 'NAME=YUAN', help: 'one other price', read: readPrice }),
  restart: flag('forgets what an earlier run has noted'),
  out: outOption('the journal and the failures are written', 'out/backfill'),
  ...cloudOptions,
};

/** Exit codes: 1 if the run stopped before its end, or if photos failed. */
export const backfillCommand = defineCommand({
  name: 'backfill',
  summary:
    'Says what thumbnails of the photos that are in a bucket already would cost, and with --go makes them. ' +
    'The same command goes on where it was stopped.',
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
  if (bucket === undefined) throw new UsageError('which bucket? Name it with --bucket example-1250000000.');
  if (go && budget === undefined) {
    throw new UsageError(
      'with --go, how much may it cost? Give --budget YUAN. Without --go you get a quote, which costs a few fen.',
    );
  }
  if (!go && budget !== undefined) {
    throw new UsageError(
      `--budget ${budget} is for --go, which is not given. Without it this is only a quote.`,
    );
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

function readBucket(text: string): string {
  if (/^[a-z0-9][a-z0-9-]*-\d+$/.test(text)) return text;
  throw new UsageError("expected a bucket's name with its appid, such as example-1250000000");
}

function readPrice(text: string): readonly [string, number] {
  const [, name = '', yuan = ''] = /^(\w+)=(\d*\.?\d+)$/.exec(text) ?? [];
  if (priceNames.some((one) => one === name)) return [name, Number(yuan)];
  throw new UsageError(`expected NAME=YUAN with a name of ${priceNames.join(', ')}`);
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
