// The function's other settings: environment variables, from the function's own table.

import { el, fill } from './dom.js';
import { problemsOfSettings, runLater } from './presets.js';
import { env, server, shown, when, writeAddress } from './state.js';
import { t } from './texts.js';

export function drawSettings() {
  const { settings, watermarkKey } = server.setup;
  fill(
    'settings',
    el(
      'details',
      { open: Object.keys(env).some((name) => name !== 'THUMB_MANIFEST') },
      el('summary', {}, el('h3', {}, t('settings'))),
      el('p.soft', {}, t('settingsHelp', { key: watermarkKey })),
      el('form', { onsubmit: (event) => event.preventDefault() }, settings.map(drawSetting)),
    ),
  );
  drawProblems();
}

function drawSetting({ env: name, doc, otherwise, isSecret }) {
  const input = el('input', {
    type: isSecret ? 'password' : 'text',
    id: name,
    placeholder: otherwise[shown.lang],
    spellcheck: 'false',
    autocomplete: 'off',
    'aria-describedby': `${name}-doc`,
    oninput: () => {
      if (input.value.trim() === '') delete env[name];
      else env[name] = input.value.trim();
      writeAddress();
      runLater();
    },
  });
  input.value = env[name] ?? '';
  return el(
    'div.setting',
    {},
    el('label', { for: name }, el('code', {}, name)),
    input,
    el('p.soft', { id: `${name}-doc` }, doc[shown.lang]),
    el('div.problems', { 'data-setting': name }),
  );
}

function drawProblems() {
  for (const place of document.querySelectorAll('[data-setting]')) {
    const own = problemsOfSettings().filter(({ env: name }) => name === place.dataset.setting);
    place.replaceChildren(...own.map(({ message }) => el('p.problem', {}, message[shown.lang])));
    document.getElementById(place.dataset.setting).setAttribute('aria-invalid', String(own.length > 0));
  }
}

when('settings-checked', drawProblems);
