// A server for one test file, the SDK pointed at it, and a client that signs by hand and can break any rule.

import { mkdtempSync, rmSync } from 'node:fs';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import COS from 'cos-nodejs-sdk-v5';
import { afterAll } from 'vitest';
import { type CosServer, type CosServerOptions, startCosServer } from '../../../src/local/cos/cos.ts';
import { authorize, urlEncode } from '../../../src/local/cos/signature.ts';

export const bucket = 'example-1250000000';
export const otherBucket = 'exampleresized-1250000000';
export const region = 'ap-guangzhou';
export const host = `${bucket}.cos.${region}.myqcloud.com`;
/** What most SDK calls begin with. */
export const place = { Bucket: bucket, Region: region };

export const permanent = { secretId: 'AKIDpermanent', secretKey: 'permanent-secret' };
export const temporary = { secretId: 'AKIDtemporary', secretKey: 'temporary-secret', token: 'to+ken/=abc' };

/**
 * Started with both buckets; closed, and its folder removed, after the file's tests. Within a test, give `onTestFinished`: what a
 * test says to `afterAll` is lost.
 */
export async function startCloud(
  options: Partial<CosServerOptions> = {},
  whenDone: (cleanUp: () => Promise<void>) => void = afterAll,
): Promise<CosServer> {
  const root = mkdtempSync(join(tmpdir(), 'local-cos-'));
  const server = await startCosServer({ root, credentials: [permanent, temporary], ...options });
  server.createBucket(bucket);
  server.createBucket(otherBucket);
  whenDone(async () => {
    await server.close();
    rmSync(root, { recursive: true });
  });
  return server;
}

/** The SDK as the function uses it: real Host header and signature, another address. */
export function connectSdk(server: CosServer, options: COS.COSOptions = {}): COS {
  return new COS({
    SecretId: permanent.secretId,
    SecretKey: permanent.secretKey,
    Ip: `127.0.0.1:${server.port}`,
    Protocol: 'http:',
    UseRawKey: true,
    ...options,
  });
}

/** `start;end`, valid for the next ten minutes. */
export function keyTime(startsInSeconds = -1, seconds = 600): string {
  const start = Math.floor(Date.now() / 1000) + startsInSeconds;
  return `${start};${start + seconds}`;
}

export interface RawRequest {
  readonly method?: string;
  readonly host?: string;
  /** Decoded. */
  readonly key?: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Sent and signed, as Host is. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent with a Content-Length, which is signed. */
  readonly body?: Buffer | string;
  readonly credential?: { readonly secretId: string; readonly secretKey: string };
  readonly keyTime?: string;
  /** Takes the Authorization that would be right and gives the one to send; undefined: none. */
  readonly tamper?: (authorization: string) => string | undefined;
  /** Sent, not signed. */
  readonly unsigned?: Readonly<Record<string, string>>;
  /** Instead of the request target that `key` and `query` make. */
  readonly target?: string;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** COS' error code, if it is an error in XML. */
  readonly code: string | undefined;
}

/** One request, signed as the documentation says, but for what `request` changes. */
export async function send(server: CosServer, request: RawRequest): Promise<RawAnswer> {
  const { method = 'GET', key = '', query = {}, body, tamper = (same: string) => same } = request;
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  const headers = { host: request.host ?? host, ...length, ...request.headers };
  const authorization = tamper(
    authorize(request.credential ?? permanent, request.keyTime ?? keyTime(), {
      method,
      path: `/${key}`,
      params: query,
      headers,
    }),
  );
  const outgoing = httpRequest({
    port: server.port,
    method,
    path: request.target ?? encodeTarget(key, query),
    headers: { ...headers, ...request.unsigned, ...(authorization && { authorization }) },
    agent: false,
  });
  outgoing.end(body);
  const response = await new Promise<import('node:http').IncomingMessage>((resolve, reject) => {
    outgoing.on('response', resolve).on('error', reject);
  });
  const bytes = await buffer(response);
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    body: bytes,
    code: /<Code>(\w+)<\/Code>/.exec(bytes.toString())?.[1],
  };
}

export function encodeTarget(key: string, query: Readonly<Record<string, string>> = {}): string {
  const pairs = Object.entries(query).map(([name, value]) => `${urlEncode(name)}=${urlEncode(value)}`);
  return `/${urlEncode(key).replaceAll('%2F', '/')}${pairs.length > 0 ? `?${pairs.join('&')}` : ''}`;
}
