// An HTTP request -> bucket, key, query, headers, body. Knows addresses, no operation and no disk.

import type { IncomingMessage } from 'node:http';
import { CosError } from './errors.ts';

/** What was asked, decoded. */
export interface CosRequest {
  readonly method: string;
  /** As the client sent it; what the signature covers. */
  readonly host: string;
  readonly bucket: string;
  readonly region: string;
  /** Empty for the bucket itself; may begin with `/`. */
  readonly key: string;
  readonly query: Readonly<Record<string, string>>;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Appid and region of a COS host. */
const hostPattern = /^([a-z0-9-]+-\d+)\.cos\.([a-z0-9-]+)\.(?:myqcloud\.com|tencentcos\.cn)$/;

/** `example-1250000000.cos.ap-guangzhou.myqcloud.com`, perhaps with a port -> its bucket and region. */
export function parseHost(host: string): { bucket: string; region: string } | undefined {
  const [, bucket, region] = hostPattern.exec(host.replace(/:\d+$/, '')) ?? [];
  return bucket && region ? { bucket, region } : undefined;
}

/** What was addressed, as the client wrote it. */
interface Target {
  readonly host: string;
  readonly path: string;
  readonly query: string;
}

function splitTarget({ url = '', headers }: IncomingMessage): Target {
  // Proxies are sent the whole address (RFC 9112, 3.2.2); its host then stands above the Host header.
  const [, authority, path = '/', query = ''] = /^(?:https?:\/\/([^/?]*))?([^?]*)\??(.*)$/is.exec(url) ?? [];
  return { host: authority ?? headers.host ?? '', path, query };
}

/** Host and path: the Resource of error answers. Without the query, which may hold a signature. */
export function resourceOf(message: IncomingMessage): string {
  const { host, path } = splitTarget(message);
  return `${host}${path}`;
}

/**
 * @throws {CosError} `InvalidURI` if the address is not one of an object or a bucket.
 */
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

/** `+` stays `+`: COS' signatures and presigned addresses use `%20` for a space. */
function parseQuery(text: string): Record<string, string> {
  const pairs = text.split('&').filter((pair) => pair !== '');
  return Object.fromEntries(
    pairs.map((pair) => {
      const [name = '', ...value] = pair.split('=');
      return [decode(name), decode(value.join('='))];
    }),
  );
}

/** @throws {CosError} `InvalidURI` if it is not percent-encoded UTF-8. */
export function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new CosError(400, 'InvalidURI', `"${text}" is not percent-encoded UTF-8.`);
  }
}
