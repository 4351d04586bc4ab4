// `npm start`: shows what the built function makes of the sample photos, or of one's own, as a table and as a page.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describeSettings } from '../cloud/setting-problem.ts';
import { shorten, toLeft, toRight } from '../cloud/text-table.ts';
import { loadConfig } from '../function/config/config.ts';
import type { Bilingual } from '../function/doctor/bilingual.ts';
import { ConfigError } from '../function/errors.ts';
import type { Outcome } from '../function/report.ts';
import { type Cloud, startCloud } from '../local/cloud.ts';
import { checkEnvironment } from '../local/scf/environment.ts';
import { nodeOf } from '../local/scf/runtimes.ts';
import { colourChange } from '../play/colour-change.ts';
import {
  type Answered,
  bucket,
  type GalleryOptions,
  type PhotoFile,
  recommended,
  region,
  renderPresets,
  targetBucketOf,
  uploadEach,
} from '../play/gallery.ts';
import {
  type Fits,
  kilobytes,
  type Picture,
  renderPage,
  type ShownPhoto,
  type ShownThumbnail,
} from '../play/page.ts';
import { pictureType } from '../play/picture-type.ts';
import { makePreview } from '../play/preview.ts';
import { buildFunction, buildOptions } from './built-function.ts';
import { defineCommand, runIfMain } from './command.ts';
import type { CommandLine } from './command-line.ts';
import type { Language } from './language.ts';
import { openPage } from './open-page.ts';
import { anyText, flag, list, option, wholeNumber } from './option-kinds.ts';
import { chooseOutFolder, outOption } from './out-folder.ts';
import { findPhotos } from './photo-files.ts';
import { readSetting, runOptions } from './run-options.ts';
import { samplePhotos } from './samples.ts';
import { UsageError } from './usage-error.ts';

const box = '150x150';
const fits: Readonly<Record<string, Bilingual>> = {
  inside: { en: 'within the box', zh: '不超出框' },
  cover: { en: 'cropped to the box', zh: '裁剪到框' },
  contain: { en: 'padded to the box', zh: '补边到框' },
  outside: { en: 'covers the box, uncropped', zh: '覆盖框，不裁剪' },
  fill: { en: 'stretched to the box', zh: '拉伸到框' },
};

const options = {
  presets: option({
    value: 'TEXT',
    help: {
      en: 'which thumbnails, as in THUMB_PRESETS: small:200x200;wide:800x,webp',
      zh: '生成哪些缩略图，写法与 THUMB_PRESETS 相同：small:200x200;wide:800x,webp',
    },
    otherwise: {
      en: 'THUMB_PRESETS of the environment, else 200x200',
      zh: '环境变量 THUMB_PRESETS，否则 200x200',
    },
    read: anyText,
  }),
  env: list({
    value: 'NAME=VALUE',
    help: {
      en: 'a setting of the function; those of the environment that begin with THUMB_ count, too',
      zh: '函数的一项配置；环境变量中以 THUMB_ 开头的也算',
    },
    read: readSetting,
  }),
  memory: option({
    value: '512',
    help: {
      en: 'MB; the function is killed above it, as by SCF (on Linux)',
      zh: 'MB；超过即终止函数，与 SCF 相同（限 Linux）',
    },
    otherwise: { en: '512, only measured', zh: '512，只测量' },
    read: wholeNumber(64, 3072),
  }),
  runtime: runOptions.runtime,
  open: flag({ en: 'shows the page in the browser', zh: '在浏览器中打开页面' }),
  out: outOption({
    en: 'the page, the photos and the thumbnails are written',
    zh: '写入页面、照片和缩略图',
  }),
  ...buildOptions,
};

export const start = defineCommand({
  name: 'start',
  summary: {
    en:
      'Uploads photos, by default five samples, to a local COS server, lets the built function answer the events, prints a ' +
      'table, and writes a page with photos and thumbnails.',
    zh: '把照片（默认五张示例）上传到本地 COS 服务器，由构建好的函数处理事件，打印一个表格，并写出带照片和缩略图的页面。',
  },
  positionals: {
    name: { en: '[PHOTO or FOLDER ...]', zh: '[照片或文件夹 ...]' },
    help: {
      en: 'your own photos, and folders with all that is in them',
      zh: '自己的照片，和包含照片的文件夹',
    },
  },
  options,
  examples: ['cat.jpg holiday/', "holiday/ --presets 'small:200x200;wide:800x,webp,q75' --open"],
  async run(line) {
    const args = toStartArguments(line, process.env);
    buildFunction(line.values);
    const out = chooseOutFolder(line.values.out, '', ['photos', 'thumbnails']);
    const failed = await showPhotos(args, out);
    if (line.values.open) openPage(pathToFileURL(join(out, 'index.html')).href);
    return failed > 0 ? 1 : 0;
  },
});

interface StartArguments {
  readonly photos: readonly ShownFile[];
  /** Are they the samples, with the default settings? */
  readonly isTour: boolean;
  readonly env: Readonly<Record<string, string>>;
  readonly options: GalleryOptions;
  readonly language: Language;
}

interface ShownFile extends PhotoFile {
  /** Pixels, where they are known. */
  readonly width?: number;
  readonly height?: number;
  readonly notable?: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws {UsageError} for photos that are not there, and for settings that the function would refuse. */
export function toStartArguments(
  { values, positionals, language }: CommandLine<typeof options>,
  environment: Environment,
): StartArguments {
  const { presets, memory } = values;
  const env = {
    ...settingsOf(environment),
    ...Object.fromEntries(values.env),
    ...(presets !== undefined && { THUMB_PRESETS: presets }),
  };
  checkSettings(env);
  const isOwn = positionals.length > 0;
  return {
    photos: isOwn ? findPhotos(positionals) : Object.values(samplePhotos),
    isTour: !isOwn && Object.keys(env).length === 0,
    env,
    options: {
      ...recommended,
      env,
      ...(memory !== undefined && { memoryMb: memory, enforceMemory: true }),
      ...(values.runtime && { node: nodeOf(values.runtime) }),
    },
    language,
  };
}

function settingsOf(environment: Environment): Record<string, string> {
  const entries = Object.entries(environment).filter(([name, value]) => name.startsWith('THUMB_') && value);
  return Object.fromEntries(entries.map(([name, value]) => [name, value ?? '']));
}

function checkSettings(env: Readonly<Record<string, string>>): void {
  try {
    checkEnvironment(env);
    loadConfig(env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw new UsageError((error as Error).message, { cause: error });
    throw new UsageError(describeSettings(error), { cause: error });
  }
}

/** @returns How many photos have not all their thumbnails. */
async function showPhotos(
  { photos, isTour, env, options, language }: StartArguments,
  out: string,
): Promise<number> {
  for (const folder of ['photos', 'thumbnails']) mkdirSync(join(out, folder), { recursive: true });
  const cloud = await startCloud([bucket, targetBucketOf(env)], region);
  try {
    const answered = await uploadEach(cloud, photos, options);
    const shown: ShownPhoto[] = [];
    for (const each of answered) shown.push(await toShown(cloud, out, each));
    const fitted = isTour ? await fitAll(cloud, out, answered) : undefined;
    const presets = env['THUMB_PRESETS'];
    writeFileSync(
      join(out, 'index.html'),
      renderPage({ language, presets, photos: shown, ...(fitted && { fits: fitted }) }),
    );
    const say = (text: Bilingual) => console.log(text[language]);
    console.log(table(shown, language));
    const page = join(out, 'index.html');
    say({ en: `\nSee them side by side in ${page}`, zh: `\n并排查看：${page}` });
    say({
      en: 'Next: npm run play, to try other presets on your own photos',
      zh: '下一步：npm run play，用自己的照片试试其他预设',
    });
    return shown.filter(({ thumbnails }) => thumbnails.some(({ picture }) => !picture)).length;
  } finally {
    await cloud.close();
  }
}

async function toShown(cloud: Cloud, out: string, answered: Answered<ShownFile>): Promise<ShownPhoto> {
  const { image, invocation, outcomes } = answered;
  const { error } = invocation;
  const failure = error && { preset: '', remarks: [`${invocation.statusCode}: ${error.message}`] };
  return {
    name: image.file,
    notable: image.notable ?? '',
    colours: colourChange(readFileSync(image.path)),
    photo: await showPhoto(cloud, out, answered),
    thumbnails: failure ? [failure] : outcomes.map((outcome) => toThumbnail(cloud, out, outcome)),
    ms: invocation.durationMs,
  };
}

function toThumbnail(cloud: Cloud, out: string, outcome: Outcome): ShownThumbnail {
  const preset = ('preset' in outcome ? outcome.preset : undefined) ?? '';
  if (outcome.status === 'stored' && !outcome.manifest) {
    const { format, warnings = [] } = outcome;
    return { preset, picture: { ...saveThumbnail(cloud, out, outcome), format }, remarks: warnings };
  }
  const code = 'code' in outcome ? `${outcome.code}: ${outcome.message}` : outcome.status;
  return { preset, remarks: [code] };
}

async function fitAll(cloud: Cloud, out: string, [photo]: readonly Answered<ShownFile>[]): Promise<Fits> {
  if (!photo) throw new Error('there are no sample photos');
  const presets = Object.keys(fits).map((fit) => `${fit}:${box},${fit}`);
  const { outcomes, image } = await renderPresets(cloud, photo, presets.join(';'));
  const thumbnails = Object.entries(fits).flatMap(([fit, does], n) => {
    const outcome = outcomes[n];
    return outcome ? [{ fit, does, picture: saveThumbnail(cloud, out, outcome) }] : [];
  });
  return { box, name: image.file, thumbnails };
}

/** A copy of the photo; or a JPEG of it, where no browser shows its format, such as HEIC. */
async function showPhoto(
  cloud: Cloud,
  out: string,
  { image: { path, file, width, height }, event }: Answered<ShownFile>,
): Promise<Picture> {
  const bytes = readFileSync(path);
  const preview = pictureType(bytes) === undefined ? await makePreview(cloud, event) : undefined;
  const name = preview === undefined ? file : `${file}.jpg`;
  const copy = join(out, 'photos', ...name.split('/'));
  mkdirSync(dirname(copy), { recursive: true });
  writeFileSync(copy, preview ?? bytes);
  return { href: `photos/${name}`, width, height, bytes: bytes.length };
}

interface Stored {
  readonly bucket: string;
  readonly key: string;
  readonly width: number;
  readonly height: number;
}

function saveThumbnail(cloud: Cloud, out: string, outcome: Stored) {
  const object = cloud.server.objects.get(outcome.bucket, outcome.key);
  if (!object)
    throw new Error(`${outcome.key} was reported as stored, but ${outcome.bucket} does not hold it`);
  const href = `thumbnails/${outcome.key.replace(/^photos\//, '')}`;
  const file = join(out, ...href.split('/'));
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, object.bytes);
  return { href, width: outcome.width, height: outcome.height, bytes: object.size };
}

const headings = {
  en: ['photo', 'size', 'preset', 'thumbnail', 'ms'],
  zh: ['照片', '尺寸', '预设', '缩略图', '毫秒'],
} as const satisfies Record<Language, readonly string[]>;

/** @returns A table of less than 100 columns: one row for each thumbnail, and the reason where there is none. */
function table(photos: readonly ShownPhoto[], language: Language): string {
  const size = ({ width, height, bytes }: Picture) =>
    `${(width === undefined ? '' : `${width} x ${height}`).padStart(11)}${kilobytes(bytes).padStart(11)}`;
  const row = ([name, photo, preset, thumbnail, ms]: readonly [string, string, string, string, string]) =>
    [
      toLeft(shorten(name, 27), 27) + toRight(photo, 22),
      toRight(shorten(preset, 12), 12),
      toRight(thumbnail, 22) + toRight(ms, 9),
    ].join(' ');
  const rows = photos.flatMap(({ name, photo, thumbnails, ms }) =>
    thumbnails.flatMap(({ preset, picture, remarks }, n) => {
      const [first, before, time] = n === 0 ? [name, size(photo), String(Math.round(ms))] : ['', '', ''];
      if (picture) return [row([first, before, preset, size(picture), time])];
      const none = language === 'zh' ? '无' : 'none';
      return [row([first, before, preset, none, time]), ...remarks.map((remark) => `  ${remark}`)];
    }),
  );
  return [row(headings[language]), ...rows].join('\n');
}

runIfMain(import.meta.url, start);
