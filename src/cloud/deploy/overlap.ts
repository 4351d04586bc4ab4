// When two triggers are the same, and when COS does not allow one beside the other. Pure.

import type { CosTrigger } from '../api/cloud-api.ts';

/** Do both do the same, in every field? */
export function sameTrigger(one: CosTrigger, other: CosTrigger): boolean {
  return (
    one.type === other.type &&
    one.name === other.name &&
    one.event === other.event &&
    one.prefix === other.prefix &&
    one.suffix === other.suffix &&
    one.enabled === other.enabled &&
    one.qualifier === other.qualifier
  );
}

/** Would one object of the same bucket fire both? COS refuses that for triggers of different functions. */
export function overlaps(one: CosTrigger, other: CosTrigger): boolean {
  if (one.type !== 'cos' || other.type !== 'cos' || one.name !== other.name) return false;
  return (
    familyOf(one.event) === familyOf(other.event) &&
    (one.prefix.startsWith(other.prefix) || other.prefix.startsWith(one.prefix)) &&
    (one.suffix.endsWith(other.suffix) || other.suffix.endsWith(one.suffix))
  );
}

/** @example familyOf('cos:ObjectCreated:Put') // cos:ObjectCreated */
function familyOf(event: string): string {
  return event.split(':').slice(0, 2).join(':');
}
