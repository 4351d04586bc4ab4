// Starts the local cloud: a COS server in a temporary folder, and functions that use it with an execution role's credentials.

import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CosServer, startCosServer } from './cos/cos.ts';
import { type FunctionOptions, type ScfFunction, startFunction } from './scf/scf.ts';

/** The folder of the repository, absolute. */
export const root = fileURLToPath(new URL('../..', import.meta.url));
/** The file that `npm run build` makes. */
export const builtFile = join(root, 'dist', 'index.js');

/** Invented credentials: this server accepts them, COS would not. */
const user = { secretId: 'AKIDlocaluser', secretKey: 'local-user-key' };
const role = { secretId: 'AKIDlocalrole', secretKey: 'local-role-key', token: 'local-role-token' };

export interface Cloud {
  readonly server: CosServer;
  /** Credentials of a user who uploads. */
  readonly user: { readonly secretId: string; readonly secretKey: string };
  /** Starts the built function, in the cloud's region. */
  startThumbnailer(options: Omit<FunctionOptions, 'file' | 'credentials' | 'region'>): ScfFunction;
  /** Stops the server and every function, and deletes the objects. */
  close(): Promise<void>;
}

/**
 * @param buckets With their appids.
 * @throws {Error} if the function has not been built.
 */
export async function startCloud(buckets: Iterable<string>, region = 'ap-guangzhou'): Promise<Cloud> {
  if (!existsSync(builtFile)) throw new Error(`${builtFile} does not exist. Run: npm run build`);
  const folder = mkdtempSync(join(tmpdir(), 'cos-thumbnailer-'));
  const server = await startCosServer({ root: folder, credentials: [user, role], region });
  for (const bucket of buckets) server.createBucket(bucket);
  const functions: ScfFunction[] = [];
  return {
    server,
    user,
    startThumbnailer(options) {
      const env = { ...options.env, THUMB_COS_ENDPOINT: server.endpoint };
      const started = startFunction({ ...options, env, file: builtFile, region, credentials: role });
      functions.push(started);
      return started;
    },
    async close() {
      await Promise.all(functions.map((started) => started.close()));
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
