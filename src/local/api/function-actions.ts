// The actions of SCF that are about functions and not their invocations: list, show, create, change, delete.

import { findRuntime } from '../scf/runtimes.ts';
import type { Account } from './account.ts';
import { type Action, action } from './action.ts';
import { type CodePackage, faultOf, unpack } from './code-package.ts';
import { checkNamespace, findFunction } from './find-function.ts';
import {
  begin,
  checkSettled,
  defaultAsyncRetry,
  type FunctionRecord,
  type FunctionSetup,
  poll,
  type Settled,
  writeTime,
} from './function-record.ts';
import { checkSameRuntime, readSetup, setupFields } from './function-setup.ts';
import { Instances } from './instances.ts';
import { ApiRefusal } from './refusal.ts';
import { toTriggerInfo } from './trigger-actions.ts';

const maxFunctions = 50;
const active: Settled = { status: 'Active', reasons: [] };
const defaults: FunctionSetup = {
  description: '',
  memoryMb: 128,
  timeoutS: 3,
  initTimeoutS: 65,
  role: undefined,
  environment: {},
  deadLetterQueue: undefined,
  logs: undefined,
};

export const functionActions: Readonly<Record<string, Action>> = {
  ListFunctions: action(
    {
      optional: {
        Namespace: 'text',
        Offset: 'integer',
        Limit: 'integer',
        SearchKey: 'text',
        Order: 'text',
        Orderby: 'text',
      },
    },
    ({ Namespace, Offset = 0, Limit = 20, SearchKey = '' }, { account }) => {
      checkNamespace(Namespace);
      const found = [...account.functions.values()].filter(({ name }) => name.includes(SearchKey));
      return {
        Functions: found.slice(Offset, Offset + Math.min(100, Limit)).map(toListed),
        TotalCount: found.length,
      };
    },
  ),

  GetFunction: action(
    {
      required: { FunctionName: 'text' },
      optional: { Namespace: 'text', Qualifier: 'text', ShowCode: 'text' },
    },
    (given, { account }) => {
      const record = findFunction(account, given);
      const answer = toAnswer(record);
      poll(record);
      return record.next ? answer : toAnswer(record);
    },
  ),

  CreateFunction: action(
    {
      required: { FunctionName: 'text', Code: { required: { ZipFile: 'text' } } },
      optional: {
        ...setupFields,
        Namespace: 'text',
        Handler: 'text',
        Runtime: 'text',
        Type: 'text',
        Tags: { listOf: { required: { Key: 'text', Value: 'text' } } },
        AutoCreateClsTopic: 'text',
        AutoDeployClsTopicIndex: 'text',
      },
    },
    async (given, context) => {
      const { account, polls, createFailure } = context;
      const { FunctionName: name, Runtime, Handler = 'index.main_handler', Tags = [] } = given;
      checkNamespace(given.Namespace);
      checkNew(account, name);
      if (given.Type !== undefined && given.Type !== 'Event') {
        throw new ApiRefusal(
          'InvalidParameterValue.FunctionType',
          'The local cloud has only functions of the type Event.',
        );
      }
      if (!Runtime) throw new ApiRefusal('MissingParameter.Runtime', 'Runtime is missing.');
      const node = context.nodeOf(checkRuntime(Runtime));
      const setup = readSetup(given, account);
      const code = unpack(given.Code.ZipFile, Handler, context.folder);
      const reason = createFailure ?? (await faultOf(code, node));
      checkNew(account, name);
      const now = new Date();
      const { logsetId, topicId } = account.topic;
      const record: FunctionRecord = {
        ...defaults,
        ...(given.AutoCreateClsTopic === 'TRUE' && { logs: { logsetId, topicId } }),
        ...setup,
        id: `lam-${account.newId().toString(36)}`,
        name,
        runtime: Runtime,
        node,
        handler: Handler,
        code,
        tags: Tags,
        status: 'Creating',
        reasons: [],
        next: undefined,
        availability: 'Available',
        triggers: [],
        asyncRetry: defaultAsyncRetry,
        reservedMb: undefined,
        added: now,
        modified: now,
        instances: new Instances(),
      };
      begin(record, 'Creating', reason === undefined ? active : failed('CreateFailed', reason), polls);
      account.functions.set(name, record);
      return {};
    },
  ),

  UpdateFunctionCode: action(
    {
      required: { FunctionName: 'text' },
      optional: {
        Namespace: 'text',
        Handler: 'text',
        ZipFile: 'text',
        Code: { required: { ZipFile: 'text' } },
        Publish: 'text',
      },
    },
    async (given, context) => {
      const record = findFunction(context.account, given);
      checkSettled(record);
      const zip = given.Code?.ZipFile ?? given.ZipFile;
      if (zip === undefined) throw new ApiRefusal('MissingParameter.Code', 'Code is missing.');
      const handler = given.Handler ?? record.handler;
      const code = unpack(zip, handler, context.folder);
      const reason = await faultOf(code, record.node);
      checkSettled(record);
      if (reason === undefined) replaceCode(record, code, handler);
      begin(
        record,
        'Updating',
        reason === undefined ? active : failed('UpdateFailed', reason),
        context.polls,
      );
      return {};
    },
  ),

  UpdateFunctionConfiguration: action(
    {
      required: { FunctionName: 'text' },
      optional: { ...setupFields, Namespace: 'text', Runtime: 'text', Publish: 'text', IgnoreSysLog: 'flag' },
    },
    (given, { account, polls }) => {
      const record = findFunction(account, given);
      checkSettled(record);
      checkSameRuntime(record, given.Runtime);
      Object.assign(record, readSetup(given, account));
      record.instances.renew();
      begin(record, 'Updating', active, polls);
      return {};
    },
  ),

  DeleteFunction: action(
    { required: { FunctionName: 'text' }, optional: { Namespace: 'text', Qualifier: 'text' } },
    async (given, { account, invoker }) => {
      const record = findFunction(account, given);
      checkSettled(record);
      account.functions.delete(record.name);
      record.instances.renew();
      invoker.wake();
      return {};
    },
  ),
};

function checkNew({ functions }: Account, name: string): void {
  if (!/^[A-Za-z](?:[\w-]{0,58}[A-Za-z0-9])$/.test(name)) {
    throw new ApiRefusal(
      'InvalidParameterValue.FunctionName',
      `"${name}" is not 2 to 60 letters, digits, - and _, with a letter first and a letter or a digit last.`,
    );
  }
  if (functions.has(name)) {
    throw new ApiRefusal('ResourceInUse.FunctionName', `The function ${name} exists already.`);
  }
  if (functions.size >= maxFunctions) {
    throw new ApiRefusal('LimitExceeded.Function', `A namespace has at most ${maxFunctions} functions.`);
  }
}

/** @returns SCF's name without `Nodejs`. */
function checkRuntime(name: string) {
  const runtime = name.startsWith('Nodejs') ? findRuntime(name.slice('Nodejs'.length)) : undefined;
  if (runtime && name === `Nodejs${runtime}`) return runtime;
  throw new ApiRefusal('InvalidParameterValue.Runtime', `The local cloud has no runtime ${name}.`);
}

function replaceCode(record: FunctionRecord, code: CodePackage, handler: string): void {
  record.code = code;
  record.handler = handler;
  record.instances.renew();
}

function failed(status: 'CreateFailed' | 'UpdateFailed', reason: string): Settled {
  return { status, reasons: [{ ErrorCode: 'InvalidParameterValue.Code', ErrorMessage: reason }] };
}

function toListed(record: FunctionRecord) {
  const { id, name, runtime, status, reasons, description, tags, added, modified } = record;
  return {
    FunctionId: id,
    FunctionName: name,
    Namespace: 'default',
    Runtime: runtime,
    Type: 'Event',
    Status: status,
    StatusDesc: reasons.map(({ ErrorMessage }) => ErrorMessage).join(' '),
    StatusReasons: reasons,
    Description: description,
    Tags: tags,
    AddTime: writeTime(added),
    ModTime: writeTime(modified),
    ReservedConcurrencyMem: record.reservedMb ?? null,
  };
}

function toAnswer(record: FunctionRecord) {
  const { logs, deadLetterQueue, environment } = record;
  const { ReservedConcurrencyMem: _reserved, ...listed } = toListed(record);
  return {
    ...listed,
    FunctionVersion: '$LATEST',
    Qualifier: '$LATEST',
    Handler: record.handler,
    CodeSize: record.code.bytes,
    CodeInfo: '',
    CodeResult: 'success',
    CodeError: '',
    ErrNo: 0,
    MemorySize: record.memoryMb,
    Timeout: record.timeoutS,
    InitTimeout: record.initTimeoutS,
    Role: record.role ?? '',
    Environment: { Variables: Object.entries(environment).map(([Key, Value]) => ({ Key, Value })) },
    AvailableStatus: record.availability,
    ClsLogsetId: logs?.logsetId ?? '',
    ClsTopicId: logs?.topicId ?? '',
    DeadLetterConfig: deadLetterQueue ?? null,
    Triggers: record.triggers.map(toTriggerInfo),
    VpcConfig: { VpcId: '', SubnetId: '' },
    Layers: [],
    InstallDependency: 'FALSE',
  };
}
