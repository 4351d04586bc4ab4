// Checks the Content-MD5 header: the checksum that the client sends with a body.

import { createHash } from 'node:crypto';
import { CosError } from './errors.ts';
import type { CosRequest } from './request.ts';

/** @throws {CosError} `InvalidDigest` if the header is not an MD5, `BadDigest` if it does not match the body. */
export function checkContentMd5({ headers, body }: CosRequest): void {
  const given = headers['content-md5'];
  if (given === undefined || given === '') return;
  if (!/^[A-Za-z0-9+/]{22}==$/.test(given)) {
    throw new CosError(400, 'InvalidDigest', 'The Content-MD5 you specified is not the base64 of 16 bytes.');
  }
  if (given !== createHash('md5').update(body).digest('base64')) {
    throw new CosError(400, 'BadDigest', 'The Content-MD5 you specified did not match what we received.');
  }
}
