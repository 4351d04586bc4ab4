// A promise that others keep or break.

export class Deferred<T> {
  readonly value: Promise<T>;
  resolve!: (value: T) => void;
  reject!: (reason: unknown) => void;

  constructor() {
    this.value = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    // It may be broken before anyone waits for it, and Node.js ends the process when nobody waits for what fails.
    this.value.catch(() => undefined);
  }
}
