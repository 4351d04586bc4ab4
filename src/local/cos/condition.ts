// Decides conditional requests as RFC 9110, section 13.2.2 says.

import { CosError } from './errors.ts';
import type { ObjectFacts } from './object-store.ts';

export interface Conditions {
  readonly ifMatch?: string | undefined;
  readonly ifNoneMatch?: string | undefined;
  readonly ifModifiedSince?: string | undefined;
  readonly ifUnmodifiedSince?: string | undefined;
}

/** @param prefix What the names of the headers begin with: nothing, or `x-cos-copy-source-`. */
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
  // A date that cannot be read is NaN, and every comparison with NaN is false: the header is ignored, as the RFC requires.
  return ifModifiedSince !== undefined && modified <= Date.parse(ifModifiedSince) ? 'not-modified' : 'go-on';
}

export function preconditionFailed(): CosError {
  return new CosError(
    412,
    'PreconditionFailed',
    'At least one of the preconditions you specified did not hold.',
  );
}

/** Compares ETags with or without quotes: COS accepts both. */
function matches(header: string, etag: string): boolean {
  const wanted = etag.replaceAll('"', '');
  return header.split(',').some((tag) => tag.trim() === '*' || tag.replace(/[\s"]/g, '') === wanted);
}
