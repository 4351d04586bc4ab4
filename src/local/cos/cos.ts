// Starts a COS server on 127.0.0.1 that keeps its objects on disk, for tests and experiments. It is as strict as COS, and
// makes requests fail on demand.

import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Credential, FindCredential } from './authentication.ts';
import type { CosEvent } from './event.ts';
import { type Fault, Faults } from './faults.ts';
import { readKeeping } from './keeping.ts';
import { keptHeaders } from './metadata.ts';
import { type ObjectFacts, Objects } from './object-store.ts';
import { createService, type LoggedRequest } from './service.ts';

export type { Credential, FindCredential } from './authentication.ts';
export type { CosEvent, CosEventRecord, EventName } from './event.ts';
export type { Fault, FaultKind, Moment } from './faults.ts';
export type { LoggedRequest } from './service.ts';

export interface CosServerOptions {
  /** The folder that holds the buckets. It is created if it is missing. */
  readonly root: string;
  /** The accepted keys, or what finds them: keys that come and go. A `token` makes a key temporary: x-cos-security-token must match it. */
  readonly credentials: readonly Credential[] | FindCredential;
  /**
   * Is a missing key answered with 403 to whoever may not list the bucket, as COS may do? Default: false, with 404.
   */
  readonly hidesMissingKeys?: boolean;
  /** The long name of the buckets' region. Default: ap-guangzhou. */
  readonly region?: string;
  /** The port on 127.0.0.1. Default: 0, which chooses a free one. */
  readonly port?: number;
  /** Key and certificate as PEM; they make it an HTTPS server. */
  readonly tls?: { readonly key: string; readonly cert: string };
}

/** A stored object with its bytes. */
export type UploadedObject = Pick<ObjectFacts, 'headers' | 'etag' | 'crc64' | 'size' | 'keeping'> & {
  readonly bytes: Buffer;
};

export interface CosServer {
  readonly port: number;
  /** `http://127.0.0.1:PORT` */
  readonly endpoint: string;
  /** Every request in the order of its answer, including those whose answer was lost to a fault. */
  readonly requests: readonly LoggedRequest[];
  /** @param name The name with its appid, such as `example-1250000000`. */
  createBucket(name: string): void;
  hasBucket(name: string): boolean;
  /** Direct access to the objects that HTTP requests use, without signatures. It sends no events. */
  readonly objects: {
    /**
     * @param headers The names may be in any case. Content-Type, Cache-Control, x-cos-meta-* and similar headers are kept.
     * An ETag replaces the MD5 of the bytes, as after a multipart upload.
     */
    put(bucket: string, key: string, bytes: Uint8Array, headers?: Readonly<Record<string, string>>): void;
    get(bucket: string, key: string): UploadedObject | undefined;
    /** The keys in the order of COS: by their bytes. */
    keys(bucket: string): string[];
    delete(bucket: string, key: string): void;
  };
  readonly faults: { add(fault: Fault): void; clear(): void };
  /**
   * Calls the listener with the event that COS would send to SCF, after each object that is created or removed over HTTP
   * and before the client has its answer.
   *
   * @returns A function that removes the listener.
   */
  onEvent(listener: (event: CosEvent) => void): () => void;
  /**
   * Calls the listener with each request when it is added to `requests`, before its answer is sent.
   *
   * @returns A function that removes the listener.
   */
  onRequest(listener: (request: LoggedRequest) => void): () => void;
  /** Closes the server and its sockets, and forgets the multipart uploads that were not completed. */
  close(): Promise<void>;
}

export async function startCosServer(options: CosServerOptions): Promise<CosServer> {
  const objects = new Objects(options.root);
  const faults = new Faults();
  const requests: LoggedRequest[] = [];
  const requestListeners = new Set<(request: LoggedRequest) => void>();
  const listeners = new Set<(event: CosEvent) => void>();
  const { credentials } = options;
  const service = createService({
    objects,
    faults,
    findCredential: typeof credentials === 'function' ? credentials : findIn(credentials),
    hidesMissingKeys: options.hidesMissingKeys ?? false,
    region: options.region ?? 'ap-guangzhou',
    log: (request) => {
      requests.push(request);
      for (const listener of requestListeners) listener(request);
    },
    // In a microtask, so that a listener that throws does not make the request fail: that is a bug in a test.
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
    hasBucket: (name) => objects.hasBucket(name),
    objects: directAccess(objects),
    faults,
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onRequest(listener) {
      requestListeners.add(listener);
      return () => requestListeners.delete(listener);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function findIn(credentials: readonly Credential[]): FindCredential {
  return (secretId) => credentials.find((credential) => credential.secretId === secretId);
}

function directAccess(objects: Objects): CosServer['objects'] {
  return {
    put(bucket, key, bytes, headers = {}) {
      if (!objects.hasBucket(bucket)) {
        throw new Error(`the bucket ${bucket} does not exist: create it first with createBucket`);
      }
      const lowerCase = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
      const { etag, ...others }: Record<string, string> = Object.fromEntries(lowerCase);
      objects.put(bucket, key, {
        bytes,
        headers: keptHeaders(others),
        keeping: readKeeping(others),
        ...(etag !== undefined && { etag }),
      });
    },
    get(bucket, key) {
      const facts = objects.head(bucket, key);
      if (!facts) return undefined;
      const { headers, etag, crc64, size, keeping } = facts;
      return { headers, etag, crc64, size, ...(keeping && { keeping }), bytes: objects.read(bucket, facts) };
    },
    keys: (bucket) => objects.list(bucket).map(({ key }) => key),
    delete: (bucket, key) => void objects.delete(bucket, key),
  };
}
