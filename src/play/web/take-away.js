// What goes from here to the console, to deploy, to Terraform, and into a web page.

import { copyButton, el, fill } from './dom.js';
import { attempt, post } from './server.js';
import { currentPhoto, newestDone, show, shown, when } from './state.js';
import { t } from './texts.js';

const parts = ['presets', 'variables', 'deploy', 'hcl', 'policy', 'picture'];
let texts = {};

export function drawTakeAway() {
  fill(
    'take-away',
    el('h2', {}, t('takeAway')),
    el('div.row', {}, place('bucket'), place('region'), place('function')),
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
  const blocks = parts.map((name) => {
    const text = texts[name] ?? '';
    const title = t(`take${name[0].toUpperCase()}${name.slice(1)}`);
    const note = name === 'picture' && text === '' ? t('noPicture') : undefined;
    return el(
      'details.take',
      { 'data-take': name, open: document.querySelector(`[data-take="${name}"]`)?.open },
      el('summary', {}, title),
      note ? el('p.soft', {}, note) : copyButton(t('copy'), t('copied'), () => text),
      !note && el('pre', { tabindex: 0 }, text),
    );
  });
  fill('takeables', blocks);
}

let pending;
when('trials selection settings-checked', () => {
  clearTimeout(pending);
  // Not for each of the many changes of a trial.
  pending = setTimeout(() => attempt(refresh), 200);
});
