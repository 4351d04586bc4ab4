// What the newest trial took here, and what it would take on SCF.

import { el, fill } from './dom.js';
import { decimal, milliseconds } from './numbers.js';
import { currentPhoto, newestDone, server, when } from './state.js';
import { t } from './texts.js';

export function drawFigures() {
  if (!document.getElementById('figures')) return;
  const trial = newestDone(currentPhoto());
  const last = trial?.invocations.at(-1);
  if (!last || !trial.estimate) {
    fill('figures');
    return;
  }
  const { memoryMb, timeoutS } = trial.configuration.machine;
  const { cores, ms, yuan } = trial.estimate;
  const start = last.coldStart ? t('coldStart', { ms: milliseconds(last.coldStart.initMs) }) : t('warm');
  const used = decimal(last.memoryPeakMb, 0);
  const isLate = ms > timeoutS * 1000;
  const isIdle =
    trial.results.length > 0 && trial.results.every(({ outcome }) => outcome.status === 'skipped');
  fill(
    'figures',
    el(
      'dl.figures',
      {},
      figure('time', milliseconds(last.durationMs), start),
      figure('memory', t('memoryUsed', { used, limit: memoryMb }), drawMeter(last.memoryPeakMb, memoryMb)),
      figure(
        'estimated',
        `≈ ${milliseconds(ms)}`,
        t('estimatedAt', { cores: decimal(cores, 2), memory: memoryMb }),
        isLate && el('span.problem', {}, t('overTime', { s: timeoutS })),
      ),
      figure(
        'cost',
        `≈ ${t('yuan', { yuan: decimal(yuan, 3) })}`,
        t('costNote', { date: server.setup.pricesOf }),
      ),
    ),
    isIdle && el('p.note', {}, t('nothingMade')),
  );
}

function figure(name, value, ...notes) {
  const texts = notes.filter(Boolean).map((note) => el('dd.soft', {}, note));
  return el('div', {}, el('dt', {}, t(name)), el('dd.value', { 'data-figure': name }, value), texts);
}

function drawMeter(used, limit) {
  return el('meter', { min: 0, max: limit, value: used, high: 0.9 * limit, optimum: 0 });
}

when('trials selection', drawFigures);
