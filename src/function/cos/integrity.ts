// Is what COS speaks of what we hold? Knows its checksums, not its requests.

import type { ResponseHeaders } from './object-headers.ts';

/** COS answered with success, but not with (or for) the bytes that it should have. */
export class IntegrityError extends Error {
  readonly code: 'Truncated' | 'ChecksumMismatch' | 'Unverifiable';
  readonly statusCode = 200;
  readonly headers: ResponseHeaders;

  constructor(code: IntegrityError['code'], headers: ResponseHeaders) {
    super(code);
    this.code = code;
    this.headers = headers;
  }
}

/** Of our bytes; each is asked for only where it is needed. */
export interface Sums {
  /** Lower case hex. */
  md5(): string;
  /** Decimal. */
  crc64(): string;
}

/**
 * Compares by an ETag that is an MD5, or else by CRC64: Node.js computes the one natively, five times as fast as
 * JavaScript the other.
 *
 * @param headers Of COS' answer to GET, HEAD or PUT.
 * @returns undefined when COS does not say: very old objects have no CRC64, and the ETag is no MD5 after an upload in
 * parts or with encryption at the server.
 */
export function isSameContent(headers: ResponseHeaders, ours: Sums): boolean | undefined {
  const etag = headers['x-cos-server-side-encryption'] ? undefined : md5Of(headers.etag);
  if (etag !== undefined && etag === ours.md5()) return true;
  const crc64 = headers['x-cos-hash-crc64ecma'];
  if (crc64) return crc64 === ours.crc64();
  return etag === undefined ? undefined : false;
}

/** @returns Lower case hex; undefined for an ETag that cannot be an MD5. */
export function md5Of(etag = ''): string | undefined {
  return /^"?([0-9a-f]{32})"?$/i.exec(etag)?.[1]?.toLowerCase();
}
