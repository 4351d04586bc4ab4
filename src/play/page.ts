// Renders the page that shows photos beside their thumbnails. Pure. Its links are relative, and it loads nothing from elsewhere.

export interface Picture {
  /** The path of the file, relative to the page. */
  readonly href: string;
  /** Pixels after EXIF orientation. */
  readonly width: number;
  readonly height: number;
  readonly bytes: number;
}

export interface Pair {
  readonly name: string;
  /** What is special about the photo, in a few words. */
  readonly notable: string;
  readonly photo: Picture;
  readonly thumbnail: Picture;
  /** The time that the function took, milliseconds. */
  readonly ms: number;
}

/** Thumbnails of one photo in one box, one for each value of `fit`. */
export interface Fits {
  /** The box, such as `150x150`. */
  readonly box: string;
  readonly name: string;
  readonly thumbnails: readonly { readonly fit: string; readonly does: string; readonly picture: Picture }[];
}

const style = `
:root { color-scheme: light dark; --text: light-dark(#1b1f24, #e6e9ed); --soft: light-dark(#5f6772, #9aa4b0);
  --line: light-dark(#e2e5e9, #31363d); --square: light-dark(#dfe3e8, #3a4048); }
body { margin: 0 auto; padding: 2.5rem 1.25rem 4rem; max-width: 61rem; font: 16px/1.5 system-ui, sans-serif;
  background: light-dark(#fff, #16191d); color: var(--text); }
h1 { margin: 0; font-size: 1.75rem; line-height: 1.25; }
h2 { margin: 0; font-size: 1.25rem; }
h3 { margin: 0 0 .75rem; font-size: 1rem; }
p { margin: .5rem 0 0; max-width: 44rem; }
section { margin-top: 1.75rem; padding-top: 1.75rem; border-top: 1px solid var(--line); }
.soft, figcaption { color: var(--soft); font-weight: 400; }
.pictures { display: flex; flex-wrap: wrap; gap: 1.25rem; align-items: flex-end; }
p + .pictures { margin-top: 1.25rem; }
figure { margin: 0; max-width: 100%; }
figcaption { margin-top: .4rem; font-size: .875rem; font-variant-numeric: tabular-nums; }
figcaption b { color: var(--text); font-weight: 600; }
img { display: block; max-width: 100%; max-height: 20rem; width: auto; height: auto; outline: 1px solid var(--line);
  background: repeating-conic-gradient(var(--square) 0 25%, transparent 0 50%) 0 0 / 16px 16px; }
`;

/** @returns A complete HTML document. */
export function renderPage(pairs: readonly Pair[], fits: Fits): string {
  const before = sum(pairs.map(({ photo }) => photo.bytes));
  const after = sum(pairs.map(({ thumbnail }) => thumbnail.bytes));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>cos-thumbnailer: photos and their thumbnails</title>
<style>${style}</style>
</head>
<body>
<h1>Photos and their thumbnails</h1>
<p class="soft">Uploaded to a local COS bucket; the function answered the events. ${pairs.length} photos,
${kilobytes(before)}, became ${pairs.length} thumbnails, ${kilobytes(after)}: ${percentSaved(before, after)} saved.</p>
${pairs.map(pairHtml).join('\n')}
<section>
<h2>The five fits</h2>
<p class="soft">${escapeHtml(fits.name)} in a box of ${escapeHtml(fits.box)}, by each value of <code>fit</code>.</p>
<div class="pictures">
${fits.thumbnails.map(fitHtml).join('\n')}
</div>
</section>
</body>
</html>
`;
}

/** @returns A size such as `12.3 kB`, in units of 1000 bytes. */
export function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}

function pairHtml({ name, notable, photo, thumbnail, ms }: Pair): string {
  const saved = percentSaved(photo.bytes, thumbnail.bytes);
  return `<section>
<h3>${escapeHtml(name)}</h3>
<div class="pictures">
${figure(photo, `${name}, the photo`, ['photo', size(photo), notable])}
${figure(thumbnail, `${name}, its thumbnail`, ['thumbnail', size(thumbnail), `${Math.round(ms)} ms, ${saved} saved`])}
</div>
</section>`;
}

function fitHtml({ fit, does, picture }: Fits['thumbnails'][number]): string {
  return figure(picture, `fit ${fit}: ${does}`, [fit, does, size(picture)]);
}

function figure({ href, width, height }: Picture, alt: string, [title = '', ...lines]: string[]): string {
  const source = href.split('/').map(encodeURIComponent).join('/');
  const caption = [`<b>${escapeHtml(title)}</b>`, ...lines.map(escapeHtml)].join('<br>');
  return `<figure>
<img src="${source}" width="${width}" height="${height}" alt="${escapeHtml(alt)}">
<figcaption>${caption}</figcaption>
</figure>`;
}

function size({ width, height, bytes }: Picture): string {
  return `${width} × ${height}, ${kilobytes(bytes)}`;
}

function percentSaved(before: number, after: number): string {
  return `${Math.round(100 * (1 - after / before))} %`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

export function escapeHtml(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
  };
  return text.replaceAll(/[&<>"]/g, (character) => entities[character] ?? character);
}
