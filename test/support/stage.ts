// The built file among what it meets on SCF: a COS server with the two usual buckets, the SCF runtime, somebody who
// uploads. Hears all that the function says and answers, and lets no credential pass in it.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import COS from 'cos-nodejs-sdk-v5';
import { afterAll, afterEach, expect } from 'vitest';
import { type CosEvent, type CosServer, startCosServer } from '../../src/local/cos/cos.ts';
import { type FunctionOptions, type ScfFunction, startFunction } from '../../src/local/scf/scf.ts';
import { certificate } from '../local/cos/tls.ts';
import { leastRole } from './least-role.ts';
import { nodeUnderTest } from './runtime.ts';

export const BUCKET = 'example-1250000000';
export const TARGET = 'exampleresized-1250000000';
const region = 'ap-guangzhou';
/** What `npm run build` makes; test/bundle/build.ts sees to it that it is not stale. */
export const builtFile = fileURLToPath(new URL('../../dist/index.js', import.meta.url));

/** Of an operator, who may do everything in the buckets. Photos are uploaded with it, too. */
export const operator = {
  secretId: 'AKIDoperator',
  secretKey: 'operators/own+secret',
  token: 'operators/own+sessiontoken=',
};
export const role = {
  secretId: 'AKIDroleofthefunction',
  secretKey: 'roles/own+secretkey',
  token: 'roles/own+sessiontoken=',
};

export interface Stage {
  readonly server: CosServer;
  /** A function of the console's defaults, but for more memory and time; it ends with the file's tests. */
  start(options?: Partial<FunctionOptions>): ScfFunction;
  /** By the SDK, as anybody would. Resolves with the event that COS makes of it. */
  upload(key: string, bytes: Uint8Array, headers?: Readonly<Record<string, string>>): Promise<CosEvent>;
  /** Has this, too, searched for credentials. */
  hear(what: unknown): void;
  /** The variables that a child process needs to be the function without the SCF runtime. */
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Call it at the top of a test file. After each test all that was said since the last one is searched for credentials.
 *
 * @param protocol Of COS; `https` with a certificate that the function's Node.js is told to trust.
 */
export async function openStage({ protocol = 'http' }: { protocol?: 'http' | 'https' } = {}): Promise<Stage> {
  const root = mkdtempSync(join(tmpdir(), 'bundle-stage-'));
  const tls = protocol === 'https' ? { tls: certificate } : {};
  const authority = join(root, 'authority.pem');
  writeFileSync(authority, certificate.cert);
  const { credential, serve } = leastRole(role, BUCKET);
  const server = await startCosServer({
    root: join(root, 'cos'),
    credentials: [operator, credential],
    region,
    ...tls,
  });
  const cosEnv = { THUMB_COS_ENDPOINT: server.endpoint, ...(tls.tls && { NODE_EXTRA_CA_CERTS: authority }) };
  server.createBucket(BUCKET);
  server.createBucket(TARGET);
  const functions: ScfFunction[] = [];
  const said: unknown[] = [];
  afterEach(() => expect(leaks(JSON.stringify(said.splice(0)))).toEqual([]));
  afterAll(async () => {
    await Promise.all(functions.map((started) => started.close()));
    await server.close();
    rmSync(root, { recursive: true });
  });
  const sdk = new COS({
    SecretId: operator.secretId,
    SecretKey: operator.secretKey,
    SecurityToken: operator.token,
    Ip: `127.0.0.1:${server.port}`,
    Protocol: `${protocol}:`,
    StrictSsl: false,
    UseRawKey: true,
  });
  return {
    server,
    hear: (what) => said.push(what),
    get env() {
      serve({});
      return {
        TENCENTCLOUD_SECRETID: role.secretId,
        TENCENTCLOUD_SECRETKEY: role.secretKey,
        TENCENTCLOUD_SESSIONTOKEN: role.token,
        ...cosEnv,
      };
    },
    start(options = {}) {
      serve(options.env ?? {});
      const started = startFunction({
        file: builtFile,
        node: nodeUnderTest,
        region,
        credentials: role,
        memoryMb: 512,
        timeoutS: 120,
        enforceMemory: false,
        ...options,
        env: { ...cosEnv, ...options.env },
      });
      functions.push(started);
      return listened(started, said);
    },
    async upload(key, bytes, Headers = {}) {
      const events: CosEvent[] = [];
      const stop = server.onEvent((event) => events.push(event));
      const Body = Buffer.from(bytes);
      await sdk.putObject({ Bucket: BUCKET, Region: region, Key: key, Body, Headers: { ...Headers } });
      stop();
      const [event] = events;
      if (!event) throw new Error(`the upload of ${key} caused no event`);
      return event;
    },
  };
}

function listened(started: ScfFunction, said: unknown[]): ScfFunction {
  return {
    ...started,
    async invoke(event) {
      const invocation = await started.invoke(event);
      said.push(invocation);
      return invocation;
    },
    async deliver(event) {
      const invocations = await started.deliver(event);
      said.push(...invocations);
      return invocations;
    },
  };
}

const secrets = [
  role.secretId,
  role.secretKey,
  role.token,
  operator.secretKey,
  operator.token,
  'wrong-secret',
];
/** Parts of COS' signatures, and what is before them, percent-encoded or not. */
const signatures = [
  'q-sign',
  'q-ak',
  'q-signature',
  'authorization',
  'x-cos-security-token',
  'deadbeef',
  'AKID',
];

/** Which credentials and parts of signatures a text holds. */
export function leaks(text: string): string[] {
  const lowerCase = text.toLowerCase();
  const forms = [...secrets, ...signatures].flatMap((secret) => [secret, encodeURIComponent(secret)]);
  return [...new Set(forms)].filter((form) => lowerCase.includes(form.toLowerCase()));
}
