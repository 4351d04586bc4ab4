// The actions of SCF that are about invocations: InvokeFunction, retries of asynchronous ones, and reserved quotas.

import { type Action, action } from './action.ts';
import { failureText, tailOf } from './ended-invocation.ts';
import { findFunction } from './find-function.ts';
import { checkSettled, type FunctionRecord } from './function-record.ts';
import { ApiRefusal } from './refusal.ts';

/** SCF keeps so much of an account for functions without a quota of their own. */
const unreservableMb = 12_800;
const maxEventBytes = 6 * 1024 * 1024;

const named = { required: { FunctionName: 'text' }, optional: { Namespace: 'text' } } as const;

export const invocationActions: Readonly<Record<string, Action>> = {
  InvokeFunction: action(
    {
      required: { FunctionName: 'text' },
      optional: { Namespace: 'text', Qualifier: 'text', Event: 'text', LogType: 'text' },
    },
    async (given, { account, invoker, throttle }) => {
      const record = findFunction(account, given);
      checkActive(record);
      if (record.availability !== 'Available') {
        throw new ApiRefusal(
          `FailedOperation.${record.availability}`,
          `Function is Unavailable, AvailableStatus = ${record.availability}.`,
        );
      }
      const event = parseEvent(given.Event);
      const ended = throttle === undefined ? await invoker.invoke(record, event) : { statusCode: throttle };
      if (!('requestId' in ended) || ended.requestId === undefined)
        return { Result: refused(record.name, ended.statusCode) };
      const failure = failureText(ended);
      return {
        Result: {
          FunctionRequestId: ended.requestId,
          InvokeResult: failure === undefined ? 0 : -1,
          RetMsg: failure === undefined ? JSON.stringify(ended.answer) : '',
          ErrMsg: failure ?? '',
          Log: given.LogType === 'Tail' ? tailOf(ended, record.memoryMb) : '',
          Duration: ended.durationMs,
          BillDuration: ended.billedMs,
          MemUsage: Math.round(ended.memoryPeakMb * 1024 * 1024),
        },
      };
    },
  ),

  GetFunctionEventInvokeConfig: action(
    { ...named, optional: { Namespace: 'text', Qualifier: 'text' } },
    (given, { account }) => {
      const { retries, maxAgeS } = findFunction(account, given).asyncRetry;
      // The second entry is for system errors, which SCF repeats until the event is too old.
      return {
        AsyncTriggerConfig: { RetryConfig: [{ RetryNum: retries }, { RetryNum: -1 }], MsgTTL: maxAgeS },
      };
    },
  ),

  UpdateFunctionEventInvokeConfig: action(
    {
      required: {
        FunctionName: 'text',
        AsyncTriggerConfig: {
          required: { RetryConfig: { listOf: { required: { RetryNum: 'integer' } } }, MsgTTL: 'integer' },
        },
      },
      optional: { Namespace: 'text' },
    },
    (given, { account }) => {
      const record = findFunction(account, given);
      checkSettled(record);
      const { RetryConfig, MsgTTL } = given.AsyncTriggerConfig;
      const retries = RetryConfig[0]?.RetryNum ?? -1;
      if (RetryConfig.length !== 1 || retries < 0 || retries > 2) {
        throw new ApiRefusal('LimitExceeded.RetryNum', 'RetryConfig must have one RetryNum from 0 to 2.');
      }
      if (MsgTTL < 60 || MsgTTL > 21_600) {
        throw new ApiRefusal('LimitExceeded.MsgTTL', 'MsgTTL must be 60 to 21600 seconds.');
      }
      record.asyncRetry = { retries, maxAgeS: MsgTTL };
      return {};
    },
  ),

  PutReservedConcurrencyConfig: action(
    {
      required: { FunctionName: 'text', ReservedConcurrencyMem: 'integer' },
      optional: { Namespace: 'text' },
    },
    (given, { account, invoker }) => {
      const record = findFunction(account, given);
      const { ReservedConcurrencyMem: mb } = given;
      const others = [...account.functions.values()].filter((other) => other !== record);
      const reserved = others.reduce((total, { reservedMb = 0 }) => total + reservedMb, 0);
      if (mb < 0 || mb % 128 !== 0) {
        throw new ApiRefusal(
          'InvalidParameterValue.Memory',
          'ReservedConcurrencyMem must be a multiple of 128.',
        );
      }
      if (reserved + mb > Math.max(0, invoker.concurrencyMb - unreservableMb)) {
        throw new ApiRefusal(
          'FailedOperation.ReservedExceedTotal',
          `All reserved quotas together may be at most ${invoker.concurrencyMb - unreservableMb} MB: the account's ${invoker.concurrencyMb} MB less ${unreservableMb} MB.`,
        );
      }
      record.reservedMb = mb;
      invoker.wake();
      return {};
    },
  ),

  GetReservedConcurrencyConfig: action(named, (given, { account }) => {
    return { ReservedMem: findFunction(account, given).reservedMb ?? null };
  }),

  DeleteReservedConcurrencyConfig: action(named, (given, { account, invoker }) => {
    findFunction(account, given).reservedMb = undefined;
    invoker.wake();
    return {};
  }),
};

function checkActive({ name, status }: FunctionRecord): void {
  if (status !== 'Creating' && status !== 'CreateFailed') return;
  throw new ApiRefusal(
    'FailedOperation.FunctionStatusError',
    `The function ${name} is ${status} and cannot be invoked.`,
  );
}

function parseEvent(text = '{}'): unknown {
  const bytes = Buffer.byteLength(text);
  if (bytes > maxEventBytes) {
    throw new ApiRefusal('InvalidParameter.RequestTooLarge', `Event has ${bytes} bytes, the limit is 6 MB.`);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiRefusal('InvalidParameterValue.Param', 'Event is not JSON.');
  }
}

/** What SCF answers instead of invoking. */
function refused(name: string, statusCode: 429 | 432) {
  const errorMessage =
    statusCode === 432
      ? `Resource limit exceed for function [${name}]`
      : `Too many instances are started at once for function [${name}]`;
  return {
    FunctionRequestId: '',
    InvokeResult: 1,
    RetMsg: '',
    ErrMsg: JSON.stringify({ errorCode: 1, errorMessage, requestId: '', statusCode }),
    Log: '',
    Duration: 0,
    BillDuration: 0,
    MemUsage: 0,
  };
}
