// Starts the cloud API of one account on 127.0.0.1: SCF, CAM, STS and CLS, as far as this project's commands need them. It is as
// strict as the real one: it verifies signatures, knows which parameters an action has, runs the functions that are uploaded, fires
// their triggers, and lets them do to COS only what their roles allow.
//
// Requests carry the real Host header, such as `scf.tencentcloudapi.com`, and its signature.

import { mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CosServer } from '../cos/cos.ts';
import type { Runtime } from '../scf/runtimes.ts';
import type { Account } from './account.ts';
import { type ApiFault, ApiFaults } from './api-faults.ts';
import { createApiService, type LoggedCall } from './api-service.ts';
import { Invoker } from './concurrency.ts';
import { Deliveries } from './delivery.ts';

export { Account, type ApiUser } from './account.ts';
export type { ApiFault, ApiFaultKind } from './api-faults.ts';
export type { LoggedCall } from './api-service.ts';

export interface CloudApiServerOptions {
  readonly account: Account;
  /** Where the functions' objects are. */
  readonly cos: CosServer;
  /** Where the code of functions is unpacked. It is created if it is missing. */
  readonly folder: string;
  /** The port on 127.0.0.1. Default: 0, which chooses a free one. */
  readonly port?: number;
  /** How many times GetFunction answers that something is under way. Default: 2. */
  readonly polls?: number;
  /** MB that all functions may take at the same time. Tencent Cloud gives 128,000. Default: 4096. */
  readonly concurrencyMb?: number;
  /** Is an instance killed when it exceeds its memory? Default: true. Linux only. */
  readonly enforceMemory?: boolean;
  /** The time between two deliveries of one event. On SCF it is a minute. Default: 100. */
  readonly retryIntervalMs?: number;
  /** The Node.js binary of a runtime. Default: the one that runs this, whatever the runtime. */
  nodeOf?(runtime: Runtime): string;
}

export interface CloudApiServer {
  readonly port: number;
  /** `http://127.0.0.1:PORT` */
  readonly endpoint: string;
  /** What there is, to look at and to spoil without a request. */
  readonly account: Account;
  /** Every call in the order of its answer, including those whose answer was lost to a fault. */
  readonly calls: readonly LoggedCall[];
  readonly faults: { add(fault: ApiFault): void; clear(): void };
  /**
   * Calls the listener with each call when it is added to `calls`, before its answer is sent.
   *
   * @returns A function that removes the listener.
   */
  onCall(listener: (call: LoggedCall) => void): () => void;
  /** Resolves when all events of COS have been delivered, also those that deliveries have caused. */
  idle(): Promise<void>;
  /** Closes the server and ends all functions. */
  close(): Promise<void>;
}

export async function startCloudApi(options: CloudApiServerOptions): Promise<CloudApiServer> {
  const { account, cos, folder, polls = 2, nodeOf = () => process.execPath } = options;
  mkdirSync(folder, { recursive: true });
  const invoker = new Invoker({
    account,
    localEnv: { THUMB_COS_ENDPOINT: cos.endpoint },
    concurrencyMb: options.concurrencyMb ?? 4096,
    enforceMemory: options.enforceMemory ?? true,
  });
  const deliveries = new Deliveries(account, invoker, options.retryIntervalMs ?? 100);
  const stopListening = cos.onEvent((event) => deliveries.accept(event));
  const faults = new ApiFaults();
  const calls: LoggedCall[] = [];
  const listeners = new Set<(call: LoggedCall) => void>();
  const service = createApiService({
    faults,
    context: { account, cos, invoker, folder, polls, nodeOf },
    log: (call) => {
      calls.push(call);
      for (const listener of listeners) listener(call);
    },
  });
  const server = createServer(service);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    port,
    endpoint: `http://127.0.0.1:${port}`,
    account,
    calls,
    faults,
    onCall(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    idle: () => deliveries.idle(),
    async close() {
      stopListening();
      deliveries.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      await Promise.all([...account.functions.values()].map(({ instances }) => instances.close()));
      await deliveries.idle().catch(() => {});
    },
  };
}
