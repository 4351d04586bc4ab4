// Parses as much of XML as XMP packets need (XML 1.0, Namespaces in XML 1.0). Each character is looked at once; nothing is
// fetched, and a document type, which could declare entities, is refused.

import { ExcessError } from '../container/bytes.ts';

export interface Element {
  /** With the usual prefix of its namespace, whatever the document calls it: `rdf:li`; empty for other namespaces. */
  readonly name: string;
  /** Name, with its usual prefix as well -> value. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly Element[];
  /** The text between its tags, without that of its children. */
  readonly text: string;
}

interface OpenElement extends Element {
  /** The name as the document has it: its end tag must have the same. */
  readonly tag: string;
  readonly children: Element[];
  text: string;
  readonly scope: Scope;
}

/** The namespaces that prefixes stand for within an element. */
interface Scope {
  readonly declared: ReadonlyMap<string, string>;
  readonly outer: Scope | undefined;
}

/** Namespace -> usual prefix. */
export type Prefixes = ReadonlyMap<string, string>;

/** Elements within each other, and elements and attributes altogether: real packets have far fewer. Stops deep or endless documents. */
const maxDepth = 40;
export const maxElements = 2000;
export const maxAttributes = 4000;

const tagName = /[^\s/>=<"']+/y;
const attribute = /\s*([^\s/>=<"']+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y;
const tagEnd = /\s*(\/?)>/y;

/**
 * @returns The outermost element; undefined if the text is not well-formed.
 * @throws {ExcessError} for one level, element or attribute more than the bounds above.
 */
export function parseXml(text: string, prefixes: Prefixes): Element | undefined {
  const open: OpenElement[] = [];
  let root: Element | undefined;
  let elements = 0;
  let attributesLeft = maxAttributes;
  let at = text.indexOf('<');
  while (at >= 0) {
    const behind = passOver(text, at);
    if (behind === undefined) return undefined;
    const current = open[open.length - 1];
    if (behind > at) {
      if (current && hasAt(text, at, cdata)) current.text += text.slice(at + cdata.length, behind - 3);
      at = behind;
    } else if (text[at + 1] === '/') {
      const end = text.indexOf('>', at);
      if (!current || text.slice(at + 2, end).trim() !== current.tag) return undefined;
      open.pop();
      at = end + 1;
      if (open.length === 0) return root;
    } else {
      elements += 1;
      if (elements > maxElements) throw new ExcessError(`XMP of more than ${maxElements} elements`);
      if (open.length === maxDepth)
        throw new ExcessError(`XMP of more than ${maxDepth} elements in each other`);
      const begun = beginElement(text, at + 1, { outer: current, prefixes, attributesLeft });
      if (!begun) return undefined;
      attributesLeft -= begun.attributeCount;
      current?.children.push(begun.element);
      root = root ?? begun.element;
      if (!begun.isEmpty) open.push(begun.element);
      if (open.length === 0) return root;
      at = begun.end;
    }
    const next = text.indexOf('<', at);
    const inside = open[open.length - 1];
    if (inside && next > at) inside.text += decodeEntities(text.slice(at, next));
    at = next;
  }
  return undefined;
}

const cdata = '<![CDATA[';

function hasAt(text: string, at: number, wanted: string): boolean {
  return text.startsWith(wanted, at);
}

/** Where a comment, an instruction or a CDATA section ends; `at` itself for a tag; undefined for what is refused. */
function passOver(text: string, at: number): number | undefined {
  const behind = (end: string): number | undefined => {
    const found = text.indexOf(end, at);
    return found < 0 ? undefined : found + end.length;
  };
  if (hasAt(text, at, '<?')) return behind('?>');
  if (hasAt(text, at, '<!--')) return behind('-->');
  if (hasAt(text, at, cdata)) return behind(']]>');
  return hasAt(text, at, '<!') ? undefined : at;
}

interface Surroundings {
  readonly outer: OpenElement | undefined;
  readonly prefixes: Prefixes;
  /** How many more attributes the document may have. */
  readonly attributesLeft: number;
}

/** @param at The place behind the `<`. */
function beginElement(text: string, at: number, { outer, prefixes, attributesLeft }: Surroundings) {
  tagName.lastIndex = at;
  const tag = tagName.exec(text)?.[0];
  if (tag === undefined) return undefined;
  let end = tagName.lastIndex;
  const given = new Map<string, string>();
  let attributeCount = 0;
  for (; ; attributeCount++) {
    attribute.lastIndex = end;
    const found = attribute.exec(text);
    if (!found) break;
    if (attributeCount === attributesLeft)
      throw new ExcessError(`XMP of more than ${maxAttributes} attributes`);
    given.set(found[1] as string, decodeEntities(found[2] ?? found[3] ?? ''));
    end = attribute.lastIndex;
  }
  tagEnd.lastIndex = end;
  const closing = tagEnd.exec(text);
  if (!closing) return undefined;
  const scope: Scope = { declared: given, outer: outer?.scope };
  const attributes = new Map<string, string>();
  for (const [name, value] of given) attributes.set(usualName(name, scope, prefixes), value);
  const name = usualName(tag, scope, prefixes);
  const element: OpenElement = { tag, name, attributes, children: [], text: '', scope };
  return { element, end: tagEnd.lastIndex, isEmpty: closing[1] === '/', attributeCount };
}

function usualName(name: string, scope: Scope, prefixes: Prefixes): string {
  const colon = name.indexOf(':');
  if (colon < 0) return '';
  const usual = prefixes.get(namespaceOf(name.slice(0, colon), scope));
  return usual === undefined ? '' : `${usual}${name.slice(colon)}`;
}

function namespaceOf(prefix: string, scope: Scope): string {
  if (prefix === 'xml') return 'http://www.w3.org/XML/1998/namespace';
  const name = `xmlns:${prefix}`;
  for (let inner: Scope | undefined = scope; inner; inner = inner.outer) {
    const declared = inner.declared.get(name);
    if (declared !== undefined) return declared;
  }
  return '';
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decodeEntities(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#([0-9]{1,7})|([a-z]{2,4}));/gi, (all, hex, decimal, name) => {
    if (name !== undefined) return entities[name] ?? all;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code > 0x10ffff ? '' : String.fromCodePoint(code);
  });
}

/** Escapes a text or the value of an attribute, and leaves out characters that XML cannot hold. */
export function escapeXml(text: string): string {
  return text
    .replace(forbidden, '')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');
}

/** Control characters, halves of surrogate pairs, and U+FFFE and U+FFFF (XML 1.0, 2.2). */
const forbidden = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;
