// Reads and writes the XML of COS' requests and answers. It supports only what those need.

const named = new Map([
  ['&', 'amp'],
  ['<', 'lt'],
  ['>', 'gt'],
  ['"', 'quot'],
  ["'", 'apos'],
]);
const characters = new Map([...named].map(([char, name]) => [name, char]));

/** Escapes control characters, too: keys may hold them, but XML allows only tabs and line breaks. */
function escapeText(text: string): string {
  return text.replace(
    /[&<>"']|(?![\t\n])\p{Cc}/gu,
    (char) => `&${named.get(char) ?? `#${char.charCodeAt(0)}`};`,
  );
}

function unescapeText(text: string): string {
  return text.replace(/&(#x[\da-f]+|#\d+|\w+);/gi, (whole, name: string) => {
    if (name.startsWith('#x')) return String.fromCodePoint(Number.parseInt(name.slice(2), 16));
    if (name.startsWith('#')) return String.fromCodePoint(Number(name.slice(1)));
    return characters.get(name) ?? whole;
  });
}

/** Writes one element with a text for each field, in order. Undefined fields are left out. */
export function texts(fields: Readonly<Record<string, string | number | boolean | undefined>>): string {
  return Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => element(name, escapeText(String(value))))
    .join('');
}

/** @param inner XML; text must be escaped. */
export function element(name: string, inner: string): string {
  return `<${name}>${inner}</${name}>`;
}

export function xmlDocument(name: string, inner: string): Buffer {
  return Buffer.from(`<?xml version='1.0' encoding='utf-8' ?>\n${element(name, inner)}`);
}

/** @returns The inner XML of every element of that name, in order. The elements must not contain one another. */
export function innerOf(xml: string, name: string): string[] {
  return [...xml.matchAll(new RegExp(`<${name}>([\\s\\S]*?)</${name}>`, 'g'))].map((match) => match[1] ?? '');
}

/** @returns The text of the first element of that name. */
export function textOf(xml: string, name: string): string | undefined {
  const inner = innerOf(xml, name)[0];
  return inner === undefined ? undefined : unescapeText(inner);
}
