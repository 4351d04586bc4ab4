// The options that all commands for the real cloud share, and what they open.

import { homedir } from 'node:os';
import type { CloudApi } from '../cloud/api/cloud-api.ts';
import { connectCloud } from '../cloud/api/connect.ts';
import { type BucketClient, openBucket } from '../cloud/cos/bucket-client.ts';
import { type CloudCredentials, findCredentials } from '../cloud/credentials.ts';
import { editDistance, nearest } from '../function/did-you-mean.ts';
import { longRegion, regionNames } from '../function/event/region.ts';
import type { Values } from './command-line.ts';
import { langOption } from './lang-option.ts';
import { type Language, systemLanguage } from './language.ts';
import { flag, option, optionOr, type Reader } from './option-kinds.ts';
import { UsageError } from './usage-error.ts';

/** Reads the address of another service, such as `http://127.0.0.1:9000`. */
function address(protocols: readonly string[]): Reader<URL> {
  return (text) => {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (url?.host && url.pathname === '/' && protocols.includes(url.protocol)) return url;
    throw new UsageError({
      en: 'expected an address like http://127.0.0.1:9000',
      zh: '应为类似 http://127.0.0.1:9000 的地址',
    });
  };
}

/** A name that is not known may be that of a new region, but not one that is a slip of the finger away from a known one. */
const region: Reader<string> = (text) => {
  const long = longRegion(text.toLowerCase());
  const meant = long === undefined ? nearest(text, regionNames) : slipOf(long);
  if (long === text && meant === undefined) return text;
  const near = meant ?? long;
  throw new UsageError({
    en: `expected the long name of a region, such as ap-guangzhou${near === undefined ? '' : `; did you mean ${near}?`}`,
    zh: `应为地域的完整英文名，例如 ap-guangzhou${near === undefined ? '' : `；是不是想写 ${near}？`}`,
  });
};

/** @returns The known region that a name was meant to be; undefined for a known name, and for one unlike all of them. */
function slipOf(name: string): string | undefined {
  return regionNames.includes(name)
    ? undefined
    : regionNames.find((known) => editDistance(name, known) === 1);
}

export const cosEndpointOption = option({
  value: 'URL',
  help: {
    en: 'the address of another COS, such as http://127.0.0.1:9000',
    zh: '另一个 COS 的地址，例如 http://127.0.0.1:9000',
  },
  read: address(['http:', 'https:']),
});

export const regionOption = optionOr('ap-guangzhou', {
  value: 'NAME',
  help: { en: 'the region of the function and its buckets', zh: '函数及其存储桶所在的地域' },
  read: region,
});

export const cloudOptions = {
  region: regionOption,
  'api-endpoint': option({
    value: 'URL',
    help: {
      en: 'the address of another cloud API, such as http://127.0.0.1:9001',
      zh: '另一个云 API 的地址，例如 http://127.0.0.1:9001',
    },
    read: address(['http:']),
  }),
  'cos-endpoint': cosEndpointOption,
  lang: langOption,
  json: flag({ en: 'prints JSON, an error as well', zh: '输出 JSON，错误也是' }),
};

/** What a command for the real cloud works with. */
export interface OpenedCloud {
  readonly api: CloudApi;
  readonly region: string;
  readonly language: Language;
  readonly credentials: CloudCredentials;
  /** A bucket in the same region, with the same credentials. */
  bucket(name: string): BucketClient;
}

/**
 * Sends nothing yet.
 *
 * @throws {CloudError} if there are no credentials.
 */
export function openCloud(
  values: Values<typeof cloudOptions>,
  env: Readonly<Record<string, string | undefined>> = process.env,
): OpenedCloud {
  const { region, lang: language = systemLanguage(env), 'api-endpoint': endpoint } = values;
  const credentials = findCredentials(env, env['HOME'] || homedir());
  return {
    region,
    language,
    credentials,
    api: connectCloud({ region, credentials, endpoint, language }),
    bucket: (bucket) => openBucket({ bucket, region, credentials, endpoint: values['cos-endpoint'] }),
  };
}
