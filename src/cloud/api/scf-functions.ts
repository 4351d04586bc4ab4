// Functions of SCF, by the cloud API.

import type { AsyncRetry, DeployedFunction, FunctionsApi, NewFunction } from './cloud-api.ts';
import { CloudError } from './cloud-error.ts';
import { readInvocation } from './invocation.ts';
import { unlessMissing } from './missing.ts';
import type { ApiRequests, ScfAnswer } from './requester.ts';

const Namespace = 'default';
const missing = [
  'ResourceNotFound.Function',
  'ResourceNotFound.FunctionName',
  'ResourceNotFound.Namespace',
  'InvalidParameterValue.FunctionName',
];
/** Something is under way: wait. */
const transient = ['Creating', 'Updating', 'Publishing', 'Deleting'];
const maxSettleMs = 300_000;
const pageLength = 20;
/** What the function's answer may take beside its own time: queueing and the way. */
const invocationSlackMs = 30_000;
const longestInvocationMs = 900_000;

export function functionsApi(requests: ApiRequests): FunctionsApi {
  async function get(name: string): Promise<DeployedFunction | undefined> {
    const request = requests.scf('GetFunction', { FunctionName: name, Namespace, ShowCode: 'FALSE' });
    const answer = await unlessMissing(request, missing);
    return answer && toFunction(name, answer);
  }

  return {
    get,

    async *list() {
      for (let offset = 0; ; offset += pageLength) {
        const page = await requests.scf('ListFunctions', { Namespace, Offset: offset, Limit: pageLength });
        const functions = page.Functions ?? [];
        for (const { FunctionName } of functions) if (FunctionName) yield FunctionName;
        if (functions.length < pageLength) return;
      }
    },

    async create(options) {
      const tags = Object.entries(options.tags).map(([Key, Value]) => ({ Key, Value }));
      await requests.scf('CreateFunction', {
        ...toConfiguration(options),
        FunctionName: options.name,
        Namespace,
        Type: 'Event',
        Runtime: options.runtime,
        Handler: options.handler,
        Code: { ZipFile: toBase64(options.zip) },
        ...(tags.length > 0 && { Tags: tags }),
        // The function reads and writes COS by its public name.
        PublicNetConfig: { PublicNetStatus: 'ENABLE', EipConfig: { EipStatus: 'DISABLE' } },
        AutoCreateClsTopic: 'TRUE',
        AutoDeployClsTopicIndex: 'TRUE',
      });
    },

    async updateCode(name, { zip, handler }) {
      const Code = { ZipFile: toBase64(zip) };
      await requests.scf('UpdateFunctionCode', { FunctionName: name, Namespace, Handler: handler, Code });
    },

    async updateConfiguration(name, change) {
      await requests.scf('UpdateFunctionConfiguration', {
        ...toConfiguration(change),
        FunctionName: name,
        Namespace,
      });
    },

    async delete(name) {
      await requests.scf('DeleteFunction', { FunctionName: name, Namespace });
    },

    async settled(name) {
      let waited = 0;
      for (let pauseMs = 100; ; pauseMs = Math.min(1000, pauseMs * 1.5)) {
        const found = await get(name);
        if (found === undefined) throw vanished(name);
        if (!transient.includes(found.status)) return found;
        if (waited >= maxSettleMs) throw unsettled(found);
        await requests.pause(pauseMs);
        waited += pauseMs;
      }
    },

    async asyncRetry(name) {
      const request = { FunctionName: name, Namespace };
      const { AsyncTriggerConfig } = await requests.scf('GetFunctionEventInvokeConfig', request);
      // The API's second entry, -1, is about another kind of failure.
      const [first] = AsyncTriggerConfig.RetryConfig.filter(({ RetryNum }) => RetryNum >= 0);
      return { retries: first?.RetryNum ?? 0, maxAgeS: AsyncTriggerConfig.MsgTTL };
    },

    async setAsyncRetry(name, { retries, maxAgeS }: AsyncRetry) {
      const AsyncTriggerConfig = { RetryConfig: [{ RetryNum: retries }], MsgTTL: maxAgeS };
      await requests.scf('UpdateFunctionEventInvokeConfig', {
        FunctionName: name,
        Namespace,
        AsyncTriggerConfig,
      });
    },

    async invoke(name, event, { timeoutMs = longestInvocationMs } = {}) {
      const request = { FunctionName: name, Namespace, Event: JSON.stringify(event), LogType: 'Tail' };
      return readInvocation(await requests.scf('InvokeFunction', request, timeoutMs + invocationSlackMs));
    },
  };
}

function toFunction(name: string, answer: ScfAnswer<'GetFunction'>): DeployedFunction {
  const { ClsLogsetId: logsetId, ClsTopicId: topicId } = answer;
  return {
    name: answer.FunctionName ?? name,
    status: answer.Status ?? '',
    statusReasons: (answer.StatusReasons ?? []).map(({ ErrorCode, ErrorMessage }) => {
      return [ErrorCode, ErrorMessage].filter(Boolean).join(': ');
    }),
    availability: answer.AvailableStatus ?? '',
    description: answer.Description ?? '',
    runtime: answer.Runtime ?? '',
    handler: answer.Handler ?? '',
    memoryMb: answer.MemorySize ?? 0,
    timeoutS: answer.Timeout ?? 0,
    role: answer.Role || undefined,
    environment: Object.fromEntries(
      (answer.Environment?.Variables ?? [])
        .filter(({ Key }) => Key !== '')
        .map(({ Key, Value }) => [Key, Value]),
    ),
    tags: Object.fromEntries((answer.Tags ?? []).map(({ Key, Value }) => [Key, Value])),
    codeBytes: answer.CodeSize ?? 0,
    modified: answer.ModTime ?? '',
    logTopic: logsetId && topicId ? { logsetId, topicId } : undefined,
    deadLetterQueue: answer.DeadLetterConfig?.Name || undefined,
  };
}

/** The fields that `create` and `updateConfiguration` share. */
function toConfiguration(change: Partial<NewFunction>) {
  const { description, memoryMb, timeoutS, role, environment } = change;
  return {
    ...(description !== undefined && { Description: description }),
    ...(memoryMb !== undefined && { MemorySize: memoryMb }),
    ...(timeoutS !== undefined && { Timeout: timeoutS }),
    ...(role !== undefined && { Role: role }),
    ...(environment !== undefined && { Environment: { Variables: toVariables(environment) } }),
  };
}

/** An empty list would leave the variables as they are; an empty name removes them all. */
function toVariables(environment: Readonly<Record<string, string>>) {
  const variables = Object.entries(environment).map(([Key, Value]) => ({ Key, Value }));
  return variables.length > 0 ? variables : [{ Key: '', Value: '' }];
}

function toBase64(zip: Uint8Array): string {
  return Buffer.from(zip.buffer, zip.byteOffset, zip.byteLength).toString('base64');
}

function vanished(name: string): CloudError {
  return new CloudError({
    text: {
      en: `The function ${name} is not there any more: somebody deleted it meanwhile. Run the command again.`,
      zh: `函数 ${name} 已不存在：有人在此期间删除了它。请重新运行。`,
    },
    action: 'GetFunction',
  });
}

function unsettled({ name, status }: DeployedFunction): CloudError {
  return new CloudError({
    text: {
      en: `The function ${name} has been in the state ${status} for five minutes. Look at it in https://console.cloud.tencent.com/scf, then run the command again.`,
      zh: `函数 ${name} 处于 ${status} 状态已五分钟。请在 https://console.cloud.tencent.com/scf 查看，然后重新运行。`,
    },
    action: 'GetFunction',
  });
}
