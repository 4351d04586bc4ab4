// Two pictures of one photo, one over the other, with a divider between them.

import { el, fill, heading } from './dom.js';
import { decimal } from './numbers.js';
import { sourceOf } from './photos.js';
import { currentPhoto, madeOf, newestDone, presets, resultOf, show, shown, when } from './state.js';
import { t } from './texts.js';

let divider = 50;

export function drawCompare() {
  const photo = currentPhoto();
  const trial = newestDone(photo);
  const choices = photo && !photo.deleted ? choicesOf(photo, trial) : [];
  if (choices.length < 2) {
    fill('compare', heading(t('compare'), 3), el('p.soft', {}, t('nothingToCompare')));
    return;
  }
  const left = choices.find(({ value }) => value === shown.left) ?? choices[0];
  const right = choices.find(({ value }) => value === shown.right) ?? choices[1];
  fill(
    'compare',
    heading(t('compare'), 3),
    el(
      'div.row.tools',
      {},
      chooser('left', left, choices),
      chooser('right', right, choices),
      toggle('scale', ['one', 'fit']),
      toggle('ground', ['checks', 'light', 'dark']),
    ),
    drawPair(left, right),
  );
}

function choicesOf(photo, trial) {
  const thumbnails = presets.forms.flatMap(({ name }, n) => {
    const result = resultOf(trial, n);
    if (!result?.object) return [];
    const label = name || t('preset', { n: n + 1 });
    return [{ value: `preset-${name}`, label, href: result.object.href, outcome: madeOf(result) }];
  });
  return [{ value: 'source', label: t('source'), href: sourceOf(photo) }, ...thumbnails];
}

function chooser(side, { value }, choices) {
  const select = el('select', {
    id: `compare-${side}`,
    onchange: () => show({ [side]: select.value }, 'look'),
  });
  for (const choice of choices) select.append(el('option', { value: choice.value }, choice.label));
  select.value = value;
  return el('div.labelled', {}, el('label', { for: `compare-${side}` }, t(side)), select);
}

function toggle(name, values) {
  const options = values.map((value) => {
    const radio = el('input', {
      type: 'radio',
      name,
      id: `${name}-${value}`,
      value,
      onchange: () => show({ [name]: value }, 'look'),
    });
    radio.checked = shown[name] === value;
    return el('label.segment', {}, radio, t(`${name}${value[0].toUpperCase()}${value.slice(1)}`));
  });
  return el('fieldset.segments', {}, el('legend', {}, t(name)), options);
}

function drawPair(left, right) {
  const size = right.outcome ?? left.outcome ?? {};
  const under = drawLayer(right, left);
  const over = drawLayer(left, right);
  over.classList.add('over');
  const pair = el(`div.pair.ground.${shown.ground}.${shown.scale}`, {}, under, over);
  // A thumbnail of 200 pixels is 200 pixels of the screen at 1:1, however many of them make a CSS pixel.
  const frame = el('div.pair-frame', {}, pair);
  const density = shown.scale === 'one' ? window.devicePixelRatio : 1;
  if (size.width) {
    frame.style.setProperty('--width', `${size.width / density}px`);
    frame.style.setProperty('--ratio', `${size.width} / ${size.height}`);
  }
  const line = el('div.line');
  const range = el('input', { type: 'range', id: 'divider', min: 0, max: 100, 'aria-label': t('divider') });
  range.value = divider;
  const move = () => {
    divider = Number(range.value);
    over.style.clipPath = `inset(0 ${100 - divider}% 0 0)`;
    line.style.left = `${divider}%`;
  };
  range.addEventListener('input', move);
  move();
  pair.append(line, range);
  const names = el('p.names.soft', {}, el('span', {}, `◀ ${left.label}`), el('span', {}, `${right.label} ▶`));
  frame.append(names);
  if (shown.scale === 'fit') frame.append(magnification(pair, size.width));
  return frame;
}

/** A thumbnail that is drawn larger than it is looks blurred, and is not. */
function magnification(pair, width) {
  const note = el('p.soft', { id: 'magnification' });
  new ResizeObserver(() => {
    const times = (pair.clientWidth * window.devicePixelRatio) / width;
    note.textContent = times > 1.05 ? t('enlarged', { times: decimal(times, 1) }) : '';
  }).observe(pair);
  return note;
}

/** The photo beside a thumbnail that was cropped shows the same part. */
function drawLayer({ href, outcome, label }, other) {
  const image = el('img', { src: href, alt: label, draggable: 'false' });
  const layer = el('div.layer', {}, image);
  const { crop, width, height } = other.outcome ?? {};
  if (outcome || !width) return layer;
  image.addEventListener('load', () => {
    if (!crop) {
      const isStretched = Math.abs(width / height - image.naturalWidth / image.naturalHeight) > 0.02;
      image.classList.add(isStretched ? 'contained' : 'stretched');
      return;
    }
    image.classList.add('cropped');
    image.style.width = `${(100 * image.naturalWidth) / crop.width}%`;
    image.style.height = `${(100 * image.naturalHeight) / crop.height}%`;
    image.style.left = `${(-100 * crop.left) / crop.width}%`;
    image.style.top = `${(-100 * crop.top) / crop.height}%`;
  });
  return layer;
}

when('trials selection look presets', drawCompare);
