// Compares an object at COS with our bytes, by the checksums in COS' answers. Knows those headers, but no requests.

import type { ResponseHeaders } from './object-headers.ts';

/**
 * COS answered with success, but the bytes that it sent or stored are not the right ones. It has the fields of an SDK error, so
 * that it is classified and repeated like one.
 */
export class IntegrityError extends Error {
  /** `Unverifiable`: the answer had neither a length nor a checksum. */
  readonly code: 'Truncated' | 'ChecksumMismatch' | 'Unverifiable';
  readonly statusCode = 200;
  readonly headers: ResponseHeaders;

  constructor(code: IntegrityError['code'], headers: ResponseHeaders) {
    super(code);
    this.code = code;
    this.headers = headers;
  }
}

/** The checksums of our bytes. They are methods, so that each is computed only where it is needed. */
export interface Sums {
  /** In lower case hexadecimal, as in an ETag. */
  md5(): string;
  /** In decimal, as in `x-cos-hash-crc64ecma`. */
  crc64(): string;
}

/**
 * Compares the object of an answer with our bytes: by MD5 if the ETag is one, otherwise by CRC-64. MD5 comes first because
 * Node.js computes it natively, five times as fast as our CRC-64 in JavaScript.
 *
 * @param headers The headers of COS' answer to GET, HEAD or PUT.
 * @returns undefined when the answer has no checksum: very old objects have no CRC-64, and the ETag is not an MD5 after an upload
 * in parts or with encryption at the server.
 */
export function isSameContent(headers: ResponseHeaders, ours: Sums): boolean | undefined {
  const etag = headers['x-cos-server-side-encryption'] ? undefined : md5Of(headers.etag);
  if (etag !== undefined && etag === ours.md5()) return true;
  const crc64 = headers['x-cos-hash-crc64ecma'];
  if (crc64) return crc64 === ours.crc64();
  return etag === undefined ? undefined : false;
}

/**
 * Reads the MD5 from an ETag, with or without quotes.
 *
 * @returns Lower case hexadecimal; undefined for an ETag that cannot be an MD5.
 */
export function md5Of(etag = ''): string | undefined {
  return /^"?([0-9a-f]{32})"?$/i.exec(etag)?.[1]?.toLowerCase();
}
