// A promise that is settled from outside.

export class Deferred<T> {
  readonly value: Promise<T>;
  resolve!: (value: T) => void;
  reject!: (reason: unknown) => void;

  constructor() {
    this.value = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    // It may be rejected before anything awaits it, and Node.js ends the process when a rejection is not handled.
    this.value.catch(() => undefined);
  }
}
