// Makes calls of the API fail on demand.

export interface ApiFault {
  /** `scf`, `cam`, `sts` or `cls`. Without it, or without an action, every call matches. */
  readonly service?: string;
  readonly action?: string;
  /** How many of the matching calls fail. Default: 1; Infinity means all. */
  readonly times?: number;
  readonly kind: ApiFaultKind;
}

export type ApiFaultKind =
  /** Answers this error and does nothing, such as `RequestLimitExceeded`. */
  | { readonly code: string; readonly message?: string }
  /** Answers as a gateway would, with this status and no JSON, and does nothing. */
  | { readonly status: number }
  /** Cuts the connection, before or after the action was carried out. */
  | { readonly cut: 'before' | 'after' }
  /** Carries out the action, and answers so much later. */
  | { readonly slowMs: number }
  /** Carries out the action, and answers with what is no JSON. */
  | { readonly garbage: true }
  /** The function that this call of CreateFunction creates fails, with this reason. */
  | { readonly createFailure: string }
  /** InvokeFunction invokes nothing and says that there is no room. */
  | { readonly throttle: 429 | 432 };

/** The faults that wait for a matching call, oldest first. A call has at most one. */
export class ApiFaults {
  #waiting: { readonly fault: ApiFault; left: number }[] = [];

  add(fault: ApiFault): void {
    this.#waiting.push({ fault, left: fault.times ?? 1 });
  }

  clear(): void {
    this.#waiting = [];
  }

  /** Takes the first fault that matches, and counts it as used once. */
  take(service: string, action: string): ApiFaultKind | undefined {
    const next = this.#waiting.find(({ fault, left }) => left > 0 && matches(fault, service, action));
    if (next) next.left -= 1;
    return next?.fault.kind;
  }
}

function matches(fault: ApiFault, service: string, action: string): boolean {
  return (
    (fault.service === undefined || fault.service === service) &&
    (fault.action === undefined || fault.action === action)
  );
}
