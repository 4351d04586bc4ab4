// Renders the page that shows photos beside their thumbnails. Pure. Its links are relative, and it loads nothing from elsewhere.

import type { Bilingual } from '../function/doctor/bilingual.ts';
import { escapeHtml } from './html.ts';

export interface Picture {
  /** The path of the file, relative to the page. */
  readonly href: string;
  /** Pixels after EXIF orientation; undefined if they are not known. */
  readonly width: number | undefined;
  readonly height: number | undefined;
  readonly bytes: number;
}

/** What became of one preset, or of the whole photo. */
export interface ShownThumbnail {
  /** The preset's name; empty for an unnamed one. */
  readonly preset: string;
  /** Absent if nothing was stored. */
  readonly picture?: Picture & { readonly width: number; readonly height: number; readonly format: string };
  /** Sentences of the function: warnings, or why nothing was stored. */
  readonly remarks: readonly string[];
}

export interface ShownPhoto {
  readonly name: string;
  /** What is special about the photo, in a few words. */
  readonly notable: string;
  /** Why its colours change. */
  readonly colours: Bilingual | undefined;
  readonly photo: Picture;
  readonly thumbnails: readonly ShownThumbnail[];
  /** The time that the function took, milliseconds. */
  readonly ms: number;
}

/** Thumbnails of one photo in one box, one for each value of `fit`. */
export interface Fits {
  /** The box, such as `150x150`. */
  readonly box: string;
  readonly name: string;
  readonly thumbnails: readonly {
    readonly fit: string;
    readonly does: Bilingual;
    readonly picture: Picture;
  }[];
}

export interface PageContent {
  readonly language: keyof Bilingual;
  /** The text of THUMB_PRESETS; undefined for the default. */
  readonly presets: string | undefined;
  readonly photos: readonly ShownPhoto[];
  /** Only with the samples. */
  readonly fits?: Fits;
}

const style = `
:root { color-scheme: light dark; --text: light-dark(#1b1f24, #e6e9ed); --soft: light-dark(#5f6772, #9aa4b0);
  --line: light-dark(#e2e5e9, #31363d); --square: light-dark(#dfe3e8, #3a4048); --bad: light-dark(#b3261e, #ff9b94); }
body { margin: 0 auto; padding: 2.5rem 1.25rem 4rem; max-width: 61rem; font: 16px/1.5 system-ui, sans-serif;
  background: light-dark(#fff, #16191d); color: var(--text); }
h1 { margin: 0; font-size: 1.75rem; line-height: 1.25; }
h2 { margin: 0; font-size: 1.25rem; }
h3 { margin: 0 0 .75rem; font-size: 1rem; overflow-wrap: anywhere; }
p { margin: .5rem 0 0; max-width: 44rem; overflow-wrap: anywhere; }
section { margin-top: 1.75rem; padding-top: 1.75rem; border-top: 1px solid var(--line); }
.soft, figcaption { color: var(--soft); font-weight: 400; }
.pictures { display: flex; flex-wrap: wrap; gap: 1.25rem; align-items: flex-end; }
p + .pictures { margin-top: 1.25rem; }
figure { margin: 0; max-width: 100%; }
figcaption { margin-top: .4rem; font-size: .875rem; font-variant-numeric: tabular-nums; }
figcaption b { color: var(--text); font-weight: 600; }
.remark { color: var(--bad); font-size: .875rem; white-space: pre-line; }
img { display: block; max-width: 100%; max-height: 20rem; width: auto; height: auto; outline: 1px solid var(--line);
  background: repeating-conic-gradient(var(--square) 0 25%, transparent 0 50%) 0 0 / 16px 16px; }
`;

const texts = {
  title: { en: 'Photos and their thumbnails', zh: '照片及其缩略图' },
  uploaded: {
    en: 'Uploaded to a local COS bucket; the function answered the events.',
    zh: '已上传到本地 COS 存储桶；函数处理了事件。',
  },
  presets: { en: 'Presets:', zh: '预设：' },
  play: {
    en: 'To try other presets on your photos: npm run play',
    zh: '要用自己的照片试试其他预设：npm run play',
  },
  photo: { en: 'photo', zh: '源照片' },
  thumbnail: { en: 'thumbnail', zh: '缩略图' },
  fits: { en: 'The five fits', zh: '五种 fit' },
} satisfies Record<string, Bilingual>;

/** @returns A complete HTML document. */
export function renderPage({ language, presets, photos, fits }: PageContent): string {
  const say = (text: Bilingual) => escapeHtml(text[language]);
  const made = photos.flatMap(({ thumbnails }) => thumbnails.flatMap(({ picture }) => picture ?? []));
  const before = sum(photos.map(({ photo }) => photo.bytes));
  const after = sum(made.map(({ bytes }) => bytes));
  const count: Bilingual = {
    en: `${photos.length} photos, ${kilobytes(before)}, became ${made.length} thumbnails, ${kilobytes(after)}: ${percentSaved(before, after)} saved.`,
    zh: `${photos.length} 张照片（${kilobytes(before)}）生成了 ${made.length} 张缩略图（${kilobytes(after)}）：节省 ${percentSaved(before, after)}。`,
  };
  const preset =
    presets === undefined
      ? ''
      : `\n<p class="soft">${say(texts.presets)} <code>${escapeHtml(presets)}</code></p>`;
  return `<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>cos-thumbnailer: ${say(texts.title)}</title>
<style>${style}</style>
</head>
<body>
<h1>${say(texts.title)}</h1>
<p class="soft">${say(texts.uploaded)} ${say(count)}</p>${preset}
<p class="soft">${say(texts.play).replace('npm run play', '<code>npm run play</code>')}</p>
${photos.map((photo) => photoHtml(photo, language)).join('\n')}${fits ? `\n${fitsHtml(fits, language)}` : ''}
</body>
</html>
`;
}

/** @returns A size such as `12.3 kB`, in units of 1000 bytes. */
export function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}

function photoHtml(shown: ShownPhoto, language: keyof Bilingual): string {
  const { name, notable, colours, photo, thumbnails, ms } = shown;
  const pictures = thumbnails.flatMap(({ preset, picture }) => {
    if (!picture) return [];
    const title = preset === '' ? texts.thumbnail[language] : preset;
    const alt = `${name}, ${preset === '' ? 'its thumbnail' : `its thumbnail ${preset}`}`;
    const facts = `${picture.format}, ${percentSaved(photo.bytes, picture.bytes)} saved`;
    return [
      figure(picture, alt, [
        title,
        size(picture),
        language === 'zh' ? facts.replace(' saved', ' 节省') : facts,
      ]),
    ];
  });
  const remarks = thumbnails.flatMap(({ preset, remarks: own }) =>
    own.map(
      (remark) =>
        `<p class="remark" lang="en">${escapeHtml(preset === '' ? remark : `${preset}: ${remark}`)}</p>`,
    ),
  );
  return `<section>
<h3>${escapeHtml(name)} <span class="soft">${Math.round(ms)} ms</span></h3>
<div class="pictures">
${[figure(photo, `${name}, the photo`, [texts.photo[language], size(photo), notable]), ...pictures].join('\n')}
</div>${colours ? `\n<p class="soft">${escapeHtml(colours[language])}</p>` : ''}${remarks.map((remark) => `\n${remark}`).join('')}
</section>`;
}

function fitsHtml({ box, name, thumbnails }: Fits, language: keyof Bilingual): string {
  const intro: Bilingual = {
    en: `${name} in a box of ${box}, by each value of fit.`,
    zh: `${name} 在 ${box} 的框中，按 fit 的每个取值。`,
  };
  const figures = thumbnails.map(({ fit, does, picture }) =>
    figure(picture, `fit ${fit}: ${does.en}`, [fit, does[language], size(picture)]),
  );
  return `<section>
<h2>${escapeHtml(texts.fits[language])}</h2>
<p class="soft">${escapeHtml(intro[language])}</p>
<div class="pictures">
${figures.join('\n')}
</div>
</section>`;
}

function figure({ href, width, height }: Picture, alt: string, [title = '', ...lines]: string[]): string {
  const source = href.split('/').map(encodeURIComponent).join('/');
  const filled = lines.filter((line) => line !== '');
  const caption = [`<b>${escapeHtml(title)}</b>`, ...filled.map(escapeHtml)].join('<br>');
  const sides = width === undefined || height === undefined ? '' : ` width="${width}" height="${height}"`;
  return `<figure>
<img src="${source}"${sides} alt="${escapeHtml(alt)}">
<figcaption>${caption}</figcaption>
</figure>`;
}

function size({ width, height, bytes }: Picture): string {
  return width === undefined ? kilobytes(bytes) : `${width} × ${height}, ${kilobytes(bytes)}`;
}

function percentSaved(before: number, after: number): string {
  return before === 0 ? '0 %' : `${Math.round(100 * (1 - after / before))} %`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
