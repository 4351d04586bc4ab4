// Pure: what is tried on the page, in the forms in which it goes to the cloud and into a web page.

import { consoleForm } from '../cloud/deploy/console-form.ts';
import { type Deployment, toDeployment } from '../cloud/deploy/deployment.ts';
import { Refused } from '../cloud/deploy/refused.ts';
import { terraformForm } from '../cloud/deploy/terraform-form.ts';
import { isSecret } from '../cloud/secret-settings.ts';
import type { Bilingual } from '../function/doctor/bilingual.ts';
import { appidIn, isBucketName, splitBucketName } from '../function/target/bucket-name.ts';
import { escapeHtml } from './html.ts';
import type { Machine } from './machine.ts';
import { PlayError } from './play-error.ts';
import type { Workshop } from './workshop.ts';

/** Where the function is to work in the cloud. */
export interface Place {
  /** With its appid. */
  readonly bucket: string;
  readonly region: string;
  readonly functionName: string;
}

/** In place of a secret, which nobody may read on a screen. */
const hidden = '[hidden]';

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
  /** All that is filled in by hand in the console, in its order. */
  readonly console: Bilingual;
  /** A command line. */
  readonly deploy: string;
  readonly terraform: string;
  /** The CAM policy of the execution role. */
  readonly policy: string;
  /** Empty without a manifest. */
  readonly picture: string;
}

/**
 * @param env The settings of the function, among them THUMB_PRESETS.
 * @throws {PlayError} if the place is none, or if deploy would refuse the settings.
 */
export function takeAway(
  env: Readonly<Record<string, string>>,
  machine: Machine,
  place: Place,
  workshop: Workshop,
  manifest: Pictured | undefined,
): TakenAway {
  const deployment = deploymentOf(env, machine, place, workshop);
  const { target, region } = deployment;
  const variables = Object.entries(env).map(([name, value]) => `${name}=${isSecret(name) ? hidden : value}`);
  return {
    presets: env['THUMB_PRESETS'] ?? '',
    variables: variables.join('\n'),
    console: consoleForm(deployment, workshop.zipFile),
    deploy: deployLine(env, machine, place, workshop),
    terraform: terraformForm(deployment, workshop.terraformModule),
    policy: deployment.policy.document,
    picture: picture(`https://${target}.cos.${region}.myqcloud.com/`, manifest),
  };
}

function deploymentOf(
  settings: Readonly<Record<string, string>>,
  { memoryMb, timeoutS, runtime }: Machine,
  place: Place,
  { zip, sha256 }: Workshop,
): Deployment {
  const { bucket, region, functionName } = place;
  checkPlace(place);
  try {
    return toDeployment({
      functionName,
      region,
      appid: splitBucketName(bucket).appid,
      bucket,
      target: undefined,
      memoryMb,
      timeoutS,
      runtime: runtime === '' ? undefined : `Nodejs${runtime}`,
      settings,
      prefix: '',
      mirror: false,
      zip,
      sha256,
    });
  } catch (error) {
    if (error instanceof Refused) throw new PlayError(400, error.text);
    throw error;
  }
}

function checkPlace({ bucket, region, functionName }: Place): void {
  if (!isBucketName(bucket) || appidIn(bucket) === undefined) {
    throw new PlayError(400, {
      en: `bucket "${bucket}": expected a name with its APPID of 10 digits, such as example-1250000000.`,
      zh: `存储桶 "${bucket}"：应为带 10 位 APPID 的名称，例如 example-1250000000。`,
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

function deployLine(
  env: Readonly<Record<string, string>>,
  { memoryMb, timeoutS, runtime }: Machine,
  { bucket, region, functionName }: Place,
  { deployCommand }: Workshop,
): string {
  const words = [
    `--bucket ${bucket}`,
    `--region ${region}`,
    `--function ${functionName}`,
    `--memory ${memoryMb}`,
    `--timeout ${timeoutS}`,
    ...(runtime === '' ? [] : [`--runtime Nodejs${runtime}`]),
    // A secret is read from a variable of the shell of the same name: nobody may read it on a screen.
    ...Object.entries(env).map(([name, value]) =>
      isSecret(name) ? `--env "${name}=$${name}"` : `--env ${quoteForShell(`${name}=${value}`)}`,
    ),
  ];
  return `${deployCommand} ${words.join(' ')}`;
}

/** Double quotes are understood by every shell, that of Windows, too; single ones keep what would mean something within them. */
function quoteForShell(text: string): string {
  return /["$`\\!%]/.test(text) ? `'${text.replaceAll("'", "'\\''")}'` : `"${text}"`;
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
