// Where the absence of a thing is an answer and not an error.

import { CloudError } from './cloud-error.ts';

/** @returns undefined if the API says one of the codes. */
export async function unlessMissing<T>(answer: Promise<T>, codes: readonly string[]): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof CloudError && error.code !== undefined && codes.includes(error.code))
      return undefined;
    throw error;
  }
}
