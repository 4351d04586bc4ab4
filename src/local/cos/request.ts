// Parses an HTTP request into bucket, key, query, headers and body.

import type { IncomingMessage } from 'node:http';
import { CosError } from './errors.ts';

/** A request, decoded. */
export interface CosRequest {
  readonly method: string;
  /** The host as the client sent it. The signature covers it. */
  readonly host: string;
  readonly bucket: string;
  readonly region: string;
  /** The object's key, which may begin with `/`. It is empty if the request is for the bucket. */
  readonly key: string;
  readonly query: Readonly<Record<string, string>>;
  /** The names are in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Matches the host of a bucket, with its region. */
const hostPattern = /^([a-z0-9-]+-\d+)\.cos\.([a-z0-9-]+)\.(?:myqcloud\.com|tencentcos\.cn)$/;

/** Reads bucket and region from a host like `example-1250000000.cos.ap-guangzhou.myqcloud.com`, with or without a port. */
export function parseHost(host: string): { bucket: string; region: string } | undefined {
  const [, bucket, region] = hostPattern.exec(host.replace(/:\d+$/, '')) ?? [];
  return bucket && region ? { bucket, region } : undefined;
}

/** The target of a request, not decoded. */
interface Target {
  readonly host: string;
  readonly path: string;
  readonly query: string;
}

function splitTarget({ url = '', headers }: IncomingMessage): Target {
  // A request to a proxy holds the whole URL (RFC 9112, section 3.2.2), whose host takes precedence over the Host header.
  const [, authority, path = '/', query = ''] = /^(?:https?:\/\/([^/?]*))?([^?]*)\??(.*)$/is.exec(url) ?? [];
  return { host: authority ?? headers.host ?? '', path, query };
}

/** @returns Host and path for the Resource element of an error, without the query, which may hold a signature. */
export function resourceOf(message: IncomingMessage): string {
  const { host, path } = splitTarget(message);
  return `${host}${path}`;
}

/** @throws {CosError} `InvalidURI` if the URL is not that of a bucket or an object. */
export function parseRequest(message: IncomingMessage, body: Buffer): CosRequest {
  const { host, path, query } = splitTarget(message);
  const address = parseHost(host);
  if (!address) {
    throw new CosError(
      400,
      'InvalidURI',
      `The host "${host}" is not {bucket}-{appid}.cos.{region}.myqcloud.com (or .tencentcos.cn). Send the bucket's own Host header to this server.`,
    );
  }
  return {
    method: message.method ?? 'GET',
    host,
    ...address,
    key: decode(path.slice(1)),
    query: parseQuery(query),
    headers: Object.fromEntries(
      Object.entries(message.headers).map(([name, value]) => [name, String(value)]),
    ),
    body,
  };
}

/** Keeps a `+` as it is: COS' signatures and presigned URLs write a space as `%20`. */
function parseQuery(text: string): Record<string, string> {
  const pairs = text.split('&').filter((pair) => pair !== '');
  return Object.fromEntries(
    pairs.map((pair) => {
      const [name = '', ...value] = pair.split('=');
      return [decode(name), decode(value.join('='))];
    }),
  );
}

/** @throws {CosError} `InvalidURI` if the text is not percent-encoded UTF-8. */
export function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new CosError(400, 'InvalidURI', `"${text}" is not percent-encoded UTF-8.`);
  }
}
