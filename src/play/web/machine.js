// The machine that the function runs on, and what can be done with the photo.

import { el, fill, heading } from './dom.js';
import { runLater } from './presets.js';
import { attempt, post } from './server.js';
import { currentPhoto, nameOf, server, show, shown, when } from './state.js';
import { t, tOr } from './texts.js';

export function drawMachine() {
  const { memorySizes, runtimes, faultNames, nodeVersion } = server.setup;
  const newestFirst = [...runtimes].reverse();
  fill(
    'machine',
    heading(t('machine'), 4),
    el('p.soft', {}, t('machineHelp')),
    el(
      'div.row',
      {},
      select(
        'memory',
        t('memorySize'),
        memorySizes.map((size) => [size, `${size} MB`]),
      ),
      timeLimit(),
      select('runtime', t('runtime'), [
        ['', t('thisNode', { version: nodeVersion })],
        ...newestFirst.map((name) => [name, `Node.js ${name}`]),
      ]),
      select(
        'fault',
        t('fault'),
        faultNames.map((name) => [name, tOr(`fault_${name}`, name)]),
      ),
    ),
    drawActions(),
  );
}

function select(name, label, options) {
  const element = el('select', {
    id: `machine-${name}`,
    onchange: () => change({ [name]: name === 'memory' ? Number(element.value) : element.value }),
  });
  for (const [value, text] of options) element.append(el('option', { value }, text));
  element.value = String(shown[name]);
  return el('div.labelled', {}, el('label', { for: element.id }, label), element);
}

function timeLimit() {
  const input = el('input', {
    type: 'number',
    id: 'machine-timeout',
    min: 1,
    max: 900,
    onchange: () => change({ timeout: Number(input.value) }),
  });
  input.value = String(shown.timeout);
  return el('div.labelled', {}, el('label', { for: input.id }, t('timeLimit')), input);
}

function change(changes) {
  show(changes, 'look');
  runLater();
}

function drawActions() {
  const photo = currentPhoto();
  if (!photo) return undefined;
  const button = (name, path) =>
    el(
      'button',
      {
        type: 'button',
        id: `action-${name}`,
        disabled: photo.deleted && name !== 'deliver',
        onclick: () => act(photo, path),
      },
      t(name),
    );
  return el(
    'p.actions',
    {},
    t('actionsOn', { name: nameOf(photo) }),
    button('deliver', 'deliver'),
    button('overwrite', 'overwrite'),
    button('remove', 'delete'),
  );
}

function act({ id }, path) {
  return attempt(() => post(`/api/photos/${id}/${path}`));
}

when('photos selection', drawMachine);
