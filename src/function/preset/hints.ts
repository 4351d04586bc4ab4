// What somebody probably meant who wrote a preset that cannot be read: what is usually mistaken, and how it is written instead. Each
// hint is the end of a message.

/** Characters of Chinese and Japanese keyboards, and of texts, that look like those of the grammar. */
const lookalikes = new Map(
  Object.entries({
    '，': ',',
    '、': ',',
    '；': ';',
    '：': ':',
    '＝': '=',
    '×': 'x',
    ｘ: 'x',
    '＊': 'x',
    '*': 'x',
    X: 'x',
    '０': '0',
    '１': '1',
    '２': '2',
    '３': '3',
    '４': '4',
    '５': '5',
    '６': '6',
    '７': '7',
    '８': '8',
    '９': '9',
  }),
);

/** What other programs call an option of ours. */
const synonyms = new Map(
  Object.entries({
    crop: 'cover',
    fill_crop: 'cover',
    thumb: 'cover',
    fit: 'inside',
    limit: 'inside',
    resize: 'inside',
    scale: 'inside',
    max: 'inside',
    stretch: 'fill',
    force: 'fill',
    exact: 'fill',
    pad: 'contain',
    letterbox: 'contain',
    min: 'outside',
    smart: 'attention',
    face: 'attention',
    faces: 'attention',
    auto_crop: 'attention',
    middle: 'centre',
    top: 'north',
    bottom: 'south',
    left: 'west',
    right: 'east',
    upscale: 'enlarge',
    animated: 'pages=all',
    logo: 'watermark',
  }),
);

/**
 * @param text A preset as it was written.
 * @returns `; write ...`, if it holds characters that only look like those of the grammar; otherwise nothing.
 * @example lookalikeHint('200×200，webp') // '; write 200x200,webp, with "x" for "×" and "," for "，"'
 */
export function lookalikeHint(text: string): string {
  const size = /[0-9]\s*[×ｘ＊*X]\s*[0-9]/.test(text) || /[，、；：＝０-９]/.test(text);
  const found = [...new Set(text)].filter((letter) => lookalikes.has(letter));
  if (!size || found.length === 0) return '';
  const written = [...text].map((letter) => lookalikes.get(letter) ?? letter).join('');
  const pairs = found.map((letter) => `"${lookalikes.get(letter)}" for "${letter}"`);
  return `; write ${written}, with ${pairs.join(' and ')}`;
}

/** @param box What stands where `WIDTHxHEIGHT` is expected. */
export function boxHint(box: string): string {
  const lookalike = lookalikeHint(box);
  if (lookalike !== '') return lookalike;
  const [, number, rest = ''] = /^(\d+)(.*)$/.exec(box) ?? [];
  if (number !== undefined && rest === '') {
    return `; write ${number}x for a width, x${number} for a height, or ${number}x${number} for both`;
  }
  if (/^\d*x\d*\s+\S/.test(box)) return `; separate options by commas: ${box.trim().split(/\s+/).join(',')}`;
  const [, side] = /^(?:w|width)?\s*[=:]?\s*(\d+)w?$/i.exec(box) ?? [];
  if (side !== undefined) return `; write ${side}x for a width`;
  if (/\d(px|%|em)/i.test(box)) return '; write numbers without a unit, in pixels';
  const named = /^([a-z0-9-]+)=(\d*x\d*)$/.exec(box);
  if (named) return `; a name is followed by ":", like ${named[1]}:${named[2]}`;
  return '';
}

/** What other programs write a value behind, and a word of ours in its place. */
const examples = new Map(
  Object.entries({
    fit: 'cover',
    mode: 'cover',
    resize: 'cover',
    crop: 'cover',
    gravity: 'north',
    position: 'north',
    format: 'webp',
    type: 'webp',
  }),
);

/** @param option What stands where an option is expected, and is none. */
export function optionHint(option: string): string {
  if (/^([a-z0-9-]+:)?(\d+x\d*|x\d+)$/.test(option)) {
    return '; presets are separated by ";", like small:200x200;large:1600x';
  }
  const [, format, quality] = /^(jpe?g|webp|avif|q|quality)\s*[-:@ ]?\s*(\d{1,3})%?$/i.exec(option) ?? [];
  if (format !== undefined) {
    return `; did you mean "${/^q/i.test(format) ? '' : `${format.toLowerCase()},`}q${Math.min(100, Number(quality))}"?`;
  }
  const [, property] = /^(fit|mode|resize|crop|gravity|position|format|type)\s*[=:]/i.exec(option) ?? [];
  if (property !== undefined) return `; write the word alone, like ${examples.get(property.toLowerCase())}`;
  if (/^\d{1,3}%?$/.test(option)) return `; did you mean "q${option.replace('%', '')}"?`;
  const meant = synonyms.get(option.toLowerCase().replace('-', '_'));
  return meant === undefined ? '' : `; did you mean "${meant}"?`;
}
