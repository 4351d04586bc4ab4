// One bucket of COS, as the commands use it: by the official SDK, with the credentials of the person who runs the command.

import type COS from 'cos-nodejs-sdk-v5';
import { CloudError } from '../api/cloud-error.ts';
import type { CloudCredentials } from '../credentials.ts';
import { toCosFailure } from './cos-failure.ts';

export interface BucketOptions {
  /** The name with its appid. */
  readonly bucket: string;
  /** The long name, such as `ap-guangzhou`. */
  readonly region: string;
  readonly credentials: CloudCredentials;
  /** Where all requests go instead of to COS. */
  readonly endpoint?: URL | undefined;
}

export interface ListedObject {
  readonly key: string;
  readonly size: number;
  /** With its quotation marks. */
  readonly etag: string;
  /** `STANDARD`, `STANDARD_IA`, `ARCHIVE` … */
  readonly storageClass: string;
  /** ISO 8601. */
  readonly lastModified: string;
}

export interface ListedPage {
  readonly objects: readonly ListedObject[];
  /** The last key; a listing that begins after it goes on here. undefined: this was the last page. */
  readonly marker: string | undefined;
}

export interface Listing {
  readonly prefix?: string;
  /** Begins behind this key. */
  readonly after?: string;
  /** At most so many in a page, 1 to 1000. */
  readonly pageLength?: number;
}

/** What HEAD says of an object. */
export interface ObjectHead {
  readonly size: number;
  readonly etag: string;
  /** Names in lower case, such as `content-type` and `x-cos-meta-thumbnailer`. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Every method throws a {CloudError}. Where a thing may be absent, the answer is undefined instead of an error. */
export interface BucketClient {
  readonly bucket: string;
  readonly region: string;
  /** HEAD Bucket: is it there, in this region? */
  exists(): Promise<boolean>;
  /** GET Bucket, page by page: only one page is in memory. */
  pages(listing?: Listing): AsyncIterable<ListedPage>;
  /** The objects of all pages, in the order of their keys. */
  list(listing?: Listing): AsyncIterable<ListedObject>;
  head(key: string): Promise<ObjectHead | undefined>;
  get(key: string): Promise<Buffer | undefined>;
  put(key: string, body: Buffer, headers?: Readonly<Record<string, string>>): Promise<void>;
  /** @param ifMatch Only the object with this ETag is deleted. */
  delete(key: string, options?: { readonly ifMatch?: string }): Promise<void>;
  /** GET Bucket versioning: does the bucket keep versions, or did it ever? */
  isVersioned(): Promise<boolean>;
}

/** Sends nothing yet: the first request loads the SDK. */
export function openBucket(options: BucketOptions): BucketClient {
  const { bucket, region, credentials, endpoint } = options;
  const place = { Bucket: bucket, Region: region };
  const secrets = [credentials.secretKey, ...(credentials.token ? [credentials.token] : [])];
  const host = endpoint?.host ?? `${bucket}.cos.${region}.myqcloud.com`;
  let client: Promise<COS> | undefined;

  async function send<T>(
    action: string,
    key: string | undefined,
    request: (cos: COS) => Promise<T>,
  ): Promise<T> {
    client ??= openClient(options);
    const cos = await client;
    try {
      return await request(cos);
    } catch (error) {
      throw toCosFailure(error, { action, bucket, region, key, host, secrets });
    }
  }

  async function* pages(listing: Listing = {}): AsyncGenerator<ListedPage> {
    const { prefix = '', after = '', pageLength = 1000 } = listing;
    let marker: string | undefined = after;
    while (marker !== undefined) {
      const request: Partial<COS.GetBucketParams> = {
        Prefix: prefix,
        Marker: marker,
        MaxKeys: pageLength,
        EncodingType: 'url',
      };
      const page = await send('GetBucket', undefined, (cos) => cos.getBucket({ ...place, ...request }));
      const objects = page.Contents.map(toListed);
      marker = page.IsTruncated === 'true' ? objects.at(-1)?.key : undefined;
      yield { objects, marker };
    }
  }

  return {
    bucket,
    region,
    pages,

    async exists() {
      const request = send('HeadBucket', undefined, (cos) => cos.headBucket(place));
      return (await unlessAbsent(request)) !== undefined;
    },

    async *list(listing) {
      for await (const { objects } of pages(listing)) yield* objects;
    },

    async head(key) {
      const answer = await unlessAbsent(
        send('HeadObject', key, (cos) => cos.headObject({ ...place, Key: key })),
      );
      if (answer === undefined) return undefined;
      const headers = (answer.headers ?? {}) as Record<string, string>;
      return { size: Number(headers['content-length'] ?? 0), etag: answer.ETag, headers };
    },

    async get(key) {
      const answer = await unlessAbsent(
        send('GetObject', key, (cos) => cos.getObject({ ...place, Key: key })),
      );
      return answer?.Body;
    },

    async put(key, body, headers = {}) {
      const request = { ...place, Key: key, Body: body, Headers: { ...headers } };
      await send('PutObject', key, (cos) => cos.putObject(request));
    },

    async delete(key, { ifMatch } = {}) {
      const Headers = ifMatch === undefined ? {} : { 'If-Match': ifMatch };
      await send('DeleteObject', key, (cos) => cos.deleteObject({ ...place, Key: key, Headers }));
    },

    async isVersioned() {
      const answer = await send('GetBucketVersioning', undefined, (cos) => cos.getBucketVersioning(place));
      return Boolean(answer.VersioningConfiguration?.Status);
    },
  };
}

/** Loads the SDK only now: it takes half a second, and `--help` does not need it. */
async function openClient({ credentials, endpoint }: BucketOptions): Promise<COS> {
  const { default: Cos } = await import('cos-nodejs-sdk-v5');
  const { secretId, secretKey, token } = credentials;
  return new Cos({
    SecretId: secretId,
    SecretKey: secretKey,
    ...(token !== undefined && { SecurityToken: token }),
    // The SDK connects there, and the Host header still names the bucket.
    ...(endpoint && { Ip: endpoint.host, Protocol: endpoint.protocol === 'http:' ? 'http:' : 'https:' }),
    // Else the SDK takes a slash away from the beginning of a key: another object.
    UseRawKey: true,
  });
}

function toListed({ Key, Size, ETag, StorageClass, LastModified }: COS.CosObject): ListedObject {
  return {
    key: decodeURIComponent(Key),
    size: Number(Size),
    etag: ETag,
    storageClass: StorageClass,
    lastModified: LastModified,
  };
}

/** @returns undefined if the object or the bucket is not there. */
async function unlessAbsent<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    const isAbsent =
      error instanceof CloudError && (error.code === 'NoSuchKey' || error.code === 'NoSuchBucket');
    if (isAbsent) return undefined;
    throw error;
  }
}
