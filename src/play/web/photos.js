// The photos: dropped, chosen or samples; one of them is looked at.

import { el, fill, heading } from './dom.js';
import { attempt, tryAgain, upload, uploadSamples } from './server.js';
import {
  currentPhoto,
  isBusy,
  nameOf,
  newestDone,
  server,
  show,
  shown,
  standardFolder,
  tell,
  when,
} from './state.js';
import { t } from './texts.js';

export function drawPhotos() {
  const photos = [...server.photos.values()];
  const isThere = photos.length > 0;
  fill(
    'photos',
    heading(t('photos'), 1),
    el(
      `div.drop${isThere ? '' : '.first'}`,
      {},
      el('span.invitation', {}, t(isThere ? 'dropMore' : 'drop')),
      chooser('files', isThere),
      chooser('folder', true),
      el('button', { type: 'button', id: 'samples', onclick: () => attempt(uploadSamples) }, t('samples')),
      (isThere || hasRoutes()) && folderField(),
    ),
    isThere && el('ul.strip', {}, photos.map(drawPhoto)),
    photos.length > 1 &&
      el('p', {}, el('button', { type: 'button', id: 'run-all', onclick: runAll }, t('runAll'))),
  );
}

function hasRoutes() {
  return /for\s*=/.test(shown.presets) || shown.folder !== standardFolder;
}

/** Presets may depend on the folder, so it can be chosen. */
function folderField() {
  const input = el('input', {
    type: 'text',
    id: 'folder',
    spellcheck: 'false',
    autocomplete: 'off',
    onchange: () => show({ folder: input.value.trim() }),
  });
  input.value = shown.folder;
  return el('div.labelled.folder', {}, el('label', { for: 'folder' }, t('folder')), input);
}

/** A label with an invisible input: a file chooser that looks like the buttons, and can be reached by keyboard. */
function chooser(kind, isSecond) {
  const input = el('input', {
    type: 'file',
    id: `choose-${kind}`,
    multiple: true,
    // Not every system knows the types of all formats.
    accept: kind === 'files' ? ['image/*', ...server.setup.extensions].join() : undefined,
    webkitdirectory: kind === 'folder',
    onchange: ({ target }) => attempt(() => upload([...target.files].map(withPath))),
  });
  return el(
    `label.button${isSecond ? '' : '.main'}`,
    {},
    input,
    t(kind === 'files' ? 'chooseFiles' : 'chooseFolder'),
  );
}

function withPath(file) {
  return { path: file.webkitRelativePath || file.name, file };
}

function drawPhoto(photo) {
  const isCurrent = photo.id === currentPhoto()?.id;
  const state = stateOf(photo);
  const picture = photo.deleted
    ? el('span.gone', {}, '×')
    : el('img', {
        src: sourceOf(photo),
        alt: '',
        loading: 'lazy',
        onerror: ({ target }) => showPreview(photo, () => target.replaceWith(el('span.gone', {}, '?'))),
      });
  const button = el(
    'button.photo',
    {
      type: 'button',
      id: `photo-${photo.id}`,
      'aria-pressed': String(isCurrent),
      onclick: () => select(photo),
    },
    picture,
    el('span.name', { title: photo.key }, nameOf(photo)),
    el(`span.state.${state}`, {}, t(`state${state[0].toUpperCase()}${state.slice(1)}`)),
  );
  return el('li', {}, button);
}

/** Photos that this browser does not show: the server has a picture of them. */
const unshown = new Set();

/** A photo that is uploaded again has other bytes under the same address. */
export function sourceOf(photo) {
  const version = versionOf(photo);
  return `/api/photos/${photo.id}${unshown.has(version) ? '/preview' : ''}?bytes=${photo.bytes}`;
}

function versionOf({ id, bytes }) {
  return `${id} ${bytes}`;
}

export function hasPreview(photo) {
  return unshown.has(versionOf(photo));
}

/** For a photo that is not shown: its preview from now on. If that is not shown, either, `otherwise` is called. */
export function showPreview(photo, otherwise) {
  if (hasPreview(photo)) {
    otherwise();
    return;
  }
  unshown.add(versionOf(photo));
  tell('photos');
}

function select(photo) {
  show({ photo: nameOf(photo) }, 'selection');
  const isOutdated = newestDone(photo)?.configuration.env.THUMB_PRESETS !== latestPresets();
  if (isOutdated && !isBusy(photo)) void attempt(() => tryAgain(photo));
}

function latestPresets() {
  return [...server.trials.values()].at(-1)?.configuration.env.THUMB_PRESETS;
}

function stateOf(photo) {
  if (isBusy(photo)) return 'running';
  if (photo.deleted) return 'deleted';
  const trial = newestDone(photo);
  const statuses = trial?.results.map(({ outcome }) => outcome.status) ?? [];
  if (!trial) return 'waiting';
  if (trial.state === 'failed' || statuses.length === 0 || statuses.includes('failed')) return 'failed';
  return statuses.includes('stored') || trial.results.some(({ object }) => object) ? 'stored' : 'skipped';
}

function runAll() {
  return attempt(async () => {
    for (const photo of server.photos.values()) await tryAgain(photo);
  });
}

/** The whole page takes what is dropped, folders with all that is in them, too. */
export function acceptDrops() {
  const body = document.body;
  body.addEventListener('dragover', (event) => {
    event.preventDefault();
    body.classList.add('dropping');
  });
  body.addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) body.classList.remove('dropping');
  });
  body.addEventListener('drop', (event) => {
    event.preventDefault();
    body.classList.remove('dropping');
    const { items, files } = event.dataTransfer;
    const entries = [...items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    const plain = [...files].map(withPath);
    void attempt(async () =>
      upload(entries.length > 0 ? (await Promise.all(entries.map(filesOf))).flat() : plain),
    );
  });
}

async function filesOf(entry) {
  if (entry.isFile) {
    const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
    return [{ path: entry.fullPath.replace(/^\//, ''), file }];
  }
  const reader = entry.createReader();
  const inside = [];
  // It gives a hundred at most at a time, and none at the end.
  for (let some = await read(reader); some.length > 0; some = await read(reader)) inside.push(...some);
  return (await Promise.all(inside.map(filesOf))).flat();
}

function read(reader) {
  return new Promise((resolve, reject) => reader.readEntries(resolve, reject));
}

when('photos trials selection presets', drawPhotos);
when('photos', () => tell('selection'));
