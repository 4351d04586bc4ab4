// A whole cloud for one test file, the official SDK pointed at it, and a client that signs by hand and can break any rule.

import { Agent, request as httpRequest } from 'node:http';
import { connect, type Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { strToU8, zipSync } from 'fflate';
import { CommonClient } from 'tencentcloud-sdk-nodejs-common';
import { scf } from 'tencentcloud-sdk-nodejs-scf';
import { afterAll } from 'vitest';
import type { ApiUser, CloudApiServer } from '../../../src/local/api/api.ts';
import { dateOf, signTc3, tc3Algorithm } from '../../../src/local/api/tc3.ts';
import { startWholeCloud, type WholeCloud, type WholeCloudOptions } from '../../../src/local/whole-cloud.ts';

export const region = 'ap-guangzhou';
export const bucket = 'example-1250000000';
export const otherBucket = 'exampleresized-1250000000';
export const host = `${bucket}.cos.${region}.myqcloud.com`;

type Key = Pick<ApiUser, 'secretId' | 'secretKey' | 'token'>;

/** Started with both buckets; closed after the file's tests. */
export async function startCloud(options: WholeCloudOptions = {}): Promise<WholeCloud> {
  const cloud = await startWholeCloud({ buckets: [bucket, otherBucket], enforceMemory: false, ...options });
  afterAll(() => cloud.close());
  return cloud;
}

/** Connects everything to one port: the official SDK keeps the real host in the request and in its signature. */
class LocalAgent extends Agent {
  readonly #port: number;

  constructor(port: number) {
    super();
    this.#port = port;
  }

  override createConnection(): Socket {
    return connect(this.#port, '127.0.0.1');
  }
}

function sdkConfig(cloud: WholeCloud, { secretId, secretKey, token }: Key) {
  return {
    region,
    credential: { secretId, secretKey, ...(token !== undefined && { token }) },
    profile: { httpProfile: { protocol: 'http://', agent: new LocalAgent(cloud.api.port) } },
  };
}

export function connectScf(cloud: WholeCloud, key: Key = cloud.owner) {
  return new scf.v20180416.Client(sdkConfig(cloud, key));
}

export function connectCam(cloud: WholeCloud, key: Key = cloud.owner): CommonClient {
  return new CommonClient('cam.tencentcloudapi.com', '2019-01-16', sdkConfig(cloud, key));
}

export function connectSts(cloud: WholeCloud, key: Key = cloud.owner): CommonClient {
  return new CommonClient('sts.tencentcloudapi.com', '2018-08-13', sdkConfig(cloud, key));
}

export function connectCls(cloud: WholeCloud, key: Key = cloud.owner): CommonClient {
  return new CommonClient('cls.tencentcloudapi.com', '2020-10-16', sdkConfig(cloud, key));
}

/** @returns The zip of a function, as base64. */
export function zipOf(files: Readonly<Record<string, string>>): string {
  const entries = Object.entries(files).map(([name, text]) => [name, strToU8(text)]);
  return Buffer.from(zipSync(Object.fromEntries(entries))).toString('base64');
}

/** What CreateFunction needs, for a function of this text. */
export function newFunction(name: string, source: string) {
  return {
    FunctionName: name,
    Runtime: 'Nodejs20.19',
    Handler: 'index.main_handler',
    Code: { ZipFile: zipOf({ 'index.js': source }) },
  };
}

/** @returns What the error of a call says: its code. */
export async function codeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'none';
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
}

export interface RawCall {
  readonly key: Key;
  readonly host?: string;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly body?: string;
  readonly timestamp?: number;
  readonly signed?: readonly string[];
  readonly service?: string;
  readonly method?: string;
  readonly path?: string;
  /** Takes the Authorization that would be right and gives the one to send; undefined: none. */
  readonly tamper?: (authorization: string) => string | undefined;
}

/** One call, signed as the documentation says, but for what `call` changes. */
export async function send(api: CloudApiServer, call: RawCall) {
  const { body = '{}', signed = ['content-type', 'host'], tamper = (same: string) => same, key } = call;
  const timestamp = call.timestamp ?? Math.floor(Date.now() / 1000);
  const headers = given({
    host: call.host ?? 'scf.tencentcloudapi.com',
    'content-type': 'application/json',
    'x-tc-action': 'ListFunctions',
    'x-tc-version': '2018-04-16',
    'x-tc-region': region,
    'x-tc-timestamp': String(timestamp),
    'x-tc-token': key.token,
    ...call.headers,
  });
  const service = call.service ?? headers['host']?.split('.')[0] ?? '';
  const { signature } = signTc3(
    key.secretKey,
    { timestamp, service },
    { headers: signed.map((name) => [name, headers[name] ?? ''] as const), body },
  );
  const scope = `${dateOf(timestamp)}/${service}/tc3_request`;
  const authorization = tamper(
    `${tc3Algorithm} Credential=${key.secretId}/${scope}, SignedHeaders=${signed.join(';')}, Signature=${signature}`,
  );
  const outgoing = httpRequest({
    port: api.port,
    method: call.method ?? 'POST',
    path: call.path ?? '/',
    headers: { ...headers, ...(authorization !== undefined && { authorization }) },
    agent: false,
  });
  outgoing.end(body);
  const response = await new Promise<import('node:http').IncomingMessage>((resolve, reject) => {
    outgoing.on('response', resolve).on('error', reject);
  });
  const text = (await buffer(response)).toString();
  const parsed = JSON.parse(text) as {
    Response: { RequestId: string; Error?: { Code: string; Message: string } };
  };
  return { status: response.statusCode, code: parsed.Response.Error?.Code, ...parsed };
}

function given(headers: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
