// A function of the local account: its configuration, and the states it goes through.

import type { CodePackage } from './code-package.ts';
import type { Instances } from './instances.ts';
import type { NotificationRule } from './notification.ts';
import { ApiRefusal } from './refusal.ts';

export type FunctionStatus = 'Creating' | 'CreateFailed' | 'Updating' | 'UpdateFailed' | 'Active';

export interface Settled {
  readonly status: 'Active' | 'CreateFailed' | 'UpdateFailed';
  readonly reasons: readonly { readonly ErrorCode: string; readonly ErrorMessage: string }[];
}

export interface TriggerRecord {
  /** The bucket's host. */
  readonly name: string;
  readonly rule: NotificationRule;
  readonly qualifier: string;
  enabled: boolean;
  readonly added: Date;
}

/** What CreateFunction and UpdateFunctionConfiguration set. */
export interface FunctionSetup {
  description: string;
  memoryMb: number;
  timeoutS: number;
  initTimeoutS: number;
  role: string | undefined;
  environment: Readonly<Record<string, string>>;
  deadLetterQueue: { readonly Type: string; readonly Name: string; readonly FilterType?: string } | undefined;
  logs: { readonly logsetId: string; readonly topicId: string } | undefined;
}

export interface FunctionRecord extends FunctionSetup {
  readonly id: string;
  readonly name: string;
  readonly runtime: string;
  /** The path of the Node.js binary. */
  readonly node: string;
  handler: string;
  code: CodePackage;
  readonly tags: readonly { readonly Key: string; readonly Value: string }[];
  status: FunctionStatus;
  reasons: Settled['reasons'];
  /** What follows the present state, and after how many calls of GetFunction; undefined: nothing is under way. */
  next: { readonly settled: Settled; polls: number } | undefined;
  /** `Available`, or why it may not be invoked. */
  availability: string;
  readonly triggers: TriggerRecord[];
  asyncRetry: { readonly retries: number; readonly maxAgeS: number };
  /** MB that are kept for this function and that it cannot exceed; 0 stops it. */
  reservedMb: number | undefined;
  readonly added: Date;
  modified: Date;
  readonly instances: Instances;
}

/** SCF's own: retry twice, for six hours. */
export const defaultAsyncRetry = { retries: 2, maxAgeS: 21_600 };

/** Enters a state that ends after some calls of GetFunction. */
export function begin(record: FunctionRecord, status: FunctionStatus, settled: Settled, polls: number): void {
  record.status = status;
  record.reasons = [];
  record.modified = new Date();
  record.next = { settled, polls };
  if (polls === 0) settle(record);
}

/** GetFunction has been called: time goes on. */
export function poll(record: FunctionRecord): void {
  if (!record.next) return;
  record.next.polls -= 1;
  if (record.next.polls < 0) settle(record);
}

function settle(record: FunctionRecord): void {
  if (!record.next) return;
  const { status, reasons } = record.next.settled;
  record.status = status;
  record.reasons = reasons;
  record.next = undefined;
}

/** @throws {ApiRefusal} `FailedOperation.FunctionStatusError` while something is under way. */
export function checkSettled({ name, status, next }: FunctionRecord): void {
  if (!next) return;
  throw new ApiRefusal(
    'FailedOperation.FunctionStatusError',
    `The function ${name} is ${status} and cannot be changed now: ask GetFunction until it is Active.`,
  );
}

/** As SCF writes it: China's time, such as `2026-11-27 12:00:00`. */
export function writeTime(time: Date): string {
  return new Date(time.getTime() + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
}
