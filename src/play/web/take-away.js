// What goes from here to the console, to deploy, to Terraform, and into a web page.

import { copyButton, el, fill, heading } from './dom.js';
import { attempt, post } from './server.js';
import { currentPhoto, newestDone, show, shown, when } from './state.js';
import { t } from './texts.js';

const parts = ['presets', 'variables', 'console', 'deploy', 'terraform', 'policy', 'picture'];
let texts = {};

export function drawTakeAway() {
  fill(
    'take-away',
    heading(t('takeAway'), 5),
    el('p.soft', {}, t('takeAwayHelp')),
    el('div.row.place', {}, place('bucket'), place('region'), place('function')),
    el('div', { id: 'takeables' }),
  );
  drawTexts();
}

function place(name) {
  const input = el('input', {
    type: 'text',
    id: `place-${name}`,
    spellcheck: 'false',
    autocomplete: 'off',
    onchange: () => {
      show({ [name]: input.value.trim() });
      void attempt(refresh);
    },
  });
  input.value = shown[name];
  return el('div.labelled', {}, el('label', { for: input.id }, t(name)), input);
}

async function refresh() {
  const { bucket, region, function: functionName } = shown;
  const trial = newestDone(currentPhoto())?.id;
  texts = await post('/api/take-away', { bucket, region, functionName, trial });
  drawTexts();
}

function drawTexts() {
  fill('takeables', parts.map(drawText));
}

/** The presets are what most people came for, so they are open. */
function drawText(name) {
  const text = textOf(name);
  const key = `${name[0].toUpperCase()}${name.slice(1)}`;
  const isMissing = name === 'picture' && text === '';
  const { open = name === 'presets' } = document.querySelector(`[data-take="${name}"]`) ?? {};
  return el(
    'details.take',
    { 'data-take': name, open },
    el('summary', {}, t(`take${key}`)),
    el('p.soft', {}, t(isMissing ? 'noPicture' : `takeHelp${key}`)),
    !isMissing && copyButton(t('copy'), t('copied'), () => text),
    !isMissing && el('pre', { tabindex: 0 }, text),
  );
}

function textOf(name) {
  const text = texts[name] ?? '';
  return typeof text === 'string' ? text : text[shown.lang];
}

let pending;
when('trials selection settings-checked', () => {
  clearTimeout(pending);
  // Not for each of the many changes of a trial.
  pending = setTimeout(() => attempt(refresh), 200);
});
