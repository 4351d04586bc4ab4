// What an action of the cloud API is: its parameters, and what it does.

import type { CosServer } from '../cos/cos.ts';
import type { Runtime } from '../scf/runtimes.ts';
import type { Account, ApiUser } from './account.ts';
import type { Invoker } from './concurrency.ts';
import { checkParameters, type Given, type ParameterShape } from './parameters.ts';

export interface ActionContext {
  readonly account: Account;
  readonly cos: CosServer;
  readonly invoker: Invoker;
  /** Where the code of functions is unpacked. */
  readonly folder: string;
  /** The Node.js binary of a runtime. */
  nodeOf(runtime: Runtime): string;
  /** Who asks. */
  readonly user: ApiUser;
  /** How many times GetFunction answers that something is under way. */
  readonly polls: number;
  /** Set by a fault: what is created now fails, with this reason. */
  readonly createFailure: string | undefined;
  /** Set by a fault: nothing is invoked, for want of room. */
  readonly throttle: 429 | 432 | undefined;
}

export interface Action {
  readonly shape: ParameterShape;
  /** @throws {ApiRefusal} */
  perform(given: unknown, context: ActionContext): object | Promise<object>;
}

/** @param perform Returns the fields of the answer beside RequestId. */
export function action<const S extends ParameterShape>(
  shape: S,
  perform: (given: Given<S>, context: ActionContext) => object | Promise<object>,
): Action {
  return { shape, perform: (given, context) => perform(checkParameters(given, shape), context) };
}
