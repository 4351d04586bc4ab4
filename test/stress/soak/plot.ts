// Lines over the course of a run, as a page. Pure: numbers -> HTML.

export interface Line {
  /** `memory` */
  readonly name: string;
  /** `MB` */
  readonly unit: string;
  /** At even distances over the run, none below 0. */
  readonly values: readonly number[];
}

/** Pixels. */
const width = 900;
const height = 200;
const left = 56;
const top = 34;
const bottom = 24;

const style = `
:root { color-scheme: light dark; --text: light-dark(#1b1f24, #e6e9ed); --soft: light-dark(#5f6772, #9aa4b0);
  --grid: light-dark(#e2e5e9, #31363d); --line: light-dark(#0b6bcb, #6cb6ff); }
body { margin: 0 auto; padding: 2.5rem 1.25rem; max-width: 62rem; font: 16px/1.5 system-ui, sans-serif;
  background: light-dark(#fff, #16191d); color: var(--text); }
h1 { margin: 0; font-size: 1.75rem; }
p { margin: .5rem 0 1.5rem; color: var(--soft); }
svg { display: block; width: 100%; height: auto; margin-bottom: 1.5rem; font: 13px system-ui, sans-serif; }
text { fill: var(--soft); }
.name { fill: var(--text); font-size: 15px; font-weight: 600; }
.grid { stroke: var(--grid); }
.line { fill: none; stroke: var(--line); stroke-width: 1.75; stroke-linejoin: round; }
`;

/** @returns A whole HTML document: the lines below one another, over the same axis of events. */
export function renderPlot(title: string, facts: string, events: number, lines: readonly Line[]): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<h1>${title}</h1>
<p>${facts}</p>
${lines.map((line) => panel(line, events)).join('\n')}
</body>
</html>
`;
}

function panel({ name, unit, values }: Line, events: number): string {
  const highest = ceiling(Math.max(...values, 1));
  const x = (share: number) => (left + share * (width - left - 10)).toFixed(1);
  const y = (value: number) => (top + (1 - value / highest) * height).toFixed(1);
  const marks = [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const at = y(share * highest);
    return `<path class="grid" d="M${x(0)} ${at}H${x(1)}"/><text x="${left - 8}" y="${at}" dy=".35em" text-anchor="end">${share * highest}</text>`;
  });
  const times = [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const anchor = share === 0 ? 'start' : share === 1 ? 'end' : 'middle';
    const label = `${Math.round(share * events).toLocaleString('en')}${share === 1 ? ' events' : ''}`;
    return `<text x="${x(share)}" y="${top + height + 18}" text-anchor="${anchor}">${label}</text>`;
  });
  const points = values.map((value, at) => `${x((at + 0.5) / values.length)} ${y(value)}`);
  return `<svg viewBox="0 0 ${width} ${top + height + bottom}" role="img" aria-label="${name}, ${unit}, over ${events} events">
<text class="name" x="${left}" y="16">${name}, ${unit}</text>
${[...marks, ...times].join('\n')}
<path class="line" d="M${points.join('L')}"/>
</svg>`;
}

/** The next of 4, 8, 12, 20, 40 and so on that a value is not above: a quarter of each is a whole number. */
function ceiling(value: number): number {
  const magnitude = 10 ** Math.floor(Math.log10(value / 4));
  return 4 * magnitude * ([1, 2, 3, 5, 10].find((step) => value <= 4 * magnitude * step) ?? 10);
}
