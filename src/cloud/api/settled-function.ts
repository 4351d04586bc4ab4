// A function as it is once nothing is under way any more, where it may also be gone by then.

import type { CloudApi, DeployedFunction } from './cloud-api.ts';

/** @returns The function; one that is being changed is waited for. undefined: there is none, or it has been deleted meanwhile. */
export async function findSettled(api: CloudApi, name: string): Promise<DeployedFunction | undefined> {
  const found = await api.functions.get(name);
  return found?.status.endsWith('ing') ? await settledOrGone(api, name) : found;
}

/** Waits. A function that is being deleted ends in being absent. */
export async function settledOrGone(api: CloudApi, name: string): Promise<DeployedFunction | undefined> {
  try {
    return await api.functions.settled(name);
  } catch (error) {
    if ((await api.functions.get(name)) === undefined) return undefined;
    throw error;
  }
}
