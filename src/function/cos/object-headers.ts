// Objects' headers: from COS' answers to our words and back. Knows nothing of requests or the SDK.

import type { ObjectHeaders, ObjectInfo, PutOptions } from '../store.ts';

/** An answer's headers as Node.js gives them: lower case names, values read as Latin-1. */
export interface ResponseHeaders {
  readonly etag?: string | undefined;
  readonly expires?: string | undefined;
  readonly [name: string]: string | undefined;
}

const META = 'x-cos-meta-';

/**
 * What is not printable ASCII is percent-encoded, byte by byte: whatever the object's owner sent, these are its bytes.
 * A Content-Disposition beside `x-cos-force-download` is COS' own: its default domain adds it to every object of a bucket
 * that was created since 2024 (cloud.tencent.com/document/product/436/57456).
 *
 * @param size Bytes: of the object, not of the answer's body.
 */
export function toObjectInfo(headers: ResponseHeaders, size: number): ObjectInfo {
  const metadata: Record<string, string> = {};
  for (const name of Object.keys(headers)) {
    const value = headers[name];
    if (name.startsWith(META) && value) metadata[name.slice(META.length)] = escapeBytes(value, 'latin1');
  }
  const found: { -readonly [Name in keyof ObjectHeaders]: ObjectHeaders[Name] } = { metadata };
  const take = (field: Exclude<keyof ObjectHeaders, 'metadata'>, value: string | undefined) => {
    if (value) found[field] = escapeBytes(value, 'latin1');
  };
  take('contentType', headers['content-type']);
  take('cacheControl', headers['cache-control']);
  if (!headers['x-cos-force-download']) take('contentDisposition', headers['content-disposition']);
  take('expires', headers.expires);
  return { etag: headers.etag ?? '', size, headers: found };
}

/**
 * The headers to store an object with. What is not printable ASCII is percent-encoded as UTF-8, since COS keeps no
 * other: a `%` stays as it is, so values that are encoded already do not change. Empty values are left out.
 */
export function toRequestHeaders(headers: PutOptions['headers']): Record<string, string> {
  const sent: Record<string, string> = {};
  const add = (name: string, value: string | undefined) => {
    if (value) sent[name] = escapeBytes(value, 'utf8');
  };
  add('Content-Type', headers.contentType);
  add('Cache-Control', headers.cacheControl);
  add('Content-Disposition', headers.contentDisposition);
  add('Expires', headers.expires);
  for (const name of Object.keys(headers.metadata)) {
    add(META + name.toLowerCase(), headers.metadata[name]);
  }
  return sent;
}

function escapeBytes(value: string, encoding: 'latin1' | 'utf8'): string {
  return value.replace(/[^\x20-\x7e]+/g, (odd) =>
    Buffer.from(odd, encoding).toString('hex').toUpperCase().replace(/../g, '%$&'),
  );
}
