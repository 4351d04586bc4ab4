// A rendition on its way to a thumbnail: it gains fields at each step, and loses none.

import type { RenderSpec } from '../engine/engine.ts';
import type { Failed } from '../failed.ts';
import type { Rendition } from '../plan.ts';
import type { Claim } from '../publish/claim.ts';
import { isOfRecipe } from '../publish/recipe.ts';
import type { StoredOutcome, UpToDateOutcome } from '../report.ts';

/** A rendition whose key may be written. */
export interface Claimed extends Rendition {
  readonly claim: Claim;
}

/** A rendition that can be made. */
export interface Task extends Claimed {
  /** See `recipeOf`. */
  readonly recipe: string;
  /** Of the whole photo where the thumbnail is up to date and nobody has looked for its border. */
  readonly spec: RenderSpec;
  /** What will not be as the uploader asked, in sentences. */
  readonly warnings: readonly string[];
}

/** A task whose thumbnail is in the target bucket: stored just now, or there already. */
export interface Placed extends Task {
  readonly outcome: StoredOutcome | UpToDateOutcome;
}

/** Must the thumbnail be made? Not if the target holds one of the same recipe. */
export function isDue({ claim, recipe }: Pick<Task, 'claim' | 'recipe'>): boolean {
  return !holds(claim, recipe);
}

/** Does the key already hold what would be made by this recipe? */
export function holds({ existing }: Claim, recipe: string): boolean {
  return existing !== undefined && isOfRecipe(recipe, existing.headers);
}

export function failed({ preset }: Rendition, error: unknown): Failed {
  return { preset: preset.name, error };
}
