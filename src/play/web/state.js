// What the page shows: the part that the address holds, and what the server tells. Views listen for the parts that concern them.

/** Read from the address, and written to it: a copied address shows the same. Photos live in the server, so only a name is there. */
export const shown = {
  lang: '',
  presets: '',
  /** Where photos go in the bucket. */
  folder: 'photos/',
  photo: '',
  left: 'source',
  right: '',
  scale: 'one',
  ground: 'checks',
  memory: 512,
  timeout: 60,
  runtime: '',
  fault: 'none',
  bucket: 'example-1250000000',
  region: 'ap-guangzhou',
  function: 'cos-thumbnailer',
};

/** Settings of the function beside the presets: name -> text. */
export const env = {};

export const server = {
  /** What GET /api/setup has told. */
  setup: undefined,
  /** Id -> photo, in the order of their uploads. */
  photos: new Map(),
  /** Id -> trial. */
  trials: new Map(),
};

/** The presets as the server has read them. */
export const presets = { forms: [], problems: [] };

const defaults = { ...shown };
export const standardFolder = defaults.folder;
const listeners = new Map();

/** @param topics `photos`, `trials`, `presets`, `selection`, `look`, `settings` or `language`. */
export function when(topics, listener) {
  for (const topic of topics.split(' ')) listeners.set(topic, [...(listeners.get(topic) ?? []), listener]);
}

export function tell(topic) {
  for (const listener of listeners.get(topic) ?? []) listener();
}

/** Changes what the address holds. */
export function show(changes, topic) {
  Object.assign(shown, changes);
  writeAddress();
  tell(topic);
}

export function readAddress() {
  const words = new URLSearchParams(location.hash.slice(1));
  for (const [name, standard] of Object.entries(defaults)) {
    const text = words.get(name);
    shown[name] = text === null ? standard : typeof standard === 'number' ? Number(text) || standard : text;
  }
  for (const name of Object.keys(env)) delete env[name];
  for (const [name, value] of words) if (/^THUMB_[A-Z_]+$/.test(name)) env[name] = value;
  return words;
}

export function writeAddress() {
  const words = new URLSearchParams();
  for (const [name, value] of Object.entries(shown)) {
    if (value !== defaults[name]) words.set(name, value);
  }
  for (const [name, value] of Object.entries(env)) {
    if (value !== '' && !isSecret(name)) words.set(name, value);
  }
  history.replaceState(null, '', `#${words}`);
}

/** A copied address tells no secret. */
export function isSecret(name) {
  return server.setup?.settings.some((setting) => setting.env === name && setting.isSecret) ?? false;
}

export function currentPhoto() {
  const photos = [...server.photos.values()];
  return photos.find((photo) => nameOf(photo) === shown.photo) ?? photos.at(0);
}

/** Its key, without the folder where most are. */
export function nameOf({ key }) {
  return key.startsWith(defaults.folder) ? key.slice(defaults.folder.length) : key;
}

/** All trials of the photo, the newest first. */
export function trialsOf(photo) {
  return [...server.trials.values()].filter((trial) => trial.photo === photo?.id).reverse();
}

/** The newest trial of the photo that has an answer. */
export function newestDone(photo) {
  return trialsOf(photo).find(({ state }) => state === 'done' || state === 'failed');
}

export function isBusy(photo) {
  return trialsOf(photo).some(({ state }) => state === 'waiting' || state === 'running');
}

/** The globs of the route that the preset stands in, as written; undefined without routes. */
export function routeOf(n) {
  const before = presets.forms.slice(0, n + 1).flatMap((form) => form.before ?? []);
  return before.findLast((part) => /^for\s*=/.test(part))?.replace(/^for\s*=\s*/, '');
}

/** Is the preset for the trial's photo? One route alone decides. */
export function isForPhoto(trial, n) {
  return trial === undefined || trial.globs === routeOf(n);
}

/** What became of the preset of a form in a trial. */
export function resultOf(trial, n) {
  if (!isForPhoto(trial, n)) return undefined;
  const { name } = presets.forms[n];
  return trial?.results.find(({ outcome }) => outcome.preset === name && !outcome.manifest);
}

/** The outcome by which a thumbnail was stored: of an earlier trial, if it was up-to-date in this one. */
export function madeOf(result) {
  return result?.made ?? result?.outcome;
}
