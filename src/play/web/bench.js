// The columns: the photo with focus and crops, and each preset with its result above its form.

import { el, fill } from './dom.js';
import { drawFigures } from './figures.js';
import { bytes, percent } from './numbers.js';
import { hasPreview, showPreview, sourceOf } from './photos.js';
import { drawForm } from './preset-form.js';
import { attempt, post } from './server.js';
import {
  currentPhoto,
  isBusy,
  isForPhoto,
  madeOf,
  nameOf,
  newestDone,
  presets,
  resultOf,
  routeOf,
  shown,
  when,
} from './state.js';
import { t } from './texts.js';

const mostColumns = 4;

export function drawBench() {
  const columns = presets.forms.slice(0, mostColumns).map((_, n) => {
    const heading = el('h3', { 'data-heading': n });
    return el('article.column', {}, heading, el('div.result', { 'data-result': n }), drawForm(n));
  });
  const photo = el(
    'article.column.photo-column',
    {},
    el('h3', {}, t('source')),
    el('div', { id: 'stage' }),
    el('div', { id: 'figures', 'aria-live': 'polite' }),
  );
  fill(
    'bench',
    el('div.columns', {}, photo, columns),
    presets.forms.length > mostColumns && el('p.soft', {}, t('fourAtMost')),
  );
  drawResults();
  drawFigures();
}

function drawResults() {
  const photo = currentPhoto();
  const trial = newestDone(photo);
  if (document.getElementById('stage')) fill('stage', drawStage(photo, trial));
  for (const [n, { name }] of presets.forms.slice(0, mostColumns).entries()) {
    const place = document.querySelector(`[data-result="${n}"]`);
    if (!place) continue;
    const route = routeOf(n);
    const heading = [
      name || t('preset', { n: n + 1 }),
      ...(route === undefined ? [] : [el('code.route', {}, `for=${route}`)]),
    ];
    document.querySelector(`[data-heading="${n}"]`).replaceChildren(...heading);
    place.classList.toggle('busy', isBusy(photo));
    place.replaceChildren(
      ...(isForPhoto(trial, n) ? drawResult(resultOf(trial, n), photo, trial) : drawOtherFolder(photo)),
    );
  }
}

function drawOtherFolder(photo) {
  return [el('p.empty.soft', {}, t('otherFolder', { key: photo.key }))];
}

/** @returns What became of one preset. */
function drawResult(result, photo, trial) {
  if (!result) return [el('p.empty.soft', {}, t(isBusy(photo) ? 'busy' : trial ? 'noneMade' : 'notMade'))];
  const { outcome, object } = result;
  const made = madeOf(result);
  const isThumbnail = object !== undefined;
  const facts = [];
  if (made.status === 'stored') facts.push(`${made.width} × ${made.height}`, made.format);
  if (made.pages) facts.push(t('animation', { n: made.pages }));
  return [
    isThumbnail && el(`div.ground.${shown.ground}`, {}, el('img', { src: object.href, alt: object.key })),
    facts.length > 0 && el('p.facts', {}, facts.join(', ')),
    isThumbnail &&
      el('p.facts', {}, el('b', {}, bytes(object.bytes)), ` ${difference(object.bytes, photo.bytes)}`),
    made.engine && el('p.soft', {}, t('madeBy', { engine: made.engine })),
    made.kept === 'source' && el('p.note', {}, t('keptSource')),
    ...(made.warnings ?? []).map((warning) => el('p.note', { lang: 'en' }, warning)),
    outcome.code === 'up-to-date' && el('p.soft', {}, t('upToDate')),
    outcome.status !== 'stored' && outcome.code !== 'up-to-date' && drawRefusal(outcome),
  ].filter(Boolean);
}

function difference(after, before) {
  if (after <= before) return t('saved', { percent: percent(1 - after / before) });
  return t('grown', { percent: percent(after / before - 1) });
}

function drawRefusal({ status, code, message }) {
  const name = t(`state${status[0].toUpperCase()}${status.slice(1)}`);
  const title = el('b', {}, code === undefined ? name : `${name}: ${code}`);
  return el(`p.refusal.${status}`, {}, title, message && el('span', { lang: 'en' }, message));
}

function drawStage(photo, trial) {
  if (!photo) return [el('p.empty.soft', {}, t('noPhotos'))];
  const whole =
    trial?.results.filter(({ outcome }) => outcome.preset === undefined && !outcome.manifest) ?? [];
  const { focus } = photo;
  return [
    photo.deleted ? el('p.empty.soft', {}, t('stateDeleted')) : drawPicture(photo, trial),
    el('p.facts', {}, nameOf(photo), ' ', el('b', {}, bytes(photo.bytes))),
    hasPreview(photo) && !photo.deleted && el('p.soft', {}, t('drawnByFunction')),
    photo.colours && el('p.note', {}, photo.colours[shown.lang]),
    ...whole.map(({ outcome }) => drawRefusal(outcome)),
    ...recordWarnings(trial).map((warning) => el('p.note', { lang: 'en' }, warning)),
    ...drawError(trial),
    !photo.deleted && el('p.soft', {}, t('focusHelp')),
    focus !== '' &&
      el(
        'p',
        {},
        t('focusIs', { focus }),
        ' ',
        el(
          'button.quiet',
          { type: 'button', id: 'clear-focus', onclick: () => setFocus(photo, '') },
          t('clearFocus'),
        ),
      ),
  ].filter(Boolean);
}

/** What went wrong beside the thumbnails, such as a message to THUMB_NOTIFY. */
function recordWarnings(trial) {
  const records = trial?.invocations.at(-1)?.answer?.records ?? [];
  return records.flatMap(({ warnings = [] }) => warnings);
}

/** What SCF itself says, when there is no report. */
function drawError(trial) {
  const last = trial?.invocations.at(-1);
  const text = trial?.error ?? last?.error?.message;
  if (text === undefined) return [];
  const title = last ? `${t('status')} ${last.statusCode}` : t('error');
  return [el('p.refusal.failed', {}, el('b', {}, title), el('span', { lang: 'en' }, text))];
}

/** The photo, and over it the crops that were taken and the focus. */
function drawPicture(photo, trial) {
  const image = el('img', { src: sourceOf(photo), alt: nameOf(photo) });
  const marks = el('div.marks', {});
  const frame = el(
    'div.stage',
    { tabindex: 0, role: 'application', 'aria-label': t('focusPhoto', { name: nameOf(photo) }), id: 'photo' },
    image,
    marks,
  );
  if (hasPreview(photo)) image.before(el('p.empty.soft', {}, t('drawing')));
  image.addEventListener('load', () => {
    frame.querySelector('.empty')?.remove();
    marks.append(...drawCrops(trial, image), ...drawFocus(photo.focus));
  });
  image.addEventListener('error', () =>
    showPreview(photo, () => image.replaceWith(el('p.empty.soft', {}, t('notShown')))),
  );
  image.addEventListener('click', (event) => {
    const { left, top, width, height } = image.getBoundingClientRect();
    void setFocus(photo, focusText((event.clientX - left) / width, (event.clientY - top) / height));
  });
  frame.addEventListener('keydown', (event) => moveFocus(event, photo, marks));
  return frame;
}

function drawCrops(trial, { naturalWidth, naturalHeight }) {
  return presets.forms.slice(0, mostColumns).flatMap(({ name }, n) => {
    const crop = madeOf(resultOf(trial, n))?.crop;
    if (!crop) return [];
    const mark = el('div.crop', { 'data-crop': name }, el('span', {}, name || '1'));
    mark.classList.add(`hue-${n}`);
    place(mark, crop.left / naturalWidth, crop.top / naturalHeight);
    mark.style.width = `${(100 * crop.width) / naturalWidth}%`;
    mark.style.height = `${(100 * crop.height) / naturalHeight}%`;
    return [mark];
  });
}

function drawFocus(focus) {
  if (focus === '') return [];
  const mark = el('div.focus');
  const [x, y] = focus.split(',').map(Number);
  place(mark, x, y);
  return [mark];
}

function place(mark, x, y) {
  mark.style.left = `${100 * x}%`;
  mark.style.top = `${100 * y}%`;
}

const steps = { ArrowLeft: [-0.02, 0], ArrowRight: [0.02, 0], ArrowUp: [0, -0.02], ArrowDown: [0, 0.02] };
/** Where the arrow keys have moved the focus to; Enter uploads it. */
let moving;

function moveFocus(event, photo, marks) {
  if (event.key === 'Enter' && moving) {
    event.preventDefault();
    const chosen = moving;
    moving = undefined;
    void setFocus(photo, focusText(...chosen));
    return;
  }
  const step = steps[event.key];
  if (!step) return;
  event.preventDefault();
  const [x, y] = moving ?? (photo.focus || '0.5,0.5').split(',').map(Number);
  moving = [clamp(x + step[0]), clamp(y + step[1])];
  marks.querySelector('.focus')?.remove();
  marks.append(...drawFocus(focusText(...moving)));
}

function clamp(value) {
  return Math.min(1, Math.max(0, value));
}

function focusText(x, y) {
  return [x, y].map((value) => String(Number(clamp(value).toFixed(4)))).join(',');
}

/** The focus is metadata of the object, so the photo is uploaded again. */
function setFocus(photo, focus) {
  return attempt(() => post(`/api/photos/${photo.id}/overwrite`, { focus }));
}

when('presets', drawBench);
when('trials selection look problems', drawResults);
