// Builds the server's answers: XML, errors, and the headers that all answers share. It does not send them.

import { randomBytes } from 'node:crypto';
import type { CosError } from './errors.ts';
import { texts, xmlDocument } from './xml-body.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Empty if nothing is sent. The Content-Length of an answer to HEAD is in `headers`. */
  readonly body: Buffer;
}

export const noBody = Buffer.alloc(0);

export function xmlAnswer(body: Buffer, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status: 200, headers: { 'Content-Type': 'application/xml', ...headers }, body };
}

/** @param resource Host and path of the request, without a scheme. */
export function errorAnswer(error: CosError, resource: string, requestId: string): Answer {
  const traceId = randomBytes(24).toString('base64');
  const { code: Code, message: Message, details } = error;
  return {
    status: error.status,
    headers: { 'Content-Type': 'application/xml', 'x-cos-trace-id': traceId, ...error.headers },
    body: xmlDocument(
      'Error',
      texts({ Code, Message, ...details, Resource: resource, RequestId: requestId, TraceId: traceId }),
    ),
  };
}

/**
 * Adds the headers that every answer has, and removes the body where HTTP allows none.
 *
 * @param at Milliseconds since 1970, by the server's clock.
 */
export function completeAnswer(
  answer: Answer,
  { requestId, at, isHead }: { requestId: string; at: number; isHead: boolean },
): Answer {
  const body = isHead || answer.status === 304 ? noBody : answer.body;
  const hasLength = answer.status !== 204 && answer.status !== 304;
  const headers = {
    Date: new Date(at).toUTCString(),
    Server: 'tencent-cos',
    'x-cos-request-id': requestId,
    ...(hasLength && { 'Content-Length': String(body.length) }),
    ...answer.headers,
  };
  return { ...answer, headers, body };
}
