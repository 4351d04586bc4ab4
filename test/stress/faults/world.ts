// What the built file meets on SCF, for suites that break it: COS with the two usual buckets, and Node.js processes that hold
// the function. Knows no fault, and no test runner: the command has none.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { builtFile } from '../../../src/local/cloud.ts';
import { type CosServer, startCosServer } from '../../../src/local/cos/cos.ts';
import { Child } from '../../../src/local/scf/child.ts';
import {
  credentialsEnvironment,
  type FunctionSettings,
  instanceEnvironment,
  invocationContext,
} from '../../../src/local/scf/environment.ts';
import { type ScfFunction, startFunction } from '../../../src/local/scf/scf.ts';
import { samples } from '../../fixtures/images/images.ts';
import { certificate } from '../../local/cos/tls.ts';
import { leastRole } from '../../support/least-role.ts';
import { SOURCE_BUCKET, TARGET_BUCKET } from '../../support/records.ts';

export interface WorldOptions {
  /** Path of the Node.js binary. */
  readonly node: string;
  readonly protocol?: 'http' | 'https';
  readonly timeoutS: number;
  /** Of the function, besides those that lead it to the server. */
  readonly env: Readonly<Record<string, string>>;
}

export interface World {
  readonly server: CosServer;
  /** 240x135, so that decoding it costs little beside what the suites are about. The same bytes in every world. */
  readonly photo: Buffer;
  /** A function without an instance: its first event starts one. */
  startFunction(): ScfFunction;
  /** An instance that has begun to load, to be killed at any time; it is sent the event as soon as it can take it. */
  startVictim(event: unknown): Victim;
  /** Ends the server and every process. */
  close(): Promise<void>;
}

export interface Victim {
  /** Resolves once the process is gone. */
  kill(): Promise<void>;
  /** Resolves once the event is done with, or the process gone. */
  readonly ended: Promise<void>;
}

/** A server of its own on each call. */
export async function openWorld({ node, protocol = 'http', timeoutS, env }: WorldOptions): Promise<World> {
  const root = mkdtempSync(join(tmpdir(), 'cos-faults-'));
  const role = { secretId: 'AKIDfaults', secretKey: 'faults-key', token: 'faults-token' };
  const { credential, serve } = leastRole(role, SOURCE_BUCKET);
  serve(env);
  const server = await startCosServer({
    root: join(root, 'cos'),
    credentials: [credential],
    ...(protocol === 'https' && { tls: certificate }),
  });
  for (const bucket of [SOURCE_BUCKET, TARGET_BUCKET]) server.createBucket(bucket);
  const authority = join(root, 'authority.pem');
  writeFileSync(authority, certificate.cert);
  const settings: FunctionSettings = {
    file: builtFile,
    // SCF's own default. With more, an engine that is used a lot gives way to another build, whose thumbnails have other bytes.
    memoryMb: 128,
    timeoutS,
    env: { THUMB_COS_ENDPOINT: server.endpoint, NODE_EXTRA_CA_CERTS: authority, ...env },
    region: 'ap-guangzhou',
    appid: '1250000000',
    functionName: 'thumbnailer',
  };
  const closing: (() => Promise<void>)[] = [];
  return {
    server,
    photo: await sharp(samples.landscape.path).resize(240).jpeg({ quality: 90 }).toBuffer(),
    startFunction() {
      const started = startFunction({ ...settings, node, credentials: role, enforceMemory: false });
      closing.push(started.close);
      return started;
    },
    startVictim(event) {
      const renewed = credentialsEnvironment(role);
      const child = new Child({
        node,
        file: builtFile,
        handler: 'main_handler',
        env: { ...instanceEnvironment(settings), ...renewed },
      });
      const kill = () => child.kill();
      closing.push(kill);
      const ended = new Promise<void>((resolve) => {
        child.listen(({ kind }) => {
          const context = invocationContext(settings, 'victim');
          if (kind === 'ready') child.invoke({ event, context, env: renewed });
          else if (kind !== 'answer' && kind !== 'logged') resolve();
        });
      });
      return { kill, ended };
    },
    async close() {
      await Promise.all(closing.map((end) => end()));
      await server.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** What is stored of a thumbnail; its recipe tells what it was made from, and how. */
export interface Thumbnail {
  readonly bytes: Buffer;
  readonly recipe: string | undefined;
}

export function thumbnailAt(server: CosServer, key: string): Thumbnail | undefined {
  const stored = server.objects.get(TARGET_BUCKET, key);
  return stored && { bytes: stored.bytes, recipe: stored.headers['x-cos-meta-thumbnail-recipe'] };
}
