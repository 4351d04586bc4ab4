// The chain of one trial: upload, event, invocation, result; each can be opened.

import { copyButton, el, fill, heading } from './dom.js';
import { bytes, milliseconds } from './numbers.js';
import { currentPhoto, server, trialsOf, when } from './state.js';
import { t } from './texts.js';
import { thumbHashToRGBA } from './thumbhash.js';

const steps = ['Upload', 'Event', 'Invocation', 'Result'];
let open = '';
/** Empty: the newest. */
let chosen = '';

export function drawChain() {
  const trials = trialsOf(currentPhoto());
  const trial = trials.find(({ id }) => id === chosen) ?? trials[0];
  if (!trial) {
    fill('chain', heading(t('chain')), el('p.soft', {}, t('nothingHappened')));
    return;
  }
  const select = el('select', {
    id: 'trial',
    onchange: () => {
      chosen = select.value;
      drawChain();
    },
  });
  for (const one of trials) select.append(el('option', { value: one.id }, titleOf(one)));
  select.value = trial.id;
  fill(
    'chain',
    heading(t('chain')),
    el('div.labelled', {}, el('label', { for: 'trial' }, t('trial')), select),
    el(
      'ol.steps',
      {},
      steps.map((step) => drawStep(step, trial)),
    ),
    open !== '' && el('div', { id: 'step-content' }, contents[open](trial).filter(Boolean)),
  );
}

function titleOf({ id, occasion, state, configuration }) {
  const note = state === 'superseded' ? t('superseded') : configuration.env.THUMB_PRESETS;
  return `${id.slice(1)} · ${t(`occasion_${occasion}`)} · ${note}`;
}

function drawStep(step, trial) {
  const button = el(
    'button',
    {
      type: 'button',
      id: `step-${step}`,
      'aria-expanded': String(open === step),
      'aria-controls': 'step-content',
      onclick: () => {
        open = open === step ? '' : step;
        drawChain();
      },
    },
    el('b', {}, t(`step${step}`)),
    el('span.soft', {}, brief[step](trial)),
  );
  return el('li', {}, button);
}

/** One line for each step. */
const brief = {
  Upload: ({ request }) =>
    request
      ? `${request.method} ${request.status}${request.method === 'PUT' ? `, ${bytes(request.bytes)}` : ''}`
      : '',
  Event: ({ event }) => event.Records[0].event.eventName,
  Invocation: ({ state, invocations }) => {
    const last = invocations.at(-1);
    if (!last)
      return t(state === 'failed' ? 'stateFailed' : state === 'superseded' ? 'stateSkipped' : 'busy');
    const times = invocations.length > 1 ? `${invocations.length} × ` : '';
    return `${times}${last.statusCode}, ${milliseconds(last.durationMs)}`;
  },
  Result: ({ results, invocations }) => {
    const count = (status) => results.filter(({ outcome }) => outcome.status === status).length;
    const parts = ['stored', 'skipped', 'failed', 'removed']
      .filter((status) => count(status) > 0)
      .map((status) => `${count(status)} ${t(`state${status[0].toUpperCase()}${status.slice(1)}`)}`);
    return parts.join(', ') || (invocations.length > 0 ? t('stateFailed') : '');
  },
};

const contents = {
  Upload: ({ request }) => (request ? [el('h3', {}, t('headers')), table(request.headers)] : []),
  Event: ({ event }) => {
    const text = JSON.stringify(event, null, 2);
    return [
      el('p.soft', {}, t('eventHelp')),
      el(
        'p',
        {},
        copyButton(t('copyEvent'), t('copied'), () => text),
      ),
      el('pre', { tabindex: 0 }, text),
    ];
  },
  Invocation: (trial) => [
    ...trial.invocations.flatMap((invocation, n) => drawInvocation(invocation, n)),
    trial.error && el('p.problem', {}, trial.error),
    el('h3', {}, t('requests')),
    drawRequests(trial.requests),
  ],
  Result: (trial) => [
    drawManifest(trial),
    ...trial.results.filter(({ object }) => object).flatMap(drawObject),
    el('h3', {}, t('report')),
    el('pre', { tabindex: 0 }, JSON.stringify(trial.invocations.at(-1)?.answer ?? null, null, 2)),
  ],
};

function drawInvocation(
  { requestId, statusCode, durationMs, drainMs, billedMs, coldStart, memoryPeakMb, error, log },
  n,
) {
  const facts = {
    RequestId: requestId,
    [t('status')]: String(statusCode),
    [t('time')]: `${milliseconds(durationMs)} + ${milliseconds(drainMs)} = ${billedMs} ms`,
    [t('memory')]: `${memoryPeakMb.toFixed(1)} MB`,
    ...(coldStart && { Init: milliseconds(coldStart.initMs) }),
    ...(error && { [t('error')]: `${error.type}: ${error.message}` }),
  };
  return [
    el('h3', {}, t('attempt', { n: n + 1 })),
    table(facts),
    el('h4', {}, t('log')),
    el('pre', { tabindex: 0 }, log.length > 0 ? log.map(indentLine).join('\n') : t('emptyLog')),
  ];
}

/** A line of JSON is easier to read with a line for each field. */
function indentLine(line) {
  try {
    return JSON.stringify(JSON.parse(line), null, 2);
  } catch {
    return line;
  }
}

function drawRequests(requests) {
  const rows = requests.map(({ method, bucket, key, status, code, bytes: size }) =>
    el(
      'tr',
      {},
      [method, `${bucket}/${key}`, `${status}${code ? ` ${code}` : ''}`, bytes(size)].map((text) =>
        el('td', {}, text),
      ),
    ),
  );
  return el('div.scroll', {}, el('table', {}, el('tbody', {}, rows)));
}

function drawObject({ object }) {
  const { key, headers, href } = object;
  const isMeta = ([name]) => name.startsWith('x-cos-meta-');
  const all = Object.entries(headers);
  return [
    el('h3', {}, el('a', { href, target: '_blank', rel: 'noopener' }, key)),
    table(Object.fromEntries(all.filter((entry) => !isMeta(entry)))),
    all.some(isMeta) && el('h4', {}, t('metadata')),
    all.some(isMeta) && table(Object.fromEntries(all.filter(isMeta))),
  ];
}

function drawManifest({ manifest }) {
  if (!manifest) return el('p.soft', {}, t('noManifest'));
  const { thumbHash, dominantColour } = manifest;
  return el(
    'div',
    {},
    el('h3', {}, t('manifest')),
    el(
      'div.row',
      {},
      drawThumbHash(thumbHash),
      el('p.soft', {}, t('placeholder', { colour: dominantColour })),
    ),
    el('pre', { tabindex: 0 }, JSON.stringify(manifest, null, 2)),
  );
}

function drawThumbHash(base64) {
  const hash = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const { w, h, rgba } = thumbHashToRGBA(hash);
  const canvas = el('canvas.thumbhash', { width: w, height: h, id: 'thumbhash' });
  canvas.getContext('2d').putImageData(new ImageData(new Uint8ClampedArray(rgba), w, h), 0, 0);
  return canvas;
}

function table(facts) {
  const rows = Object.entries(facts).map(([name, value]) =>
    el('tr', {}, el('th', { scope: 'row' }, name), el('td', {}, value)),
  );
  return el('div.scroll', {}, el('table', {}, el('tbody', {}, rows)));
}

when('trials selection', () => {
  if (!server.trials.has(chosen)) chosen = '';
  drawChain();
});
