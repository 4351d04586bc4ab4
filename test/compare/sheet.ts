// The contact sheet: every picture by the function beside sharp's. Pure: data -> HTML, the pictures within.

import { escapeHtml } from '../../src/play/html.ts';
import { type Compared, describeLikeness } from './verdict.ts';

const style = `
body { margin: 1.5rem; font: 13px/1.4 system-ui, sans-serif; color: #1b1f24; background: #fff; }
main { display: grid; grid-template-columns: repeat(auto-fill, minmax(26rem, 1fr)); gap: 1.25rem; }
figure { margin: 0; padding: .75rem; border: 1px solid #e2e5e9; border-radius: .5rem; }
figure.wrong { border: 2px solid #c00; }
.pictures { display: flex; gap: .5rem; align-items: end; min-height: 6rem; }
img { max-width: 12rem; background: repeating-conic-gradient(#dfe3e8 0 25%, transparent 0 50%) 0 0 / 16px 16px; }
figcaption { margin-top: .5rem; overflow-wrap: anywhere; }
`;

export function renderSheet(all: readonly Compared[], title: string): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${escapeHtml(title)}</title><style>${style}</style></head>
<body>
<h1>${escapeHtml(title)}</h1>
<p>Left by the function, right by sharp without loss. ${all.filter(({ problem }) => problem).length} of ${all.length} are not as they should be.</p>
<main>
${all.map(figure).join('\n')}
</main>
</body>
</html>
`;
}

function figure(one: Compared): string {
  const pictures = [one.thumbnail, one.reference?.picture].map((bytes) => (bytes ? image(bytes) : ''));
  const lines = [one.outcome, describeLikeness(one), one.problem ?? ''].filter((line) => line !== '');
  return `<figure class="${one.problem ? 'wrong' : 'right'}">
<div class="pictures">${pictures.join('')}</div>
<figcaption><b>${escapeHtml(one.name)}</b><br>${lines.map(escapeHtml).join('<br>')}</figcaption>
</figure>`;
}

/** Browsers look at the bytes, not at the type. */
function image(bytes: Uint8Array): string {
  return `<img alt="" src="data:image/png;base64,${Buffer.from(bytes).toString('base64')}">`;
}
