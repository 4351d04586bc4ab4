// The options that all commands for the real cloud share, and what they open.

import { homedir } from 'node:os';
import type { CloudApi } from '../cloud/api/cloud-api.ts';
import { connectCloud } from '../cloud/api/connect.ts';
import { type BucketClient, openBucket } from '../cloud/cos/bucket-client.ts';
import { type CloudCredentials, findCredentials } from '../cloud/credentials.ts';
import type { Values } from './command-line.ts';
import { type Language, languages, systemLanguage } from './language.ts';
import { flag, option, optionOr, type Reader } from './option-kinds.ts';
import { UsageError } from './usage-error.ts';

/** Reads the address of another service, such as `http://127.0.0.1:9000`. */
function address(protocols: readonly string[]): Reader<URL> {
  return (text) => {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (url?.host && url.pathname === '/' && protocols.includes(url.protocol)) return url;
    throw new UsageError('expected an address like http://127.0.0.1:9000');
  };
}

const region: Reader<string> = (text) => {
  if (/^[a-z]+(-[a-z0-9]+)+$/.test(text)) return text;
  throw new UsageError('expected the long name of a region, such as ap-guangzhou');
};

const language: Reader<Language> = (text) => {
  const found = languages.find((one) => one === text);
  if (found !== undefined) return found;
  throw new UsageError(`expected ${languages.join(' or ')}`);
};

export const langOption = option({
  value: 'zh',
  help: 'the language of what is printed: en or zh',
  otherwise: 'that of the system (LC_ALL, LC_MESSAGES, LANG)',
  read: language,
});

export const cosEndpointOption = option({
  value: 'URL',
  help: 'the address of another COS, such as http://127.0.0.1:9000',
  read: address(['http:', 'https:']),
});

export const regionOption = optionOr('ap-guangzhou', {
  value: 'NAME',
  help: 'the region of the function and its buckets',
  read: region,
});

export const cloudOptions = {
  region: regionOption,
  'api-endpoint': option({
    value: 'URL',
    help: 'the address of another cloud API, such as http://127.0.0.1:9001',
    read: address(['http:']),
  }),
  'cos-endpoint': cosEndpointOption,
  lang: langOption,
  json: flag('prints JSON, an error as well'),
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
