// When a refused request is sent again, and after how long. Pure.

/** What is known of a request that failed. */
export interface FailedRequest {
  /** The API's error code; undefined if no answer came. */
  readonly code: string | undefined;
  /** Does the action change nothing? Then it may be repeated although nobody knows whether it was carried out. */
  readonly reads: boolean;
  /** How often it has been sent. */
  readonly sent: number;
}

/** The waits add up to a minute and a half at most. */
const maxSent = { throttled: 10, busy: 30, unclear: 4 } as const;
const firstWaitMs = 250;
const maxWaitMs = 8_000;

export function mayRepeat(failed: FailedRequest): boolean {
  const why = reasonOf(failed);
  return why !== undefined && failed.sent < maxSent[why];
}

function reasonOf({ code, reads }: FailedRequest): keyof typeof maxSent | undefined {
  if (code?.startsWith('RequestLimitExceeded')) return 'throttled';
  // The function is being updated; that ends by itself.
  if (code === 'FailedOperation.FunctionStatusError') return 'busy';
  const isUnclear = code === undefined || code.startsWith('InternalError');
  return reads && isUnclear ? 'unclear' : undefined;
}

/**
 * Doubles from request to request. Chance takes up to half of it away, so that commands that run at once do not come back
 * at once.
 *
 * @param chance From 0 to 1.
 */
export function waitMs(sent: number, chance: number): number {
  const longest = Math.min(maxWaitMs, firstWaitMs * 2 ** (sent - 1));
  return longest * (1 - chance / 2);
}
