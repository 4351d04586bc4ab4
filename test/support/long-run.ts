// A COS server and one function, for runs of thousands of events in one instance.

import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtFile } from '../../src/local/cloud.ts';
import { type CosServer, startCosServer } from '../../src/local/cos/cos.ts';
import { type ScfFunction, startFunction } from '../../src/local/scf/scf.ts';
import { undoAtExit } from '../bench/cold/undo.ts';
import { SOURCE_BUCKET, TARGET_BUCKET } from './records.ts';

export interface LongRun {
  readonly server: CosServer;
  readonly thumbnailer: ScfFunction;
  close(): Promise<void>;
}

interface LongRunOptions {
  readonly memoryMb: number;
  readonly timeoutS: number;
  /** Path of the Node.js binary; default: the one that runs this. */
  readonly node?: string | undefined;
  /** Default: true. */
  readonly enforceMemory?: boolean;
  /** Settings, besides where the server is. */
  readonly env?: Readonly<Record<string, string>>;
}

const credentials = { secretId: 'AKIDlongrun', secretKey: 'long-run-key', token: 'long-run-token' };

/**
 * The instance is killed above its memory, as on SCF, unless somebody else does that.
 *
 * @throws {Error} if the function has not been built.
 */
export async function openLongRun({ env: settings, node, ...limits }: LongRunOptions): Promise<LongRun> {
  if (!existsSync(builtFile)) throw new Error(`${builtFile} is not there. Run: npm run build`);
  const folder = mkdtempSync(join(tmpdir(), 'long-run-'));
  const remove = undoAtExit(() => rmSync(folder, { recursive: true, force: true }));
  // A copy: an engine that is replaced reads its modules from the file, which somebody may build anew meanwhile.
  const file = join(folder, 'index.js');
  copyFileSync(builtFile, file);
  const server = await startCosServer({ root: join(folder, 'cos'), credentials: [credentials] });
  for (const bucket of [SOURCE_BUCKET, TARGET_BUCKET]) server.createBucket(bucket);
  const env = { ...settings, THUMB_COS_ENDPOINT: server.endpoint };
  const thumbnailer = startFunction({
    ...limits,
    ...(node !== undefined && { node }),
    file,
    credentials,
    env,
    retryIntervalMs: 0,
  });
  return {
    server,
    thumbnailer,
    async close() {
      await thumbnailer.close();
      await server.close();
      remove();
    },
  };
}
