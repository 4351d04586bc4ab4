// Pure: a quote, the progress and the end of a run as texts for people.

import type { Bilingual } from '../../function/doctor/bilingual.ts';
import { priceNames, priceTable } from '../prices.ts';
import { toLeft } from '../text-table.ts';
import type { BackfillResult } from './backfill.ts';
import type { LeftOut } from './choose.ts';
import type { Estimate } from './estimate.ts';
import type { RunEnd } from './journal-entry.ts';
import type { Amount, Quote } from './quote.ts';
import type { Ended, Progress } from './run.ts';
import { otherExtension } from './tally.ts';

const reasons: Readonly<Record<LeftOut, Bilingual>> = {
  there: { en: 'thumbnails are there', zh: '已有缩略图' },
  archived: { en: 'archived: restore them first', zh: '归档存储：须先恢复（解冻）' },
  'named-otherwise': {
    en: 'their names say that they are no images (--any-name tries them)',
    zh: '从名字看不是图片（--any-name 可尝试）',
  },
  'unsupported-name': {
    en: 'image formats that the function does not read, such as raw photos (--any-name tries them)',
    zh: '函数不读的图片格式，如 RAW（--any-name 可尝试）',
  },
  excluded: {
    en: 'THUMB_INCLUDE or THUMB_EXCLUDE keeps them out',
    zh: '被 THUMB_INCLUDE 或 THUMB_EXCLUDE 排除',
  },
  'no-preset': { en: 'no route of THUMB_PRESETS fits them', zh: 'THUMB_PRESETS 没有适用的规则' },
  'target-object': { en: 'the function wrote them itself', zh: '函数自己写的对象' },
  folder: { en: 'folders', zh: '文件夹' },
  'empty-object': { en: 'without any bytes', zh: '空对象' },
  'other-event': { en: 'nothing to act on', zh: '无需处理' },
  'not-an-image': { en: 'no images', zh: '不是图片' },
  'source-missing': { en: 'not there any more', zh: '已不存在' },
  'up-to-date': { en: 'up to date', zh: '已是最新' },
  incomplete: { en: 'incomplete', zh: '不完整' },
};

/** @returns Several lines. */
export function describeQuote(quote: Quote): Bilingual {
  const { listed, taken, leftOut, byExtension, byStorageClass, sample, basis, yuan, gbSeconds, hours } =
    quote;
  const out = Object.entries(leftOut) as [LeftOut, number][];
  const extensions = Object.entries(byExtension).map(([name, amount]) => [name || '-', amount] as const);
  const row = (label: string, text: string) => `${toLeft(label, 15)} ${text}`;
  const rowUnlessEmpty = (label: string, text: string) => (text === '' ? [] : [row(label, text)]);
  const ofSample = `${sample.stored} / ${sample.skipped} / ${sample.failed}`;
  const codes = Object.entries(sample.codes).map(([code, count]) => `${count} ${code}`);
  const codesText = codes.length > 0 ? ` (${codes.join(', ')})` : '';
  const en = [
    row('listed', amountText(listed)),
    row('to be made', amountText(taken)),
    ...out.map(([reason, count]) => row('left out', `${count} ${reasons[reason].en}`)),
    ...rowUnlessEmpty(
      'extensions',
      extensions.map(([name, amount]) => `${extensionText(name, 'others')} ${amountText(amount)}`).join('; '),
    ),
    ...rowUnlessEmpty('storage classes', classesText(byStorageClass)),
    basis === 'sample'
      ? row('sample', `${sample.photos} photos: ${ofSample} stored, skipped, failed${codesText}`)
      : row('sample', 'none: by figures of other photos on another machine; --sample 40 measures yours'),
    row('function', `${quote.memoryMb} MB, ${quote.timeoutS} s; ${quote.recordsPerCall} photos a call`),
    row('calls', `${quote.calls} of the function, ${quote.requests} requests to COS`),
    row('GB-seconds', rangeText(gbSeconds, 0)),
    row(
      'yuan',
      `${rangeText(yuan, 2)}, without what is free or paid already (monthly packages), and without logs`,
    ),
    row('hours', `${rangeText(hours, 2)} with ${quote.concurrency} calls at once`),
    ...priceNames.map((name) => {
      const { name: what, unit, source, date, certainty } = priceTable[name];
      const origin =
        quote.prices[name] === priceTable[name].yuan ? `${date}, ${certainty}: ${source}` : 'as given';
      return row('price', `${quote.prices[name]} yuan for ${unit.en}: ${what.en} (${origin})`);
    }),
  ];
  const zh = [
    row('列出', amountText(listed)),
    row('待处理', amountText(taken)),
    ...out.map(([reason, count]) => row('不处理', `${count} 个：${reasons[reason].zh}`)),
    ...rowUnlessEmpty(
      '扩展名',
      extensions.map(([name, amount]) => `${extensionText(name, '其他')} ${amountText(amount)}`).join('；'),
    ),
    ...rowUnlessEmpty('存储类型', classesText(byStorageClass)),
    basis === 'sample'
      ? row('抽样', `${sample.photos} 张照片：已存 / 跳过 / 失败 ${ofSample}${codesText}`)
      : row('抽样', '无：按其他机器、其他照片的数据估算；--sample 40 会实测您的照片'),
    row('函数', `${quote.memoryMb} MB，${quote.timeoutS} 秒；每次调用 ${quote.recordsPerCall} 张照片`),
    row('调用', `函数 ${quote.calls} 次，COS 请求 ${quote.requests} 次`),
    row('资源用量', `${rangeText(gbSeconds, 0)} GB·秒`),
    row('费用', `${rangeText(yuan, 2)} 元，未扣除免费额度与已购套餐，不含日志费用`),
    row('小时', `${rangeText(hours, 2)}（同时 ${quote.concurrency} 个调用）`),
    ...priceNames.map((name) => {
      const { name: what, unit, source, date, certainty } = priceTable[name];
      const known = certainty === 'verified' ? '已核实' : '未核实';
      const origin =
        quote.prices[name] === priceTable[name].yuan ? `${date}，${known}：${source}` : '由您给出';
      return row('单价', `${quote.prices[name]} 元 / ${unit.zh}，${what.zh}（${origin}）`);
    }),
  ];
  return { en: en.join('\n'), zh: zh.join('\n') };
}

/** What a quote without `--go` has changed, and what would be next. */
export function describeQuoteOnly({ quote, journal }: Pick<BackfillResult, 'quote' | 'journal'>): Bilingual {
  const { sample } = quote;
  const next = nextStep(quote);
  const stored = sample.stored;
  return {
    en:
      `This was only a quote. It has stored the ${stored} thumbnails of the sample, for about ${yuanText(sample.yuan)} yuan, and changed nothing else in the cloud. ` +
      `What it measured is in ${journal}.\n${next.en}`,
    zh: `以上只是报价。除了抽样照片的 ${stored} 个缩略图（约 ${yuanText(sample.yuan)} 元），云上没有任何改动。测量结果在 ${journal}。\n${next.zh}`,
  };
}

/** The sample may have been all of them. */
function nextStep({ taken, sample, yuan }: Quote): Bilingual {
  if (taken.objects === 0) {
    return {
      en: 'There is nothing to be made. If photos should be there, look at --bucket, --prefix and what is left out.',
      zh: '没有要处理的照片。如果应该有照片，请检查 --bucket、--prefix 以及不处理的原因。',
    };
  }
  if (sample.stored + sample.skipped >= taken.objects) {
    return { en: 'Those were all: nothing is left to be made.', zh: '样本就是全部照片：没有剩下要处理的。' };
  }
  const budget = Math.max(0.01, Math.ceil(yuan.high * 100) / 100);
  return {
    en: `To make the others, give the same options with --go --budget ${budget}`,
    zh: `要处理其余照片，请在同样的选项后加上 --go --budget ${budget}`,
  };
}

/** A warning before a run that the budget will probably end; undefined if it suffices. */
export function describeShortBudget({ yuan }: Quote, budget: number): Bilingual | undefined {
  if (budget >= yuan.high) return undefined;
  const share = Math.min(100, Math.floor((budget / Math.max(yuan.middle, Number.MIN_VALUE)) * 100));
  return {
    en: `The budget of ${budget} yuan may not suffice: it is about ${share} % of the estimate. The run will stop before it is spent, and goes on with a larger one.`,
    zh: `预算 ${budget} 元可能不够：约为估算的 ${share}%。用完之前会停下，加大预算后可继续。`,
  };
}

export interface Rate {
  /** Milliseconds since this session began. */
  readonly elapsedMs: number;
  /** Records that were settled before. */
  readonly before: number;
  readonly total: number;
}

/** One line. */
export function describeProgress(progress: Progress, { elapsedMs, before, total }: Rate): Bilingual {
  const { records, counts, yuan, inFlight, refusals } = progress;
  const perSecond = (records - before) / Math.max(0.001, elapsedMs / 1000);
  const left = perSecond > 0 ? Math.max(0, total - records) / perSecond : undefined;
  const share = total > 0 ? Math.min(100, Math.floor((records / total) * 100)) : 100;
  const time = left === undefined ? '?' : durationText(left);
  const refused =
    refusals > 0 ? { en: `, ${refusals} refused`, zh: `，被拒 ${refusals}` } : { en: '', zh: '' };
  return {
    en: `${records} of ${total} (${share} %), ${counts.failed} failed, ${perSecond.toFixed(1)}/s, ${inFlight} calls at once${refused.en}, ${yuanText(yuan)} yuan so far, ${time} left`,
    zh: `${records}/${total}（${share}%），失败 ${counts.failed}，${perSecond.toFixed(1)} 张/秒，${inFlight} 个并发调用${refused.zh}，已花 ${yuanText(yuan)} 元，剩余 ${time}`,
  };
}

const ends: Readonly<Record<RunEnd, Bilingual>> = {
  finished: { en: 'Finished: every photo had its call.', zh: '完成：每张照片都已处理。' },
  budget: {
    en: 'Stopped before the budget was spent. To go on, give the same options with a larger --budget.',
    zh: '在预算用完之前停下。要继续，请用同样的选项和更大的 --budget。',
  },
  failures: {
    en: 'Stopped, because 20 calls in a row failed, or many photos for want of a permission or a right setting. See what is wrong with: npm run doctor. Then the same command goes on.',
    zh: '连续 20 次调用失败，或许多照片因权限或设置问题而失败，已停下。请用 npm run doctor 查找原因，然后用同一命令继续。',
  },
  refused: {
    en: 'Stopped, because SCF takes no calls (429 or 432). Is the reserved quota of the function 0, or is the account at its limit? Then the same command goes on.',
    zh: 'SCF 不接受调用（429 或 432），已停下。函数的最大独占配额是否为 0，或账号并发已满？处理后用同一命令继续。',
  },
  stopped: {
    en: 'Stopped, once the calls under way had ended. The same command goes on.',
    zh: '已停下，进行中的调用都已结束。用同一命令可继续。',
  },
};

/** @returns Several lines. */
export function describeEnd({ end, progress, problem }: Ended, result: BackfillResult): Bilingual {
  const { counts, records, calls, yuan } = progress;
  const { unanswered, journal, failures } = result;
  const codes = Object.entries(counts.codes)
    .sort(([, one], [, other]) => other - one)
    .map(([code, count]) => `${count} ${code}`)
    .join(', ');
  const en = [
    ends[end].en,
    `${records} photos in ${calls} calls: ${counts.stored} stored, ${counts.skipped} skipped, ${counts.failed} failed${codes ? ` (${codes})` : ''}; ${yuanText(yuan)} yuan.`,
  ];
  const zh = [
    ends[end].zh,
    `${calls} 次调用处理了 ${records} 张照片：已存 ${counts.stored}，跳过 ${counts.skipped}，失败 ${counts.failed}${codes ? `（${codes}）` : ''}；${yuanText(yuan)} 元。`,
  ];
  if (unanswered.calls > 0) {
    const most = yuanText(unanswered.yuan);
    en.push(
      `Among them are ${unanswered.calls} calls that an earlier session could not see the end of: they count with the most that they can have cost, ${most} yuan.`,
    );
    zh.push(`其中 ${unanswered.calls} 次调用在之前的运行中没有等到结果，按最高可能费用 ${most} 元计算。`);
  }
  if (problem !== undefined && end !== 'finished') {
    en.push(`The last problem: ${problem.message}`);
    zh.push(`最后的问题：${problem.message}`);
  }
  if (counts.failed > 0) {
    en.push(`What failed is in ${failures}; once its reason is mended: npm run replay -- ${failures}`);
    zh.push(`失败的记录在 ${failures}；原因消除后：npm run replay -- ${failures}`);
  }
  if (end === 'finished') {
    en.push(`The journal is ${journal}. To look at all photos again: --restart`);
    zh.push(`运行日志：${journal}。要重新检查所有照片：--restart`);
  }
  return { en: en.join('\n'), zh: zh.join('\n') };
}

function extensionText(name: string, others: string): string {
  return name === otherExtension ? others : name;
}

function classesText(classes: Readonly<Record<string, Amount>>): string {
  return Object.entries(classes)
    .map(([name, amount]) => `${name} ${amountText(amount)}`)
    .join('; ');
}

const byteUnits = ['B', 'KB', 'MB', 'GB', 'TB'];

/** `1,200 (3.4 GB)` */
function amountText({ objects, bytes }: Amount): string {
  const power = Math.min(byteUnits.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  const value = (bytes / 1024 ** power).toFixed(power === 0 ? 0 : 1);
  return `${objects.toLocaleString('en')} (${value} ${byteUnits[power]})`;
}

/** `33.30 (28.10 to 39.40)` */
function rangeText({ low, middle, high }: Estimate, decimals: number): string {
  const text = (value: number) => precise(value, decimals);
  return `${text(middle)} (${text(low)} … ${text(high)})`;
}

function yuanText(yuan: number): string {
  return precise(yuan, 2);
}

/** Small values need more decimals to be more than 0. */
function precise(value: number, decimals: number): string {
  const needed = value > 0 && value < 1 ? Math.min(8, decimals + Math.ceil(-Math.log10(value))) : decimals;
  return value.toFixed(needed);
}

function durationText(seconds: number): string {
  const minutes = Math.ceil(seconds / 60);
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  return minutes < 90 ? `${minutes} min` : `${(minutes / 60).toFixed(1)} h`;
}
