// A COS server on disk, for tests and for trying things out: as strict as COS, on 127.0.0.1, with faults on command.

import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Credential } from './authentication.ts';
import type { CosEvent } from './event.ts';
import { type Fault, Faults } from './faults.ts';
import { keptHeaders } from './metadata.ts';
import { type ObjectFacts, Objects } from './object-store.ts';
import { createService, type LoggedRequest } from './service.ts';

export type { Credential } from './authentication.ts';
export type { CosEvent, CosEventRecord, EventName } from './event.ts';
export type { Fault, FaultKind, Moment } from './faults.ts';
export type { LoggedRequest } from './service.ts';

export interface CosServerOptions {
  /** Folder that holds the buckets. Created if missing. */
  readonly root: string;
  /** Accepted keys; a `token` makes them temporary: x-cos-security-token must match. */
  readonly credentials: readonly Credential[];
  /** Long form of the region in which the buckets are. Default ap-guangzhou. */
  readonly region?: string;
  /** Default 0: any free one. Always on 127.0.0.1. */
  readonly port?: number;
  /** PEM; makes it an HTTPS server. */
  readonly tls?: { readonly key: string; readonly cert: string };
}

/** An object with its bytes. */
export type PutObject = Pick<ObjectFacts, 'headers' | 'etag' | 'crc64' | 'size'> & {
  readonly bytes: Buffer;
};

export interface CosServer {
  readonly port: number;
  /** `http://127.0.0.1:PORT` */
  readonly endpoint: string;
  /** Every request that was answered, or would have been but for a fault; in that order. */
  readonly requests: readonly LoggedRequest[];
  /** @param name With its appid: `example-1250000000`. */
  createBucket(name: string): void;
  /** The same data that the HTTP side works on, for set-up and assertions without signing. Sends no events. */
  readonly objects: {
    /**
     * @param headers Names in any case; Content-Type, Cache-Control, x-cos-meta-* and the like are kept. An ETag stands in
     * place of the bytes' MD5, as after an upload in parts.
     */
    put(bucket: string, key: string, bytes: Uint8Array, headers?: Readonly<Record<string, string>>): void;
    get(bucket: string, key: string): PutObject | undefined;
    /** In COS' order: by the bytes of the keys. */
    keys(bucket: string): string[];
    delete(bucket: string, key: string): void;
  };
  readonly faults: { add(fault: Fault): void; clear(): void };
  /**
   * Called with the COS event, as COS would push it to SCF, after each object created or removed over HTTP, and before the
   * client has its answer. Returns an unsubscribe.
   */
  onEvent(listener: (event: CosEvent) => void): () => void;
  /** Called with each of `requests` as it comes to them, before its answer is sent. Returns an unsubscribe. */
  onRequest(listener: (request: LoggedRequest) => void): () => void;
  /** Closes its sockets too. Uploads in parts that were not completed are forgotten. */
  close(): Promise<void>;
}

export async function startCosServer(options: CosServerOptions): Promise<CosServer> {
  const objects = new Objects(options.root);
  const faults = new Faults();
  const requests: LoggedRequest[] = [];
  const watchers = new Set<(request: LoggedRequest) => void>();
  const listeners = new Set<(event: CosEvent) => void>();
  const service = createService({
    objects,
    faults,
    credentials: options.credentials,
    region: options.region ?? 'ap-guangzhou',
    log: (request) => {
      requests.push(request);
      for (const watcher of watchers) watcher(request);
    },
    // In a task of its own: a listener that throws is a bug in a test, not a request that fails.
    publish: (event) => {
      for (const listener of listeners) queueMicrotask(() => listener(event));
    },
  });
  const server = options.tls ? createHttpsServer(options.tls, service) : createHttpServer(service);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    port,
    endpoint: `${options.tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    requests,
    createBucket: (name) => objects.createBucket(name),
    objects: directAccess(objects),
    faults,
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onRequest(watcher) {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function directAccess(objects: Objects): CosServer['objects'] {
  return {
    put(bucket, key, bytes, headers = {}) {
      if (!objects.hasBucket(bucket)) {
        throw new Error(`there is no bucket ${bucket}: create it first with createBucket`);
      }
      const lowerCase = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
      const { etag, ...others }: Record<string, string> = Object.fromEntries(lowerCase);
      objects.put(bucket, key, { bytes, headers: keptHeaders(others), ...(etag !== undefined && { etag }) });
    },
    get(bucket, key) {
      const facts = objects.head(bucket, key);
      if (!facts) return undefined;
      const { headers, etag, crc64, size } = facts;
      return { headers, etag, crc64, size, bytes: objects.read(bucket, facts) };
    },
    keys: (bucket) => objects.list(bucket).map(({ key }) => key),
    delete: (bucket, key) => void objects.delete(bucket, key),
  };
}
