// A COS server of our own with the two usual buckets, a store on it, and an eye on what the store's requests become.

import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { mkdtempSync, rmSync } from 'node:fs';
import type { ClientRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCosStore } from '../../src/function/cos/cos.ts';
import type { ObjectRef, ObjectStore } from '../../src/function/store.ts';
import { type CosServer, startCosServer } from '../../src/local/cos/cos.ts';

export const BUCKET = 'example-1250000000';
export const TARGET = 'exampleresized-1250000000';
export const credential = {
  secretId: 'AKIDexample',
  secretKey: 'secret/of+example',
  token: 'token/of+example=',
};

export interface Lab {
  readonly server: CosServer;
  readonly store: ObjectStore;
  /** Requests of this process that have neither their whole answer nor been given up. */
  inFlight(): number;
  close(): Promise<void>;
}

export async function openLab(): Promise<Lab> {
  const root = mkdtempSync(join(tmpdir(), 'cos-store-'));
  const server = await startCosServer({ root, credentials: [credential] });
  server.createBucket(BUCKET);
  server.createBucket(TARGET);
  const requests = new Set<ClientRequest>();
  const watch = (message: unknown) => requests.add((message as { request: ClientRequest }).request);
  subscribe('http.client.request.start', watch);
  return {
    server,
    store: connect(server.endpoint),
    inFlight: () => [...requests].filter((request) => !request.destroyed && !isAnswered(request)).length,
    async close() {
      unsubscribe('http.client.request.start', watch);
      await server.close();
      rmSync(root, { recursive: true });
    },
  };
}

export function connect(endpoint: string): ObjectStore {
  const { secretId, secretKey, token } = credential;
  return createCosStore({ secretId, secretKey, securityToken: token, endpoint });
}

/** `ClientRequest.res` is there, though not in Node.js' types. */
function isAnswered(request: ClientRequest): boolean {
  return (request as { res?: { complete: boolean } }).res?.complete === true;
}

export function at(key: string, bucket = BUCKET): ObjectRef {
  return { bucket, region: 'ap-guangzhou', key };
}

/** Bytes without a pattern, the same on every run. */
export function noise(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => Math.imul(i + 1, 2654435761) >>> 24);
}
