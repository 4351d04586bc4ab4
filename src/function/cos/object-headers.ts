// Converts the headers of objects: from COS' answers to our types, and from those to the headers of an upload. Knows nothing of
// requests or the SDK.

import type { ObjectHeaders, ObjectInfo, PutOptions } from '../store.ts';

/** The headers of an answer as Node.js gives them: names in lower case, values decoded as Latin-1. */
export interface ResponseHeaders {
  readonly etag?: string | undefined;
  readonly expires?: string | undefined;
  readonly [name: string]: string | undefined;
}

const metadataPrefix = 'x-cos-meta-';

/**
 * Reads an object's headers from an answer. Bytes that are not printable ASCII are percent-encoded one by one, which keeps
 * whatever bytes the object's owner sent. A Content-Disposition beside `x-cos-force-download` is left out: it is not the
 * object's, COS' default domain adds it to every object of a bucket created since 2024
 * (cloud.tencent.com/document/product/436/57456).
 *
 * @param size The size of the object in bytes, which is not that of the body in an answer to HEAD.
 */
export function toObjectInfo(headers: ResponseHeaders, size: number): ObjectInfo {
  const metadata: Record<string, string> = {};
  for (const name of Object.keys(headers)) {
    const value = headers[name];
    if (name.startsWith(metadataPrefix) && value)
      metadata[name.slice(metadataPrefix.length)] = escapeBytes(value, 'latin1');
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
 * Makes the headers of an upload. What is not printable ASCII is percent-encoded as UTF-8, because COS keeps no other bytes; a
 * `%` stays as it is, so that values which are encoded already do not change. Empty values are left out.
 *
 * @example toRequestHeaders({ contentType: 'image/webp', metadata: { alt: 'café' } })
 * // { 'Content-Type': 'image/webp', 'x-cos-meta-alt': 'caf%C3%A9' }
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
  add('x-cos-acl', headers.acl);
  add('x-cos-storage-class', headers.storageClass);
  add('x-cos-tagging', headers.tagging);
  for (const name of Object.keys(headers.metadata)) {
    add(metadataPrefix + name.toLowerCase(), headers.metadata[name]);
  }
  return sent;
}

function escapeBytes(value: string, encoding: 'latin1' | 'utf8'): string {
  return value.replace(/[^\x20-\x7e]+/g, (odd) =>
    Buffer.from(odd, encoding).toString('hex').toUpperCase().replace(/../g, '%$&'),
  );
}
