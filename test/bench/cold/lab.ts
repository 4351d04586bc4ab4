// Where handlers are measured: a local COS that holds the photos, the built file as it is unpacked on SCF, and beside it
// the same task solved with sharp, as npm installs it and as one bundled file. Whoever is measured finds the same.

import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { builtFile } from '../../../src/local/cloud.ts';
import { type CosServer, startCosServer } from '../../../src/local/cos/cos.ts';
import { type CosEvent, createEvent } from '../../../src/local/cos/event.ts';
import {
  credentialsEnvironment,
  type FunctionSettings,
  instanceEnvironment,
  invocationContext,
} from '../../../src/local/scf/environment.ts';
import { SOURCE_BUCKET, TARGET_BUCKET } from '../../support/records.ts';
import type { Photo } from '../photos.ts';
import { bundleHandler } from './bundle-handler.ts';
import type { Contender } from './contenders.ts';
import { failed, firstCode, type Measured, type Result, runHandler } from './run.ts';
import { undoAtExit } from './undo.ts';

export interface Start {
  readonly contender: Contender;
  /** The handler gets one event for each, in this order; each is an object of its own that has no thumbnail yet. */
  readonly photos: readonly Photo[];
  /** Of the function; default 512. */
  readonly memoryMb?: number;
  /** Of one invocation; default 60. */
  readonly timeoutS?: number;
  /** The function's `THUMB_PRESETS`; default: its own. */
  readonly presets?: string;
  /** Path of the Node.js binary; default: the one that runs this. */
  readonly node?: string;
  /** What comes before the command line. */
  readonly enter?: readonly string[];
}

export interface Lab {
  /** A fresh process; nothing is left warm for it but the system's cache of files. */
  start(start: Start): Promise<Result>;
  /** @throws {Error} if not every photo has a thumbnail afterwards. */
  measure(start: Start): Promise<Measured>;
  close(): Promise<void>;
}

const region = 'ap-guangzhou';
const credentials = { secretId: 'AKIDbench', secretKey: 'bench-key', token: 'bench-token' };
const sharpHandler = fileURLToPath(new URL('sharp-handler.cjs', import.meta.url));

/** @throws {Error} if the function has not been built. */
export async function openLab(): Promise<Lab> {
  if (!existsSync(builtFile)) throw new Error(`${builtFile} is not there. Run: npm run build`);
  const folder = mkdtempSync(join(tmpdir(), 'cos-thumbnailer-bench-'));
  const remove = undoAtExit(() => rmSync(folder, { recursive: true, force: true }));
  // A copy: who builds meanwhile does not change what is measured.
  mkdirSync(join(folder, 'code'));
  const files: Readonly<Record<Contender, string>> = {
    ours: join(folder, 'code', basename(builtFile)),
    sharp: sharpHandler,
    sharpb: join(folder, 'sharpb', basename(builtFile)),
  };
  copyFileSync(builtFile, files.ours);
  await bundleHandler(sharpHandler, files.sharpb);
  const server = await startCosServer({ root: join(folder, 'cos'), credentials: [credentials], region });
  server.createBucket(SOURCE_BUCKET);
  server.createBucket(TARGET_BUCKET);

  const events = new Map<string, CosEvent>();
  const eventFor = (photo: Photo, index: number): CosEvent => {
    const key = `${index}/${basename(photo.path)}`;
    const event = events.get(key) ?? upload(server, key, photo);
    events.set(key, event);
    return event;
  };

  async function start({
    contender,
    photos,
    memoryMb = 512,
    timeoutS = 60,
    presets,
    node,
    enter,
  }: Start): Promise<Result> {
    for (const key of server.objects.keys(TARGET_BUCKET)) server.objects.delete(TARGET_BUCKET, key);
    const settings: FunctionSettings = {
      file: files[contender],
      memoryMb,
      timeoutS,
      env: { THUMB_COS_ENDPOINT: server.endpoint, ...(presets !== undefined && { THUMB_PRESETS: presets }) },
      region,
      appid: '1250000000',
      functionName: 'thumbnailer',
    };
    const result = await runHandler({
      node: node ?? process.execPath,
      file: settings.file,
      events: photos.map(eventFor),
      context: invocationContext(settings, 'bench'),
      env: { ...instanceEnvironment(settings), ...credentialsEnvironment(credentials) },
      ...(enter && { enter }),
    });
    const stored = server.objects.keys(TARGET_BUCKET).length;
    const wanted = photos.length * (presets?.split(';').length ?? 1);
    if (result.kind === 'failed' || stored === wanted) return result;
    return failed(firstCode(result.measured.invocations) ?? 'no thumbnail was stored');
  }

  return {
    start,
    async measure(wanted) {
      const result = await start(wanted);
      if (result.kind === 'measured') return result.measured;
      const names = [...new Set(wanted.photos.map(({ name }) => name))].join(', ');
      throw new Error(`${wanted.contender} made no thumbnail of ${names}: ${result.message}`);
    },
    async close() {
      await server.close();
      remove();
    },
  };
}

/** @returns The event that COS would send. */
function upload({ objects }: CosServer, key: string, { path, format }: Photo): CosEvent {
  objects.put(SOURCE_BUCKET, key, readFileSync(path), { 'Content-Type': `image/${format}` });
  const object = objects.get(SOURCE_BUCKET, key);
  if (!object) throw new Error(`the server did not take ${key}`);
  return createEvent({
    eventName: 'cos:ObjectCreated:Put',
    bucket: SOURCE_BUCKET,
    region,
    object: { ...object, key, modified: 0 },
    requestId: 'bench',
    at: Date.now(),
  });
}
