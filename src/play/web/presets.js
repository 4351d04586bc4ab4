// The presets as text, and what keeps text, form and function in step.

import { el, fill, heading } from './dom.js';
import { attempt, configure, post, tryAgain } from './server.js';
import { presets, server, show, shown, tell } from './state.js';
import { t } from './texts.js';

/** Long enough to type on, short enough to feel immediate. */
const pauseMs = 350;
let pause;

export function drawPresets() {
  const area = el('textarea', {
    id: 'preset-text',
    rows: 1,
    spellcheck: 'false',
    autocapitalize: 'off',
    // One line for the console, however it is written here.
    oninput: ({ target }) => later(() => readText(target.value.replaceAll(/\s*\n\s*/g, ''))),
  });
  area.value = shown.presets;
  fill(
    'presets',
    heading(t('presets'), 2),
    el('label', { for: 'preset-text' }, t('presetText')),
    el(
      'div.preset-line',
      {},
      area,
      el('button', { type: 'button', id: 'add-preset', onclick: addPreset }, t('addPreset')),
    ),
    el('div', { id: 'preset-problems' }),
  );
  drawProblems();
}

/** Waits for a pause in typing. */
function later(work) {
  clearTimeout(pause);
  pause = setTimeout(() => attempt(work), pauseMs);
}

/** The text was changed: the forms follow. */
export async function readText(text) {
  const answer = await post('/api/presets', { text });
  take(answer);
  tell('presets');
  await runIfRight();
}

/** A form was changed: the text follows. The forms stay as they are, or the field that is typed in would lose the focus. */
export function readForms(forms) {
  later(async () => {
    const answer = await post('/api/presets', { forms });
    take(answer);
    document.getElementById('preset-text').value = answer.text;
    tell('problems');
    await runIfRight();
  });
}

/** Replaces the presets at once. */
export function changeForms(forms) {
  return attempt(async () => {
    const answer = await post('/api/presets', { forms });
    take(answer);
    document.getElementById('preset-text').value = answer.text;
    tell('presets');
    await runIfRight();
  });
}

function take({ text, forms, problems }) {
  presets.forms = forms;
  presets.problems = problems;
  show({ presets: text });
  drawProblems();
}

/** The problems of settings that are about something else than a preset's own text. */
let settingProblems = [];

async function runIfRight() {
  if (presets.problems.length > 0) return;
  const problems = await configure();
  settingProblems = problems;
  drawProblems();
  tell('settings-checked');
  if (problems.length === 0) await tryAgain();
}

/** Settings or machine were changed. */
export function runLater() {
  later(runIfRight);
}

export function problemsOfSettings() {
  return settingProblems;
}

function drawProblems() {
  const area = document.getElementById('preset-text');
  const texts = [
    ...presets.problems.map(({ preset, message }) => `${nameOfPreset(preset)}: ${message[shown.lang]}`),
    ...settingProblems.filter(({ env }) => env === 'THUMB_PRESETS').map(({ message }) => message[shown.lang]),
  ];
  area?.setAttribute('aria-invalid', String(texts.length > 0));
  const list = document.getElementById('preset-problems');
  list?.replaceChildren(...texts.map((text) => el('p.problem', {}, text)));
}

function nameOfPreset(n) {
  return presets.forms[n]?.name || t('preset', { n: n + 1 });
}

function addPreset() {
  const names = presets.forms.map(({ name }) => name);
  const name = ['small', 'medium', 'large', 'square', 'wide'].find((one) => !names.includes(one));
  const added = {
    name: name ?? `p${names.length + 1}`,
    width: '400',
    height: '400',
    options: {},
    others: [],
  };
  // Several presets need a name each.
  const named = presets.forms.map((form, n) => ({ ...form, name: form.name || `p${n + 1}` }));
  return changeForms([...named, added]);
}

/** What begins a route before the preset stays, for those behind it. */
export function removePreset(n) {
  const { before, after } = presets.forms[n];
  const forms = presets.forms.map((form, at) => {
    if (at === n + 1) return { ...form, before: [...before, ...form.before] };
    return at === n - 1 && n === presets.forms.length - 1 ? { ...form, after: [...before, ...after] } : form;
  });
  return changeForms(forms.filter((_, at) => at !== n));
}

/** The fields that the server made from the function's table of options. */
export function fields() {
  return server.setup.fields;
}
