// `npm run logs -- --function NAME --since 1h`: what a deployed function did, by code, and its last errors in full.

import { readLog } from '../cloud/logs/function-log.ts';
import { writeLogReport } from '../cloud/logs/log-report.ts';
import { summariseLog } from '../cloud/logs/log-summary.ts';
import { cloudOptions, openCloud } from './cloud-options.ts';
import { defineCommand, runIfMain } from './command.ts';
import { anyText, optionOr, type Reader, wholeNumber } from './option-kinds.ts';
import { UsageError } from './usage-error.ts';

const unitMs: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Reads `30m`, `1h` or `2d` as milliseconds. */
const duration: Reader<number> = (text) => {
  const [, count = '', unit = ''] = /^(\d{1,4})([mhd])$/.exec(text) ?? [];
  const ms = Number(count) * (unitMs[unit] ?? 0);
  if (ms > 0) return ms;
  throw new UsageError({
    en: 'expected minutes, hours or days, such as 30m, 1h or 2d',
    zh: '应为分钟、小时或天数，例如 30m、1h 或 2d',
  });
};

const options = {
  function: optionOr('cos-thumbnailer', {
    value: 'NAME',
    help: { en: 'the function', zh: '函数名称' },
    read: anyText,
  }),
  since: optionOr('1h', {
    help: { en: 'how far back: 30m, 1h, 2d', zh: '向前多久：30m、1h、2d' },
    read: duration,
  }),
  errors: optionOr('10', {
    help: { en: 'so many of the last errors in full', zh: '完整显示最后多少条错误' },
    read: wholeNumber(0, 1000),
  }),
  ...cloudOptions,
};

export const logs = defineCommand({
  name: 'logs',
  summary: {
    en:
      'Reads the log of a deployed function: how much it did and how long that took, what failed or was skipped by code, ' +
      'what SCF ended itself, and the last errors in full. It changes nothing.',
    zh: '读取已部署函数的日志：处理了多少、用了多久，按错误码统计失败和跳过的，被 SCF 终止的，以及最后几条错误的全文。不做任何修改。',
  },
  options,
  examples: ['--region ap-guangzhou --since 1d', '--function thumbnails --since 30m --errors 50 --json'],
  async run({ values }) {
    const { api, language } = openCloud(values);
    const to = Date.now();
    const span = { functionName: values.function, from: to - values.since, to };
    const summary = await summariseLog(readLog(api, span), values.errors);
    console.log(
      values.json ? JSON.stringify({ ...span, ...summary }) : writeLogReport(summary, span, language),
    );
    return 0;
  },
});

runIfMain(import.meta.url, logs);
