// Is what COS speaks of what we hold? Knows its checksums, not its requests.

import type { ResponseHeaders } from './headers.ts';

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

/**
 * Compares by CRC64, or else by an ETag that is an MD5.
 *
 * @param headers Of COS' answer to GET, HEAD or PUT.
 * @param crc64 Of our bytes, decimal.
 * @param md5 Of our bytes, lower case hex; asked for when there is no CRC64.
 * @returns undefined when COS does not say: very old objects have no CRC64, and the ETag is no MD5 after an upload in
 * parts or with encryption at the server.
 */
export function isSameContent(
  headers: ResponseHeaders,
  crc64: string,
  md5: () => string,
): boolean | undefined {
  const theirs = headers['x-cos-hash-crc64ecma'];
  if (theirs) return theirs === crc64;
  const etag = /^"?([0-9a-f]{32})"?$/i.exec(headers.etag ?? '');
  if (!etag?.[1] || headers['x-cos-server-side-encryption']) return undefined;
  return etag[1].toLowerCase() === md5();
}
