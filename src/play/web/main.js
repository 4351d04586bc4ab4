// Begins: reads the address, asks the server what there is, draws everything, and follows what happens.

import { drawBench } from './bench.js';
import { drawChain } from './chain.js';
import { drawCompare } from './compare.js';
import { el, fill } from './dom.js';
import { drawFigures } from './figures.js';
import { drawMachine } from './machine.js';
import { acceptDrops, drawPhotos } from './photos.js';
import { drawPresets, readText } from './presets.js';
import { attempt, follow, get } from './server.js';
import { drawSettings } from './settings.js';
import { env, readAddress, server, show, shown, tell, when } from './state.js';
import { drawTakeAway } from './take-away.js';
import { chooseLanguage, t } from './texts.js';

function drawHeader() {
  chooseLanguage();
  document.title = `${t('title')} · cos-thumbnailer`;
  const skip = document.getElementById('skip');
  skip.textContent = t('skip');
  const language = el(
    'button',
    {
      type: 'button',
      id: 'language',
      onclick: () => show({ lang: shown.lang === 'zh' ? 'en' : 'zh' }, 'language'),
    },
    t('otherLanguage'),
  );
  fill('header', el('div', {}, el('h1', {}, t('title')), el('p.soft', {}, t('intro'))), language);
}

/** The address has what was shown when it was copied; without presets in it, the server's own are taken. */
function takeAddress() {
  const words = readAddress();
  const { configuration } = server.setup;
  if (!words.has('presets')) shown.presets = configuration.env.THUMB_PRESETS ?? '';
  const isFresh = [...words.keys()].every((name) => name === 'lang');
  if (isFresh && configuration.env.THUMB_MANIFEST) env.THUMB_MANIFEST = configuration.env.THUMB_MANIFEST;
  chooseLanguage();
}

function drawAll() {
  drawHeader();
  for (const draw of [drawPhotos, drawPresets, drawBench, drawFigures, drawCompare, drawChain]) draw();
  for (const draw of [drawMachine, drawSettings, drawTakeAway]) draw();
}

async function start() {
  readAddress();
  chooseLanguage();
  server.setup = await get('/api/setup');
  takeAddress();
  drawAll();
  when('language', drawAll);
  await readText(shown.presets);
  follow();
}

document.getElementById('skip').addEventListener('click', (event) => {
  event.preventDefault();
  document.getElementById('bench').focus();
});
window.addEventListener('hashchange', () => {
  takeAddress();
  drawAll();
  void attempt(() => readText(shown.presets)).then(() => tell('selection'));
});
acceptDrops();
void attempt(start);
