// Conditional requests: RFC 9110, 13.2.2.

import { CosError } from './errors.ts';
import type { ObjectFacts } from './object-store.ts';

export interface Conditions {
  readonly ifMatch?: string | undefined;
  readonly ifNoneMatch?: string | undefined;
  readonly ifModifiedSince?: string | undefined;
  readonly ifUnmodifiedSince?: string | undefined;
}

/** @param prefix Before the headers' names: empty, or `x-cos-copy-source-`. */
export function readConditions(headers: Readonly<Record<string, string>>, prefix = ''): Conditions {
  return {
    ifMatch: headers[`${prefix}if-match`],
    ifNoneMatch: headers[`${prefix}if-none-match`],
    ifModifiedSince: headers[`${prefix}if-modified-since`],
    ifUnmodifiedSince: headers[`${prefix}if-unmodified-since`],
  };
}

export type Verdict = 'go-on' | 'not-modified';

/** @throws {CosError} 412 `PreconditionFailed`. */
export function checkConditions(conditions: Conditions, { etag, modified }: ObjectFacts): Verdict {
  const { ifMatch, ifNoneMatch, ifModifiedSince, ifUnmodifiedSince } = conditions;
  if (ifMatch !== undefined) {
    if (!matches(ifMatch, etag)) throw preconditionFailed();
  } else if (ifUnmodifiedSince !== undefined && modified > Date.parse(ifUnmodifiedSince)) {
    throw preconditionFailed();
  }
  if (ifNoneMatch !== undefined) return matches(ifNoneMatch, etag) ? 'not-modified' : 'go-on';
  // A date that cannot be read is NaN, which no comparison holds for: the header is ignored, as the RFC wants.
  return ifModifiedSince !== undefined && modified <= Date.parse(ifModifiedSince) ? 'not-modified' : 'go-on';
}

export function preconditionFailed(): CosError {
  return new CosError(
    412,
    'PreconditionFailed',
    'At least one of the preconditions you specified did not hold.',
  );
}

/** With or without quotes: COS takes both. */
function matches(header: string, etag: string): boolean {
  const wanted = etag.replaceAll('"', '');
  return header.split(',').some((tag) => tag.trim() === '*' || tag.replace(/[\s"]/g, '') === wanted);
}
