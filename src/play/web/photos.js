// The photos: dropped, chosen or samples; one of them is looked at.

import { el, fill } from './dom.js';
import { attempt, post, tryAgain, upload } from './server.js';
import { currentPhoto, isBusy, nameOf, newestDone, server, show, tell, when } from './state.js';
import { t } from './texts.js';

export function drawPhotos() {
  const photos = [...server.photos.values()];
  const isThere = photos.length > 0;
  fill(
    'photos',
    el('h2', {}, t('photos')),
    el(
      'div.drop',
      {},
      el('span', {}, t('drop')),
      chooser('files'),
      chooser('folder'),
      samplesButton(isThere),
    ),
    isThere ? el('ul.strip', {}, photos.map(drawPhoto)) : el('p.soft', {}, t('noPhotos')),
    photos.length > 1 &&
      el('p', {}, el('button', { type: 'button', id: 'run-all', onclick: runAll }, t('runAll'))),
  );
}

/** A label with an invisible input: a file chooser that looks like the buttons, and can be reached by keyboard. */
function chooser(kind) {
  const input = el('input', {
    type: 'file',
    id: `choose-${kind}`,
    multiple: true,
    accept: kind === 'files' ? 'image/*' : undefined,
    webkitdirectory: kind === 'folder',
    onchange: ({ target }) => attempt(() => upload([...target.files])),
  });
  return el('label.button', {}, input, t(kind === 'files' ? 'chooseFiles' : 'chooseFolder'));
}

function samplesButton(isThere) {
  const button = el('button', { type: 'button', id: 'samples' }, t('samples'));
  button.addEventListener('click', () => attempt(() => post('/api/samples')));
  if (!isThere) button.classList.add('main');
  return button;
}

function drawPhoto(photo) {
  const isCurrent = photo.id === currentPhoto()?.id;
  const state = stateOf(photo);
  const picture = photo.deleted
    ? el('span.gone', {}, '×')
    : el('img', { src: sourceOf(photo), alt: '', loading: 'lazy', onerror: showNothing });
  const button = el(
    'button.photo',
    {
      type: 'button',
      id: `photo-${photo.id}`,
      'aria-pressed': String(isCurrent),
      onclick: () => select(photo),
    },
    picture,
    el('span.name', {}, nameOf(photo)),
    el(`span.state.${state}`, {}, t(`state${state[0].toUpperCase()}${state.slice(1)}`)),
  );
  return el('li', {}, button);
}

/** In place of what this browser does not show. */
function showNothing({ target }) {
  target.replaceWith(el('span.gone', {}, '?'));
}

/** A photo that is uploaded again has other bytes under the same address. */
export function sourceOf(photo) {
  return `/api/photos/${photo.id}?bytes=${photo.bytes}`;
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
    const plain = [...files];
    void attempt(async () =>
      upload(entries.length > 0 ? (await Promise.all(entries.map(filesOf))).flat() : plain),
    );
  });
}

async function filesOf(entry) {
  if (entry.isFile) return [await new Promise((resolve, reject) => entry.file(resolve, reject))];
  const reader = entry.createReader();
  const inside = [];
  // It gives a hundred at most at a time, and none at the end.
  for (let some = await read(reader); some.length > 0; some = await read(reader)) inside.push(...some);
  return (await Promise.all(inside.map(filesOf))).flat();
}

function read(reader) {
  return new Promise((resolve, reject) => reader.readEntries(resolve, reject));
}

when('photos trials selection', drawPhotos);
when('photos', () => tell('selection'));
