// What of this machine is named in the texts to take away: the built zip, the Terraform module, and how deploy is called.

import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../local/cloud.ts';
import { PlayError } from './play-error.ts';

export interface Workshop {
  /** How deploy is called: `npm run deploy --`. */
  readonly deployCommand: string;
  /** The folder of the Terraform module. */
  readonly terraformModule: string;
  readonly zipFile: string;
  readonly zip: Uint8Array;
  /** Of the zip, in hexadecimal. */
  readonly sha256: string;
}

/** @throws {PlayError} if the zip has not been built. */
export function openWorkshop(deployCommand: string): Workshop {
  const zipFile = join(root, 'dist', 'cos-thumbnailer.zip');
  if (!existsSync(zipFile)) {
    throw new PlayError(409, {
      en: `${zipFile} does not exist. Run: npm run build`,
      zh: `${zipFile} 不存在。请运行：npm run build`,
    });
  }
  const zip = readFileSync(zipFile);
  const sha256 = createHash('sha256').update(zip).digest('hex');
  return { deployCommand, terraformModule: join(root, 'deploy', 'terraform'), zipFile, zip, sha256 };
}
