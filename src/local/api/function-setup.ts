// Checks the configuration of a function as SCF does. https://cloud.tencent.com/document/api/583/17240

import { maxEnvironmentBytes, reservedNames } from '../scf/environment.ts';
import { type Account, scfService } from './account.ts';
import type { FunctionRecord, FunctionSetup } from './function-record.ts';
import type { Given } from './parameters.ts';
import { ApiRefusal } from './refusal.ts';

/** The parameters that CreateFunction and UpdateFunctionConfiguration share. */
export const setupFields = {
  Description: 'text',
  MemorySize: 'integer',
  Timeout: 'integer',
  InitTimeout: 'integer',
  Role: 'text',
  Environment: { required: { Variables: { listOf: { required: { Key: 'text', Value: 'text' } } } } },
  DeadLetterConfig: { required: { Type: 'text', Name: 'text' }, optional: { FilterType: 'text' } },
  PublicNetConfig: {
    required: { PublicNetStatus: 'text' },
    optional: { EipConfig: { required: { EipStatus: 'text' } } },
  },
  ClsLogsetId: 'text',
  ClsTopicId: 'text',
} as const;

type SetupParameters = Given<{ readonly optional: typeof setupFields }>;

/**
 * Reads what a request sets; what it leaves out is undefined.
 *
 * @throws {ApiRefusal} for what SCF would refuse.
 */
export function readSetup(given: SetupParameters, account: Account): Partial<FunctionSetup> {
  const { Description, MemorySize, Timeout, InitTimeout, Role, Environment, DeadLetterConfig } = given;
  if (Description !== undefined && Description.length > 1000) {
    throw wrong('Description', 'Description has more than 1000 characters');
  }
  if (MemorySize !== undefined && !isMemorySize(MemorySize)) {
    throw wrong('MemorySize', `MemorySize must be 64 or a multiple of 128 up to 3072, not ${MemorySize}`);
  }
  if (Timeout !== undefined && !(Timeout >= 1 && Timeout <= 900)) {
    throw new ApiRefusal('LimitExceeded.Timeout', `Timeout must be 1 to 900 seconds, not ${Timeout}.`);
  }
  if (InitTimeout !== undefined && !(InitTimeout >= 3 && InitTimeout <= 300)) {
    throw new ApiRefusal(
      'LimitExceeded.InitTimeout',
      `InitTimeout must be 3 to 300 seconds, not ${InitTimeout}.`,
    );
  }
  if (Role) checkRole(Role, account);
  return {
    ...(Description !== undefined && { description: Description }),
    ...(MemorySize !== undefined && { memoryMb: MemorySize }),
    ...(Timeout !== undefined && { timeoutS: Timeout }),
    ...(InitTimeout !== undefined && { initTimeoutS: InitTimeout }),
    ...(Role !== undefined && { role: Role || undefined }),
    ...(Environment !== undefined && { environment: readEnvironment(Environment.Variables) }),
    ...(DeadLetterConfig !== undefined && { deadLetterQueue: DeadLetterConfig }),
    ...readLogs(given),
  };
}

/** SCF refuses to change the runtime of a function that is there. */
export function checkSameRuntime({ runtime }: FunctionRecord, wanted: string | undefined): void {
  if (wanted === undefined || wanted === runtime) return;
  throw wrong('Runtime', `the runtime of a function cannot be changed from ${runtime} to ${wanted}`);
}

function isMemorySize(mb: number): boolean {
  return mb === 64 || (mb >= 128 && mb <= 3072 && mb % 128 === 0);
}

function checkRole(name: string, { roles }: Account): void {
  const role = roles.get(name);
  if (!role) throw new ApiRefusal('ResourceNotFound.Role', `The role ${name} does not exist.`);
  if (!role.services.includes(scfService)) {
    throw new ApiRefusal(
      'InvalidParameter.RoleCheck',
      `SCF may not take on the role ${name}: its carrier must be ${scfService}.`,
    );
  }
}

/** One variable with an empty name stands for none: an empty list would change nothing. */
function readEnvironment(variables: readonly { readonly Key: string; readonly Value: string }[]) {
  const named = variables.length === 1 && variables[0]?.Key === '' ? [] : variables;
  for (const { Key } of named) {
    if (reservedNames.test(Key)) throw wrong('EnvironmentSystemProtect', `the name ${Key} belongs to SCF`);
    if (!/^[a-zA-Z][a-zA-Z0-9_]*$/.test(Key)) throw wrong('Environment', `"${Key}" is not a variable's name`);
  }
  const environment = Object.fromEntries(named.map(({ Key, Value }) => [Key, Value]));
  if (Object.keys(environment).length < named.length) throw wrong('Environment', 'a variable is given twice');
  const bytes = Buffer.byteLength(named.map(({ Key, Value }) => Key + Value).join(''));
  if (bytes > maxEnvironmentBytes) {
    throw wrong(
      'EnvironmentExceededLimit',
      `the variables take ${bytes} bytes, the limit is ${maxEnvironmentBytes}`,
    );
  }
  return environment;
}

function readLogs({ ClsLogsetId, ClsTopicId }: SetupParameters): Partial<FunctionSetup> {
  if (ClsLogsetId === undefined && ClsTopicId === undefined) return {};
  if (!ClsLogsetId && !ClsTopicId) return { logs: undefined };
  if (!ClsLogsetId || !ClsTopicId) throw wrong('Cls', 'ClsLogsetId and ClsTopicId belong together');
  return { logs: { logsetId: ClsLogsetId, topicId: ClsTopicId } };
}

function wrong(what: string, problem: string): ApiRefusal {
  return new ApiRefusal(`InvalidParameterValue.${what}`, `${problem}.`);
}
