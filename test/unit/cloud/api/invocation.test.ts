// What an invoked function answers, and how its failures are told from its answers.

import { expect, test } from 'vitest';
import { readInvocation } from '../../../../src/cloud/api/invocation.ts';

const paid = { BillDuration: 120, MemUsage: 5_000_000, FunctionRequestId: 'f-1', Log: 'END' };

test('an answer', () => {
  const Result = { ...paid, RetMsg: '{"stored":1}', ErrMsg: '', InvokeResult: 0 };
  expect(readInvocation({ Result, RequestId: 'r-1' })).toEqual({
    requestId: 'f-1',
    json: '{"stored":1}',
    error: undefined,
    log: 'END',
    billedMs: 120,
    memoryBytes: 5_000_000,
  });
});

test.each([
  ['its time-out', { ErrMsg: '{"errorCode":-1,"statusCode":433}', InvokeResult: -1 }, 433],
  ['throttling', { ErrMsg: 'too many', InvokeResult: 432 }, 432],
  ['an exception', { ErrMsg: 'boom', InvokeResult: 1 }, undefined],
  ['a failure that only the message tells', { RetMsg: '{"statusCode":434}', InvokeResult: -1 }, 434],
])('%s is an answer with an error', (_, failure, statusCode) => {
  const { json, error } = readInvocation({ Result: { ...paid, ...failure } });
  expect(json).toBeUndefined();
  expect(error?.statusCode).toBe(statusCode);
  expect(error?.text).not.toBe('');
});
