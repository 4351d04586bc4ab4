// Reads what a test needs of a Markdown text: its tables, links, headings and blocks of code.

/** Rows of cells, without the heading and without the marks of code. */
export type Table = readonly (readonly string[])[];

export function tablesOf(markdown: string): Table[] {
  const blocks = markdown.match(/(?:^ *\|.*\n)+/gm) ?? [];
  return blocks.map((block) => block.trim().split('\n').slice(2).map(cellsOf));
}

function cellsOf(line: string): string[] {
  return line
    .trim()
    .slice(1, -1)
    .split(/(?<!\\)\|/)
    .map((cell) => cell.replaceAll('`', '').replaceAll('\\|', '|').trim());
}

/** @returns The first table in which a row begins with `member`; empty where there is none. */
export function tableWith(tables: readonly Table[], member: string): Table {
  return tables.find((table) => table.some(([first]) => first === member)) ?? [];
}

/** @returns The first column of the table in which a row begins with `member`, sorted. */
export function column(tables: readonly Table[], member: string): string[] {
  return tableWith(tables, member)
    .map(([first = '']) => first)
    .sort();
}

/** @returns The anchors that GitHub makes of the headings; a heading that is there twice gets `-1` the second time. */
export function anchorsOf(markdown: string): string[] {
  const seen = new Map<string, number>();
  return [...proseOf(markdown).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => {
    const anchor = heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-');
    const times = seen.get(anchor) ?? 0;
    seen.set(anchor, times + 1);
    return times === 0 ? anchor : `${anchor}-${times}`;
  });
}

/** @returns The targets of links and pictures, as they are written. */
export function linksOf(markdown: string): string[] {
  const prose = proseOf(markdown).replaceAll(/`[^`\n]*`/g, '');
  return [
    ...matches(prose, /\]\(\s*<?([^)\s>]+)>?[^)]*\)/g),
    ...matches(prose, /^\[[^\]]+\]:\s*(\S+)/gm),
    ...matches(prose, /<(?:img|a|source)\b[^>]*?\s(?:src|href|srcset)="([^"\s]+)"/g),
  ];
}

/** @returns The blocks of code in a language. */
export function codeOf(markdown: string, language: string): string[] {
  return matches(markdown, new RegExp(`^ *\`\`\`${language}\\n(.*?)^ *\`\`\``, 'gms'));
}

/** @returns What the pattern's first group matches, each once. */
export function matches(markdown: string, pattern: RegExp): string[] {
  return [...new Set([...markdown.matchAll(pattern)].map(([, found = '']) => found))];
}

/** Without blocks of code, in which `#` begins no heading and brackets make no link. */
function proseOf(markdown: string): string {
  return markdown.replaceAll(/^ *```.*?^ *```$/gms, '');
}
