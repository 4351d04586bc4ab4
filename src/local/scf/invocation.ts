// What SCF's console shows of one invocation, and SCF's status codes. Data only.

/** SCF's status codes, as far as a function can earn them. https://cloud.tencent.com/document/product/583/42611 */
export const statusNames = {
  200: 'success',
  430: 'the function threw',
  433: 'timed out',
  434: 'out of memory',
  437: 'handler not found',
  439: 'process exited',
  443: 'code does not load',
} as const;

export type StatusCode = keyof typeof statusNames;

export interface FunctionError {
  /** The error's name; the type of the value where something else than an Error was thrown. */
  readonly type: string;
  readonly message: string;
  readonly stack?: string;
}

/** An invocation that did not end well, and how SCF says so. */
export interface FailedInvocation {
  readonly statusCode: Exclude<StatusCode, 200>;
  readonly error: FunctionError;
}

export interface Invocation {
  readonly requestId: string;
  readonly statusCode: StatusCode;
  /** What the function answered, after a trip through JSON. Absent unless the status is 200. */
  readonly answer?: unknown;
  /** Absent when the status is 200. */
  readonly error?: FunctionError;
  /** What ended the instance once the answer was out: the log shows it, the caller never learns of it. */
  readonly afterAnswer?: FailedInvocation;
  /** Present when this invocation had to start an instance: from the start of Node.js until the code was loaded. */
  readonly coldStart?: { readonly initMs: number };
  /** From the event to the answer, without the cold start. */
  readonly durationMs: number;
  /** From the answer until the event loop was empty, or the instance was killed. SCF bills that as well. */
  readonly drainMs: number;
  /** Duration and drain, in whole milliseconds. */
  readonly billedMs: number;
  /** The most memory that the instance has held since it started, without the pages of files, in MB of 1024 * 1024 bytes. */
  readonly memoryPeakMb: number;
  /** Lines of standard output and standard error since the previous invocation; each of the two is in order. */
  readonly log: readonly string[];
}
