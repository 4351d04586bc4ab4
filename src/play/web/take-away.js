// What goes from here to the console, to deploy, to Terraform, and into a web page.

import { copyButton, el, fill, heading } from './dom.js';
import { inWords, post } from './server.js';
import { currentPhoto, newestDone, show, shown, when } from './state.js';
import { t } from './texts.js';

const parts = ['presets', 'variables', 'console', 'deploy', 'terraform', 'policy', 'picture'];
let texts = {};
/** Why there are none, such as a bucket without its APPID. */
let problem = '';

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
      void refresh();
    },
  });
  input.value = shown[name];
  return el('div.labelled', {}, el('label', { for: input.id }, t(name)), input);
}

async function refresh() {
  const { bucket, region, function: functionName } = shown;
  const trial = newestDone(currentPhoto())?.id;
  try {
    texts = await post('/api/take-away', { bucket, region, functionName, trial });
    problem = '';
  } catch (error) {
    problem = inWords(error);
  }
  drawTexts();
}

function drawTexts() {
  fill('takeables', problem === '' ? parts.map(drawText) : el('p.problem', { role: 'alert' }, problem));
}

/** Those that are open. The presets are what most people came for. */
const open = new Set(['presets']);

function drawText(name) {
  const text = textOf(name);
  const key = `${name[0].toUpperCase()}${name.slice(1)}`;
  const isMissing = name === 'picture' && text === '';
  return el(
    'details.take',
    {
      'data-take': name,
      open: open.has(name),
      ontoggle: ({ target }) => (target.open ? open.add(name) : open.delete(name)),
    },
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
  pending = setTimeout(refresh, 200);
});
