// Talks to the page's server.

import { currentPhoto, env, server, shown, tell } from './state.js';
import { t } from './texts.js';

/** An answer other than 2xx becomes an Error with the server's sentence; 422 carries problems, and is an answer like others. */
async function ask(method, path, body, headers = {}) {
  const isJson = body !== undefined && !(body instanceof Blob);
  const answer = await fetch(path, {
    method,
    body: isJson ? JSON.stringify(body) : body,
    headers: isJson ? { 'Content-Type': 'application/json' } : headers,
  });
  const value = await answer.json();
  if (!answer.ok && answer.status !== 422) throw new Error(value.error[shown.lang] ?? value.error.en);
  return value;
}

export const get = (path) => ask('GET', path);
export const post = (path, body = {}) => ask('POST', path, body);

/** Does what a person asked for, and shows what went wrong at the top of the page, until they ask for something else. */
export function attempt(work) {
  notice('');
  return Promise.resolve()
    .then(work)
    .catch((error) => notice(inWords(error)));
}

/** A request that was not answered at all is a TypeError. */
export function inWords(error) {
  return error instanceof TypeError ? t('serverGone') : error.message;
}

function notice(text) {
  const place = document.getElementById('notice');
  place.hidden = text === '';
  place.textContent = text;
}

/** @returns The problems of the settings, by setting. */
export async function configure() {
  const machine = {
    memoryMb: shown.memory,
    timeoutS: shown.timeout,
    runtime: shown.runtime,
    fault: shown.fault,
  };
  const settings = { THUMB_PRESETS: shown.presets, ...env };
  const { problems } = await ask('PUT', '/api/configuration', { env: settings, machine });
  return problems;
}

/** Lets the function answer the shown photo's event with the settings of now. */
export async function tryAgain(photo = currentPhoto()) {
  if (photo && !photo.deleted) await post(`/api/photos/${photo.id}/settings`);
}

export function uploadSamples() {
  return post(`/api/samples?${new URLSearchParams({ folder: shown.folder })}`);
}

/**
 * Uploads files one after another; each appears as soon as it is there.
 *
 * @param files Each with its path in the folder that was chosen, if one was: there may be anything in it.
 */
export async function upload(files) {
  const photos = files.filter(({ path }) => !path.includes('/') || isPictureName(path));
  for (const { path, file } of photos) {
    if (file.size > server.setup.maxPhotoBytes) {
      throw new Error(t('tooLarge', { name: file.name, mb: server.setup.maxPhotoBytes / 1024 / 1024 }));
    }
    const query = new URLSearchParams({ folder: shown.folder, name: path });
    await ask('POST', `/api/photos?${query}`, file, {
      'Content-Type': file.type || 'application/octet-stream',
    });
  }
  if (photos.length < files.length) throw new Error(t('leftOut', { n: files.length - photos.length }));
}

function isPictureName(path) {
  const extension = path.slice(path.lastIndexOf('.')).toLowerCase();
  return server.setup.extensions.includes(extension);
}

/** Follows the server: what is there already comes first. */
export function follow() {
  const changes = new EventSource('/api/changes');
  let isGone = false;
  changes.addEventListener('error', () => {
    isGone = true;
    notice(t('serverGone'));
  });
  changes.addEventListener('open', () => {
    server.photos.clear();
    server.trials.clear();
    if (isGone) tell('reconnected');
    isGone = false;
  });
  changes.addEventListener('ready', () => tell('photos'));
  changes.addEventListener('photo', ({ data }) => {
    const photo = JSON.parse(data);
    server.photos.set(photo.id, photo);
    tell('photos');
  });
  changes.addEventListener('trial', ({ data }) => {
    const trial = JSON.parse(data);
    server.trials.set(trial.id, trial);
    tell('trials');
  });
}
