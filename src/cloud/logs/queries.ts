// Pure: what to ask the function's log topic in CLS, and the alarm. In CLS' query language CQL: a search, then `|` and SQL. The
// fields are those of fields.ts.

import type { Bilingual } from '../../function/doctor/bilingual.ts';

export interface LogQuery {
  readonly id: string;
  /** What it finds. */
  readonly finds: Bilingual;
  readonly query: string;
}

/**
 * Finds the lines of records: no other line of the function has this field. A line of the level `error` may also be about what
 * failed beside the records.
 */
export const ofRecords = 'presets:>=0';

/** SCF ended the invocation itself: out of time, out of memory, or the process exited. */
const endedByScf = 'SCF_Type:Platform AND SCF_StatusCode:>=433 AND SCF_StatusCode:<=439';

export const logQueries: readonly LogQuery[] = [
  {
    id: 'failures',
    finds: { en: 'everything that failed, newest first', zh: '所有失败，最新的在前' },
    query: 'level:error',
  },
  {
    id: 'by-code',
    finds: { en: 'how many records failed, by code', zh: '按代码统计失败的记录数' },
    query: `level:error AND ${ofRecords} | select codes, count(*) as records, max("key") as example group by codes order by records desc limit 100`,
  },
  {
    id: 'totals',
    finds: { en: 'how much was done, and how long it took', zh: '处理了多少，用了多长时间' },
    query: `${ofRecords} | select count(*) as records, sum(stored) as stored, sum(failed) as failed, sum(coldStart) as cold_starts, approx_percentile(ms, 0.5) as p50_ms, approx_percentile(ms, 0.95) as p95_ms, sum(bytesIn) as bytes_in, sum(bytesOut) as bytes_out`,
  },
  {
    id: 'waiting',
    finds: {
      en: 'how long uploads waited for the function, in steps of five minutes',
      zh: '上传等待函数的时间，每五分钟一个值',
    },
    query:
      'queueMs:>=0 | select histogram(cast(__TIMESTAMP__ as timestamp), interval 5 minute) as time, approx_percentile(queueMs, 0.95) as p95_waited_ms, count(*) as records group by time order by time limit 1000',
  },
  {
    id: 'photo',
    finds: { en: 'everything about one photo', zh: '一张照片的全部记录' },
    query: 'key:"photos/cat.jpg"',
  },
  {
    id: 'ended-by-scf',
    finds: {
      en: 'invocations that SCF ended itself: 433 out of time, 434 out of memory, 439 exited',
      zh: 'SCF 自己结束的调用：433 超时，434 内存超限，439 进程退出',
    },
    query: `${endedByScf} | select SCF_StatusCode, count(distinct SCF_RequestId) as invocations group by SCF_StatusCode order by invocations desc`,
  },
];

/** When people should be told. */
export interface LogAlarm {
  /** Each is counted over the last minutes; `$1` in the condition is the first. */
  readonly targets: readonly { readonly query: string; readonly lastMinutes: number }[];
  readonly condition: string;
  /** Minutes between two looks, and between two messages about the same. */
  readonly everyMinutes: number;
  readonly quietMinutes: number;
}

/**
 * Tells of more failed records than `failures` in a quarter of an hour, and of every invocation that SCF ended itself. SCF's own
 * error count does not: a photo that fails for good is an invocation that succeeds.
 */
export function logAlarm(failures: number | string): LogAlarm {
  return {
    targets: [
      { query: 'level:error | select count(*) as failures', lastMinutes: 15 },
      { query: `${endedByScf} | select count(*) as ended`, lastMinutes: 15 },
    ],
    condition: `$1.failures > ${failures} || $2.ended > 0`,
    everyMinutes: 5,
    quietMinutes: 60,
  };
}

/** Failed records in a quarter of an hour that are no reason to wake anybody: damaged uploads are usual. */
export const defaultAlarmFailures = 5;
