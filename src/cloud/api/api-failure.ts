// What the SDK threw -> a CloudError that a person can use.

import type { Bilingual } from '../../function/doctor/bilingual.ts';
import { CloudError } from './cloud-error.ts';
import { meaningOf } from './meanings.ts';
import { describeNetworkFailure } from './network-failure.ts';

/** The request that failed. */
export interface FailedAction {
  /** Such as `scf`. */
  readonly service: string;
  /** Such as `CreateFunction`. */
  readonly action: string;
  /** Where it was sent, for messages. */
  readonly host: string;
  /** Credentials, which no message may show. */
  readonly secrets: readonly string[];
}

export function toCloudError(error: unknown, failed: FailedAction): CloudError {
  const { code, requestId, httpCode } = error as {
    readonly code?: string;
    readonly requestId?: string;
    readonly httpCode?: number;
  };
  const message = hide(error instanceof Error ? error.message : String(error), failed.secrets);
  const name = `${failed.service}:${failed.action}`;
  const text =
    httpCode === undefined ? describe(code, message, name, failed.host) : refused(httpCode, failed.host);
  const facts = { code, requestId: requestId || undefined };
  return new CloudError({ text: frame(name, text, facts), action: failed.action, ...facts, cause: error });
}

function describe(code: string | undefined, message: string, name: string, host: string): Bilingual {
  if (code === undefined) return describeNetworkFailure(message, host);
  const meaning = meaningOf(code, name);
  if (meaning === undefined) return { en: `The API says: ${message}`, zh: `云 API 的说明：${message}` };
  return { en: `${meaning.en} The API says: ${message}`, zh: `${meaning.zh}云 API 的说明：${message}` };
}

function refused(status: number, host: string): Bilingual {
  return {
    en: `${host} answered with HTTP status ${status} instead of an answer of the API. Is a proxy in between? Else wait a minute and run the command again.`,
    zh: `${host} 返回 HTTP 状态 ${status}，而不是云 API 的应答。中间是否有代理？否则请等待一分钟后重新运行。`,
  };
}

interface Facts {
  readonly code: string | undefined;
  readonly requestId: string | undefined;
}

function frame(name: string, text: Bilingual, { code, requestId }: Facts): Bilingual {
  const en = [code, requestId && `request ${requestId}`].filter(Boolean).join(', ');
  const zh = [code, requestId && `请求 ID ${requestId}`].filter(Boolean).join('，');
  return {
    en: `${name} failed. ${text.en}${en && ` (${en})`}`,
    zh: `${name} 失败。${text.zh}${zh && `（${zh}）`}`,
  };
}

function hide(message: string, secrets: readonly string[]): string {
  return secrets.reduce((text, secret) => text.replaceAll(secret, '[hidden]'), message);
}
