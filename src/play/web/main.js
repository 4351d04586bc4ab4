// Begins: reads the address, asks the server what there is, draws everything, and follows what happens.

import { drawBench } from './bench.js';
import { drawChain } from './chain.js';
import { drawCompare } from './compare.js';
import { el, fill } from './dom.js';
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
  drawWays();
}

/** The sections in their order: the numbered ones lead from a photo to the cloud. */
const sections = {
  photos: 'photos',
  presets: 'presets',
  compare: 'compare',
  machine: 'machine',
  'take-away': 'takeAway',
  chain: 'chain',
};

function drawWays() {
  const links = Object.entries(sections).map(([id, text], n) => {
    const label = id === 'chain' ? t(text) : `${n + 1} ${t(text)}`;
    return el('a', { href: `#${id}`, onclick: (event) => goTo(event, id) }, label);
  });
  const place = document.getElementById('nav');
  place.setAttribute('aria-label', t('sections'));
  fill(place, links);
}

/** The address holds the state of the page, so it cannot hold the name of a section as well. */
function goTo(event, id) {
  event.preventDefault();
  const section = document.getElementById(id);
  section.focus({ preventScroll: true });
  section.scrollIntoView();
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
  for (const draw of [drawPhotos, drawPresets, drawBench, drawCompare]) draw();
  for (const draw of [drawMachine, drawSettings, drawTakeAway, drawChain]) draw();
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

document.getElementById('skip').addEventListener('click', (event) => goTo(event, 'bench'));
// It has forgotten everything: it is told the settings anew.
when('reconnected', () => void attempt(() => readText(shown.presets)));
window.addEventListener('hashchange', () => {
  takeAddress();
  drawAll();
  void attempt(() => readText(shown.presets)).then(() => tell('selection'));
});
acceptDrops();
void attempt(start);
