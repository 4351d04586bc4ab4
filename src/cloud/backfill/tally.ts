// Counts what a listing shows while it goes by, in memory that does not grow with it.

import { splitKey } from '../../function/target/object-key.ts';
import type { ListedObject } from '../cos/bucket-client.ts';
import type { LeftOut } from './choose.ts';
import type { Amount } from './quote.ts';

/** So many extensions are told apart: anything may be behind the last dot of a key. */
const mostExtensions = 40;
/** The extensions beyond that. */
export const otherExtension = '…';

export class Tally {
  listed: Amount = { objects: 0, bytes: 0 };
  taken: Amount = { objects: 0, bytes: 0 };
  /** Of what is taken: in infrequent access storage, which charges for reading. */
  infrequent: Amount = { objects: 0, bytes: 0 };
  private readonly reasons = new Map<LeftOut, number>();
  private readonly extensions = new Map<string, Amount>();
  private readonly classes = new Map<string, Amount>();

  /** @param reason Why it is left out; undefined: it is taken. */
  add(object: ListedObject, reason: LeftOut | undefined): void {
    this.listed = plus(this.listed, object);
    this.classes.set(object.storageClass, plus(this.classes.get(object.storageClass), object));
    if (reason !== undefined) {
      this.reasons.set(reason, (this.reasons.get(reason) ?? 0) + 1);
      return;
    }
    this.taken = plus(this.taken, object);
    if (isInfrequent(object)) this.infrequent = plus(this.infrequent, object);
    const written = splitKey(object.key).extension.toLowerCase();
    const isFull = this.extensions.size >= mostExtensions && !this.extensions.has(written);
    const extension = isFull ? otherExtension : written;
    this.extensions.set(extension, plus(this.extensions.get(extension), object));
  }

  get leftOut(): Partial<Record<LeftOut, number>> {
    return Object.fromEntries(this.reasons);
  }

  /** Largest first. */
  get byExtension(): Record<string, Amount> {
    return Object.fromEntries([...this.extensions].sort(([, one], [, other]) => other.objects - one.objects));
  }

  get byStorageClass(): Record<string, Amount> {
    return Object.fromEntries([...this.classes].sort(([, one], [, other]) => other.objects - one.objects));
  }
}

/** `STANDARD_IA` and `MAZ_STANDARD_IA`. */
export function isInfrequent({ storageClass }: Pick<ListedObject, 'storageClass'>): boolean {
  return storageClass.endsWith('STANDARD_IA');
}

function plus(amount: Amount = { objects: 0, bytes: 0 }, { size }: ListedObject): Amount {
  return { objects: amount.objects + 1, bytes: amount.bytes + size };
}
