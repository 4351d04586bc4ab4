// Lets the deployed function examine itself.

import { setTimeout as after } from 'node:timers/promises';
import type { Bilingual } from '../../function/doctor/bilingual.ts';
import type { CloudApi } from '../api/cloud-api.ts';
import { readDiagnosis } from '../doctor/own-answer.ts';
import type { Deployment } from './deployment.ts';

export interface SelfTest {
  readonly ok: boolean;
  /** What is wrong, and how to mend it; empty if all is well. */
  readonly problems: readonly Bilingual[];
}

/** A new policy reaches COS after some seconds. */
const maxTries = 7;
const waitMs = 10_000;

/** @param options `isNew`: role or policy have only just been made; then a refusal is waited out for a minute. */
export async function selfTest(
  api: CloudApi,
  { functionName, source }: Deployment,
  options: { readonly isNew: boolean; readonly pause?: ((ms: number) => Promise<unknown>) | undefined },
): Promise<SelfTest> {
  const { isNew, pause = after } = options;
  for (let tries = 1; ; tries++) {
    const result = await once(api, functionName, source);
    if (result.ok || !isNew || tries === maxTries) return result;
    await pause(waitMs);
  }
}

async function once(api: CloudApi, functionName: string, source: string): Promise<SelfTest> {
  const event = { thumbnailer: 'doctor', bucket: source };
  const { json, error } = await api.functions.invoke(functionName, event);
  if (error !== undefined) return failed(error.text);
  const diagnosis = readDiagnosis(json ?? '');
  if (diagnosis === undefined) return failed(json ?? '');
  const wrong = diagnosis.checks.filter(({ ok }) => !ok);
  return {
    ok: diagnosis.ok,
    problems: wrong.map(({ en, zh, fix }) => ({
      en: fix ? `${en} ${fix.en}` : en,
      zh: fix ? `${zh} ${fix.zh}` : zh,
    })),
  };
}

function failed(text: string): SelfTest {
  const shown = text.slice(0, 500);
  return {
    ok: false,
    problems: [{ en: `The function did not examine itself: ${shown}`, zh: `函数没有完成自检：${shown}` }],
  };
}
