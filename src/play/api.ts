// What the page asks of its server: one function for each method and path.

import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { basename } from 'node:path';
import { priceTable } from '../cloud/prices.ts';
import { isSecret } from '../cloud/secret-settings.ts';
import { describeProblem } from '../cloud/setting-problem.ts';
import { loadConfig } from '../function/config/config.ts';
import { type Setting, settings } from '../function/config/settings.ts';
import type { Bilingual } from '../function/doctor/bilingual.ts';
import { ConfigError } from '../function/errors.ts';
import { sourceFormats } from '../function/format/format.ts';
import { checkEnvironment, maxEnvironmentBytes } from '../local/scf/environment.ts';
import { installedRuntimes } from '../local/scf/runtimes.ts';
import { readBody, readJsonBody, sendBytes, sendJson } from './answer-json.ts';
import { faultNames, memorySizes, readMachine } from './machine.ts';
import { pictureType } from './picture-type.ts';
import { nothingHere, PlayError } from './play-error.ts';
import { findProblems, formFields, type PresetForm, toForms, toText } from './preset-form.ts';
import { chineseSettings } from './setting-words.ts';
import { type PlayStudio, watermarkKey } from './studio.ts';
import { type Pictured, takeAway } from './take-away.ts';
import type { Configuration } from './trial.ts';
import { openWorkshop } from './workshop.ts';

export interface Api {
  readonly studio: PlayStudio;
  /** Paths of sample photos. */
  readonly samples: readonly string[];
  /** How deploy is called: `npm run deploy --`. */
  readonly deployCommand: string;
}

interface Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly query: URLSearchParams;
  /** What stands in place of `*` in the route, in order. */
  readonly parts: readonly string[];
}

type Route = (api: Api, call: Call) => void | Promise<void>;

/** More than the function itself takes at 512 MB. */
const maxPhotoBytes = 64 * 1024 * 1024;

/** Where photos go in the bucket, unless the page says otherwise. */
const standardFolder = 'photos/';

const routes: Readonly<Record<string, Route>> = {
  'GET /api/setup': sendSetup,
  'GET /api/changes': sendChanges,
  'POST /api/presets': readPresets,
  'PUT /api/configuration': configure,
  'POST /api/samples': uploadSamples,
  'POST /api/photos': uploadPhoto,
  'GET /api/photos/*': sendPhoto,
  'GET /api/photos/*/preview': async ({ studio }, { response, parts: [id = ''] }) =>
    sendBytes(response, await studio.preview(id), 'image/jpeg'),
  'POST /api/photos/*/overwrite': async ({ studio }, { request, parts: [id = ''] }) => {
    const { focus } = await readJsonBody(request);
    await studio.overwrite(id, typeof focus === 'string' ? readFocusText(focus) : undefined);
  },
  'POST /api/photos/*/delete': ({ studio }, { parts: [id = ''] }) => studio.delete(id),
  'POST /api/photos/*/deliver': ({ studio }, { parts: [id = ''] }) => studio.deliver(id, 'deliver'),
  'POST /api/photos/*/settings': ({ studio }, { parts: [id = ''] }) => studio.deliver(id, 'settings'),
  'GET /api/thumbnails/*/*': sendThumbnail,
  'POST /api/take-away': sendTakeAway,
};

/** Answers a request for the API. A route that has sent nothing has done what was asked: the answer is an empty object. */
export async function answerApi(
  api: Api,
  request: IncomingMessage,
  response: ServerResponse,
  { pathname, searchParams }: URL,
): Promise<void> {
  for (const [name, route] of Object.entries(routes)) {
    const [method, pattern = ''] = name.split(' ');
    const parts = matchPath(pattern, pathname);
    if (parts === undefined || method !== request.method) continue;
    await route(api, { request, response, query: searchParams, parts });
    if (!response.headersSent) sendJson(response, 200, {});
    return;
  }
  throw nothingHere();
}

function matchPath(pattern: string, path: string): string[] | undefined {
  const expected = pattern.split('/');
  const found = path.split('/');
  if (expected.length !== found.length) return undefined;
  if (!expected.every((part, n) => part === '*' || part === found[n])) return undefined;
  return found.filter((_, n) => expected[n] === '*');
}

function sendSetup({ studio }: Api, { response }: Call): void {
  const names = settingNames.filter((name) => !ownSettings.includes(name));
  sendJson(response, 200, {
    fields: formFields,
    settings: names.map(describeSetting),
    pricesOf: priceTable.gbSecond.date,
    extensions: Object.values(sourceFormats).flatMap((format) => format.extensions.map((one) => `.${one}`)),
    memorySizes,
    faultNames,
    runtimes: installedRuntimes(),
    nodeVersion: process.versions.node,
    maxPhotoBytes,
    watermarkKey,
    configuration: studio.configuration,
  });
}

type SettingName = keyof typeof settings;

const settingNames = Object.keys(settings) as readonly SettingName[];

/** The presets have a form of their own, and the page's server knows where its COS is. */
const ownSettings: readonly SettingName[] = ['presets', 'cosEndpoint'];

function describeSetting(name: SettingName) {
  const { env, doc, default: standard, otherwise }: Setting<unknown> = settings[name];
  const chinese = chineseSettings[name];
  return {
    env,
    doc: { en: doc, zh: chinese.doc },
    /** What holds when it is empty. */
    otherwise: { en: standard ?? otherwise, zh: standard ?? chinese.otherwise },
    /** Not to be read over a shoulder, or in a copied address. */
    isSecret: isSecret(env),
  };
}

/** Server-sent events: first all that is there, then each change. */
function sendChanges({ studio }: Api, { request, response }: Call): void {
  response.writeHead(200, { 'Content-Type': 'text/event-stream; charset=utf-8' });
  const stop = studio.listen((event) => {
    const data = event.kind === 'photo' ? event.photo : event.trial;
    response.write(`event: ${event.kind}\ndata: ${JSON.stringify(data)}\n\n`);
  });
  response.write('event: ready\ndata: {}\n\n');
  request.on('close', stop);
}

/** The text of the presets into forms, or forms into the text; both with what is wrong with them. */
async function readPresets(_: Api, { request, response }: Call): Promise<void> {
  const { text, forms } = await readJsonBody(request);
  const written = typeof text === 'string' ? text : toText(readForms(forms));
  if (Buffer.byteLength(written) > maxEnvironmentBytes) {
    throw new PlayError(413, {
      en: `SCF allows ${maxEnvironmentBytes} bytes for all environment variables; these presets are longer.`,
      zh: `SCF 规定全部环境变量合计不超过 ${maxEnvironmentBytes} 字节；这些预设更长。`,
    });
  }
  const problems = findProblems(written).map(({ message, ...place }) => {
    return { ...place, message: describeProblem(message) };
  });
  sendJson(response, 200, { text: written, forms: toForms(written), problems });
}

function readForms(forms: unknown): PresetForm[] {
  if (!Array.isArray(forms) || forms.length === 0) {
    throw new PlayError(400, { en: 'Expected at least one preset.', zh: '至少需要一个预设。' });
  }
  return forms.map((form: unknown) => {
    const { name, width, height, options, others, before, after }: Record<string, unknown> = Object(form);
    return {
      name: String(name ?? ''),
      width: String(width ?? ''),
      height: String(height ?? ''),
      options: Object.fromEntries(
        Object.entries(Object(options)).map(([option, value]) => [option, String(value)]),
      ),
      others: readTexts(others),
      before: readTexts(before),
      after: readTexts(after),
    };
  });
}

function readTexts(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

/** Takes the settings for the next trials, or says what is wrong with them, by setting; then the former ones stay. */
async function configure({ studio }: Api, { request, response }: Call): Promise<void> {
  const { env, machine } = await readJsonBody(request);
  const configuration: Configuration = {
    env: readEnvironment(env),
    machine: readMachine(machine, installedRuntimes()),
  };
  try {
    checkEnvironment(configuration.env);
    loadConfig(configuration.env);
  } catch (error) {
    const problems = error instanceof ConfigError ? error.problems : [(error as Error).message];
    sendJson(response, 422, { problems: problems.map(toSettingProblem) });
    return;
  }
  studio.configure(configuration);
  sendJson(response, 200, { problems: [] });
}

function readEnvironment(env: unknown): Record<string, string> {
  const entries = Object.entries(Object(env) as Record<string, unknown>);
  return Object.fromEntries(
    entries
      .map(([name, value]): [string, string] => [name, String(value).trim()])
      // Other variables, such as NODE_OPTIONS, are no settings.
      .filter(([name, value]) => value !== '' && /^THUMB_/.test(name) && name !== settings.cosEndpoint.env),
  );
}

/** A problem begins with the name of its setting. */
function toSettingProblem(problem: string): { readonly env: string; readonly message: Bilingual } {
  const [, env = '', message = problem] = /^(THUMB_[A-Z_]+): (.*)$/s.exec(problem) ?? [];
  return { env, message: describeProblem(message) };
}

async function uploadSamples({ studio, samples }: Api, { query }: Call): Promise<void> {
  const folder = query.get('folder') ?? standardFolder;
  for (const path of samples) {
    const contentType = path.endsWith('.png') ? 'image/png' : 'image/jpeg';
    await studio.upload({ folder, name: basename(path), bytes: readFileSync(path), contentType, focus: '' });
  }
}

async function uploadPhoto({ studio }: Api, { request, response, query }: Call): Promise<void> {
  const bytes = await readBody(request, maxPhotoBytes);
  const contentType = request.headers['content-type'] ?? '';
  // As a browser does, which knows types by the file's name only.
  const known = /^[\w.+-]+\/[\w.+-]+$/.test(contentType) ? contentType : '';
  const photo = await studio.upload({
    folder: query.get('folder') ?? standardFolder,
    name: query.get('name') ?? 'photo',
    bytes,
    contentType: known,
    focus: '',
  });
  sendJson(response, 200, { photo });
}

/** Two fractions, as the page writes them; the function itself takes any text and warns. */
function readFocusText(text: string): string {
  if (text === '' || /^[01](\.\d{1,4})?,[01](\.\d{1,4})?$/.test(text)) return text;
  throw new PlayError(400, {
    en: `Expected a focus such as 0.3,0.7, found ${text.slice(0, 40)}`,
    zh: `焦点应类似 0.3,0.7，却是 ${text.slice(0, 40)}`,
  });
}

const plainBytes = 'application/octet-stream';

function sendPhoto({ studio }: Api, { response, parts: [id = ''] }: Call): void {
  const bytes = studio.bytesOf(id);
  sendBytes(response, bytes, pictureType(bytes) ?? plainBytes);
}

function sendThumbnail({ studio }: Api, { response, parts }: Call): void {
  const thumbnail = studio.thumbnail(parts.join('/'));
  if (!thumbnail) throw nothingHere();
  sendBytes(response, thumbnail.bytes, pictureType(thumbnail.bytes) ?? plainBytes);
}

async function sendTakeAway({ studio, deployCommand }: Api, { request, response }: Call): Promise<void> {
  const { bucket, region, functionName, trial } = await readJsonBody(request);
  const place = { bucket: String(bucket), region: String(region), functionName: String(functionName) };
  const { env, machine } = studio.configuration;
  const manifest = studio.trial(String(trial))?.manifest as Pictured | undefined;
  sendJson(response, 200, takeAway(env, machine, place, openWorkshop(deployCommand), manifest));
}
