// Reads the failure records in a bucket, with the official SDK and the operator's credentials. No message shows the credentials.

import COS from 'cos-nodejs-sdk-v5';
import type { Found } from './failures.ts';

export interface BucketOptions {
  /** The name with its appid. */
  readonly bucket: string;
  /** The long name of the region, such as `ap-guangzhou`. */
  readonly region: string;
  readonly prefix: string;
  /** The address of another COS, such as `http://127.0.0.1:9000`; undefined: COS itself. */
  readonly endpoint: string | undefined;
}

/** The bucket cannot be read: the message says what was expected, or what COS answered. */
export class BucketError extends Error {
  override readonly name = 'BucketError';
}

/** @throws {BucketError} if the credentials are missing, or with the code of COS if it refuses a request. */
export async function readBucket(
  options: BucketOptions,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Found[]> {
  const { COS_SECRETID: SecretId, COS_SECRETKEY: SecretKey, COS_TOKEN: SecurityToken } = env;
  if (!SecretId || !SecretKey) {
    throw new BucketError('--bucket needs credentials: set COS_SECRETID and COS_SECRETKEY.');
  }
  const client = new COS({
    SecretId,
    SecretKey,
    ...(SecurityToken && { SecurityToken }),
    ...address(options.endpoint),
    UseRawKey: true,
  });
  const place = { Bucket: options.bucket, Region: options.region };
  try {
    const found: Found[] = [];
    for (const Key of await list(client, place, options.prefix)) {
      const { Body } = await client.getObject({ ...place, Key });
      found.push({ name: Key, text: Body.toString('utf8') });
    }
    return found;
  } catch (error) {
    const { code, statusCode } = error as { readonly code?: string; readonly statusCode?: number };
    if (code === undefined) throw error;
    const status = statusCode === undefined ? '' : `, HTTP ${statusCode}`;
    throw new BucketError(`cannot read ${options.bucket} in ${options.region}: ${code}${status}.`);
  }
}

function address(endpoint: string | undefined): Pick<COS.COSOptions, 'Ip' | 'Protocol'> {
  if (endpoint === undefined) return {};
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (!url?.host)
    throw new BucketError(`--endpoint ${endpoint}: expected an address like http://127.0.0.1:9000`);
  return { Ip: url.host, Protocol: url.protocol === 'http:' ? 'http:' : 'https:' };
}

interface Place {
  readonly Bucket: string;
  readonly Region: string;
}

/** Lists the keys of all .json objects below a prefix, page by page. */
async function list(client: COS, place: Place, Prefix: string): Promise<string[]> {
  const keys: string[] = [];
  let Marker = '';
  for (let more = true; more; ) {
    const page = await client.getBucket({ ...place, Prefix, Marker, EncodingType: 'url' });
    const names = page.Contents.map(({ Key }) => decodeURIComponent(Key));
    keys.push(...names.filter((name) => name.endsWith('.json')));
    more = page.IsTruncated === 'true' && names.length > 0;
    Marker = names.at(-1) ?? '';
  }
  return keys;
}
