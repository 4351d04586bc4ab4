// Pure: what is tried on the page, in the forms in which it goes to the cloud and into a web page.

import { functionPolicy } from '../cloud/policy.ts';
import { loadConfig } from '../function/config/config.ts';
import { fillTargetBucket } from '../function/target/target.ts';
import { escapeHtml } from './html.ts';
import type { Machine } from './machine.ts';
import { PlayError } from './play-error.ts';

/** Where the function is to work in the cloud. */
export interface Place {
  /** With its appid. */
  readonly bucket: string;
  readonly region: string;
  readonly functionName: string;
}

/** As much of a manifest as a `<picture>` element needs. */
export interface Pictured {
  readonly srcset?: readonly {
    readonly type: string;
    readonly srcset: string;
    readonly width: number;
    readonly height: number;
  }[];
}

export interface TakenAway {
  /** The text of THUMB_PRESETS. */
  readonly presets: string;
  /** `NAME=VALUE`, one a line, as the console takes them. */
  readonly variables: string;
  /** A command line. */
  readonly deploy: string;
  readonly hcl: string;
  /** The CAM policy of the execution role. */
  readonly policy: string;
  /** Empty without a manifest. */
  readonly picture: string;
}

/**
 * @param env The settings of the function, among them THUMB_PRESETS.
 * @throws {PlayError} if the place is none.
 * @throws {ConfigError} if the settings are wrong.
 */
export function takeAway(
  env: Readonly<Record<string, string>>,
  machine: Machine,
  place: Place,
  manifest: Pictured | undefined,
): TakenAway {
  const { bucket, region } = place;
  checkPlace(place);
  const config = loadConfig(env);
  const appid = bucket.slice(bucket.lastIndexOf('-') + 1);
  const targetBucket = fillTargetBucket(config.targetBucket, bucket, appid);
  const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  return {
    presets: env['THUMB_PRESETS'] ?? '',
    variables: variables.join('\n'),
    deploy: deployLine(variables, machine, place),
    hcl: hcl(env, machine, place),
    policy: functionPolicy({ sourceBucket: bucket, targetBucket, region, appid, settings: config }),
    picture: picture(`https://${targetBucket}.cos.${region}.myqcloud.com/`, manifest),
  };
}

function checkPlace({ bucket, region, functionName }: Place): void {
  if (!/^[a-z0-9][a-z0-9-]*-\d+$/.test(bucket)) {
    throw new PlayError(400, {
      en: `bucket "${bucket}": expected a name with its APPID, such as example-1250000000.`,
      zh: `存储桶 "${bucket}"：应为带 APPID 的名称，例如 example-1250000000。`,
    });
  }
  if (!/^[a-z]{2,}(-[a-z0-9]+)+$/.test(region)) {
    throw new PlayError(400, {
      en: `region "${region}": expected a long name, such as ap-guangzhou.`,
      zh: `地域 "${region}"：应为完整名称，例如 ap-guangzhou。`,
    });
  }
  if (!/^[A-Za-z][A-Za-z0-9_-]{0,58}[A-Za-z0-9]$/.test(functionName)) {
    throw new PlayError(400, {
      en: `function "${functionName}": expected 2 to 60 letters, digits, - and _, with a letter first.`,
      zh: `函数名 "${functionName}"：应为 2 到 60 个字母、数字、- 和 _，以字母开头。`,
    });
  }
}

function deployLine(variables: readonly string[], machine: Machine, place: Place): string {
  const { memoryMb, timeoutS, runtime } = machine;
  const words = [
    `--bucket ${place.bucket}`,
    `--region ${place.region}`,
    `--function ${place.functionName}`,
    `--memory ${memoryMb}`,
    `--timeout ${timeoutS}`,
    ...(runtime === '' ? [] : [`--runtime Nodejs${runtime}`]),
    ...variables.map((variable) => `--env ${quoteForShell(variable)}`),
  ];
  return `npm run deploy -- ${words.join(' ')}`;
}

function quoteForShell(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function hcl(env: Readonly<Record<string, string>>, machine: Machine, place: Place): string {
  const width = Math.max(...Object.keys(env).map((name) => name.length));
  const rows = Object.entries(env).map(
    ([name, value]) => `    ${name.padEnd(width)} = ${quoteForHcl(value)}`,
  );
  return [
    'resource "tencentcloud_scf_function" "thumbnailer" {',
    `  name              = ${quoteForHcl(place.functionName)}`,
    '  namespace         = "default"',
    `  runtime           = "Nodejs${machine.runtime === '' ? '20.19' : machine.runtime}"`,
    '  handler           = "index.main_handler"',
    '  zip_file          = var.zip # a new name for each new zip: the provider compares the path only',
    `  mem_size          = ${machine.memoryMb}`,
    `  timeout           = ${machine.timeoutS}`,
    '  role              = "thumbnailer"',
    '  enable_public_net = true',
    '  environment = {',
    ...rows,
    '  }',
    '}',
    '',
    'resource "tencentcloud_scf_trigger" "uploads" {',
    '  function_name = tencentcloud_scf_function.thumbnailer.name',
    '  namespace     = "default"',
    '  type          = "cos"',
    `  trigger_name  = "${place.bucket}.cos.${place.region}.myqcloud.com"`,
    '  trigger_desc  = jsonencode({ event = "cos:ObjectCreated:*", filter = { Prefix = "", Suffix = "" } })',
    '  qualifier     = "$DEFAULT"',
    '  enable        = "OPEN"',
    '}',
  ].join('\n');
}

function quoteForHcl(text: string): string {
  return JSON.stringify(text).replaceAll(/[$%](?=\{)/g, (sign) => sign + sign);
}

/** The first picture of the manifest: its types in the manifest's order, the last one for every browser. */
function picture(origin: string, manifest: Pictured | undefined): string {
  const [first] = manifest?.srcset ?? [];
  if (manifest?.srcset === undefined || first === undefined) return '';
  const sameShape = manifest.srcset.filter(
    ({ width, height }) => Math.abs(width / height - first.width / first.height) < 0.01,
  );
  const sets = sameShape.map((set) => {
    const urls = set.srcset.split(', ').map((entry) => `${origin}${entry}`);
    return { ...set, urls: urls.join(', '), largest: urls.at(-1)?.split(' ')[0] ?? '' };
  });
  const last = sets.at(-1);
  if (last === undefined) return '';
  const sizes = `(max-width: ${last.width}px) 100vw, ${last.width}px`;
  const source = ({ type, urls }: (typeof sets)[number]) =>
    `  <source type="${escapeHtml(type)}" srcset="${escapeHtml(urls)}" sizes="${sizes}">`;
  return [
    '<picture>',
    ...sets.slice(0, -1).map(source),
    `  <img src="${escapeHtml(last.largest)}" srcset="${escapeHtml(last.urls)}" sizes="${sizes}"`,
    `       width="${last.width}" height="${last.height}" loading="lazy" alt="">`,
    '</picture>',
  ].join('\n');
}
