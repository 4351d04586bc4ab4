// The machine that the function runs on, its limits, and what the figures measured here mean on SCF.

import { gbSecondsOf } from '../cloud/backfill/estimate.ts';
import { coresOf } from '../cloud/core-share.ts';
import { noUsage, readPrices, yuanOf } from '../cloud/prices.ts';
import type { Fault } from '../local/cos/faults.ts';
import { isRuntime, type Runtime } from '../local/scf/runtimes.ts';
import { PlayError } from './play-error.ts';

/** The settings of SCF's console that change how the function runs, and the fault that its next requests meet. */
export interface Machine {
  readonly memoryMb: number;
  readonly timeoutS: number;
  /** Empty: the Node.js that runs this. */
  readonly runtime: Runtime | '';
  readonly fault: FaultName;
}

/** SCF offers 64 MB, and multiples of 128 MB up to 3,072 MB. */
export const memorySizes: readonly number[] = [64, ...Array.from({ length: 24 }, (_, n) => 128 * (n + 1))];

/** What the README recommends. */
export const recommendedMachine: Machine = { memoryMb: 512, timeoutS: 60, runtime: '', fault: 'none' };

const maxTimeoutS = 900;

/** The faults that the page offers, each as the local COS server takes it. */
export const faultKinds = {
  none: [],
  'busy-once': [{ method: 'GET', kind: { status: 503 } }],
  busy: [{ method: 'GET', times: Number.POSITIVE_INFINITY, kind: { status: 503 } }],
  slow: [{ method: 'GET', times: Number.POSITIVE_INFINITY, kind: { drip: { bytes: 16_384, everyMs: 100 } } }],
  cut: [{ method: 'GET', kind: { close: 'mid-body' } }],
  'write-busy': [{ method: 'PUT', times: Number.POSITIVE_INFINITY, kind: { status: 503 } }],
} as const satisfies Readonly<Record<string, readonly Fault[]>>;

export type FaultName = keyof typeof faultKinds;

export const faultNames = Object.keys(faultKinds) as readonly FaultName[];

/** @throws {PlayError} unless the page sent a machine that SCF has. */
export function readMachine(value: unknown, installed: readonly Runtime[]): Machine {
  const { memoryMb, timeoutS, runtime, fault } = Object(value) as Record<string, unknown>;
  if (typeof memoryMb !== 'number' || !memorySizes.includes(memoryMb)) {
    throw refuse(
      `memory ${String(memoryMb)}: expected 64 MB, or a multiple of 128 MB up to 3,072 MB`,
      `内存 ${String(memoryMb)}：应为 64 MB，或 128 MB 的倍数，最多 3,072 MB`,
    );
  }
  if (typeof timeoutS !== 'number' || !Number.isInteger(timeoutS) || timeoutS < 1 || timeoutS > maxTimeoutS) {
    throw refuse(
      `time limit ${String(timeoutS)}: expected a whole number of seconds from 1 to ${maxTimeoutS}`,
      `执行超时时间 ${String(timeoutS)}：应为 1 到 ${maxTimeoutS} 之间的整数秒`,
    );
  }
  const name = String(runtime ?? '');
  if (name !== '' && !(isRuntime(name) && installed.includes(name))) {
    throw refuse(
      `runtime ${name}: its Node.js is not on this machine; npm run invoke -- EVENT.json --runtime ${name} fetches it`,
      `运行环境 ${name}：本机没有它的 Node.js；运行 npm run invoke -- EVENT.json --runtime ${name} 会下载它`,
    );
  }
  const known = faultNames.find((one) => one === (fault ?? 'none'));
  if (known === undefined) {
    throw refuse(
      `fault ${String(fault)}: expected one of ${faultNames.join(', ')}`,
      `故障 ${String(fault)}：应为 ${faultNames.join('、')} 之一`,
    );
  }
  return { memoryMb, timeoutS, runtime: name as Runtime | '', fault: known };
}

function refuse(en: string, zh: string): PlayError {
  return new PlayError(400, { en: `${en}.`, zh: `${zh}。` });
}

/** What one photo took here. */
export interface Measured {
  /** From the event to the answer, without the start of the instance. */
  readonly durationMs: number;
  /** The requests that the function sent to COS. */
  readonly requests: number;
}

/** What the same would take on SCF, by calculation. */
export interface ScfEstimate {
  readonly cores: number;
  /** Milliseconds. Beyond one core it does not become quicker. */
  readonly ms: number;
  /** For 1,000 such photos. */
  readonly yuan: number;
}

export function estimate({ durationMs, requests }: Measured, memoryMb: number): ScfEstimate {
  const cores = coresOf(memoryMb);
  const ms = durationMs / Math.min(1, cores);
  const gbSecond = gbSecondsOf(Math.ceil(ms), memoryMb);
  const yuan = 1000 * yuanOf({ ...noUsage, gbSecond, call: 1, request: requests }, readPrices({}));
  return { cores, ms, yuan };
}
