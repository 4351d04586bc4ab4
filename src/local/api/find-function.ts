// Finds the function that a request names.

import type { Account } from './account.ts';
import type { FunctionRecord } from './function-record.ts';
import { ApiRefusal } from './refusal.ts';

/** @throws {ApiRefusal} `ResourceNotFound.Function` or `ResourceNotFound.Namespace`. */
export function findFunction(
  account: Account,
  { FunctionName, Namespace, Qualifier }: NamedFunction,
): FunctionRecord {
  checkNamespace(Namespace);
  if (Qualifier !== undefined && Qualifier !== '$LATEST' && Qualifier !== '$DEFAULT') {
    throw new ApiRefusal(
      'ResourceNotFound.Qualifier',
      `The local cloud has no versions, so no ${Qualifier}.`,
    );
  }
  const record = account.functions.get(FunctionName);
  if (!record) {
    throw new ApiRefusal('ResourceNotFound.Function', `The function ${FunctionName} does not exist.`);
  }
  return record;
}

interface NamedFunction {
  readonly FunctionName: string;
  readonly Namespace?: string;
  readonly Qualifier?: string;
}

/** @throws {ApiRefusal} `ResourceNotFound.Namespace`: there is only one. */
export function checkNamespace(namespace = 'default'): void {
  if (namespace === 'default') return;
  throw new ApiRefusal('ResourceNotFound.Namespace', `The namespace ${namespace} does not exist.`);
}
