// How an engine leaves a source to the next one.

/**
 * An engine does not make what it was asked for, and another one is to be asked: nothing is wrong with the source, as far as this
 * engine can tell. It throws this before it has delivered anything.
 */
export class Declined extends Error {
  /** @param reason In words, without a verb: `arithmetic coding`. */
  constructor(reason: string) {
    super(reason);
    this.name = 'Declined';
  }
}
