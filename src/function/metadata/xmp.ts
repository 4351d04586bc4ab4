// Reads properties from XMP packets (ISO 16684-1), which are RDF in XML, and writes them.

import { ExcessError } from '../container/bytes.ts';
import { maxBlock, tooLong } from './blocks.ts';
import { grammar, namespaces } from './namespaces.ts';
import type { List, Property, Text, Value } from './properties.ts';
import { type Element, escapeXml, type Prefixes, parseXml } from './xml-parser.ts';

const prefixes: Prefixes = new Map([
  ...Object.entries({ ...namespaces, ...grammar }).map(([prefix, uri]) => [uri, prefix] as const),
  ['http://web.resource.org/cc/', 'cc'],
]);

const arrays: Readonly<Record<string, List['of']>> = { 'rdf:Alt': 'Alt', 'rdf:Bag': 'Bag', 'rdf:Seq': 'Seq' };

/**
 * @returns Properties of the namespaces in namespaces.ts; none if the packet cannot be read.
 * @throws {ExcessError} for a packet longer than `maxBlock`, and past the bounds of xml-parser.ts.
 */
export function readXmp(packet: Buffer): Property[] {
  if (packet.length > maxBlock) throw new ExcessError(tooLong('XMP'));
  const root = parseXml(packet.toString('utf8'), prefixes);
  const rdf = root?.name === 'rdf:RDF' ? root : root?.children.find(({ name }) => name === 'rdf:RDF');
  const descriptions = (rdf?.children ?? []).filter(isDescription);
  return descriptions.reduce<Property[]>((all, one) => all.concat(propertiesOf(one)), []);
}

function isDescription({ name }: Element): boolean {
  return name === 'rdf:Description';
}

/** The properties of a node: its attributes and its elements. */
function propertiesOf({ attributes, children }: Element): Property[] {
  const short = Array.from(attributes)
    .filter(([name]) => isProperty(name))
    .map(([name, text]): Property => ({ name, value: { kind: 'text', text } }));
  const long = children
    .filter(({ name }) => isProperty(name))
    .map((element): Property => ({ name: element.name, value: readValue(element) }));
  return [...short, ...long];
}

function isProperty(name: string): boolean {
  return name !== '' && !/^(rdf|xml):/.test(name);
}

function readValue(element: Element): Value {
  const resource = element.attributes.get('rdf:resource');
  if (resource !== undefined) return { kind: 'text', text: resource, isResource: true };
  const array = element.children.find(({ name }) => arrays[name] !== undefined);
  const of = array && arrays[array.name];
  if (array && of) {
    const items = array.children.filter(({ name }) => name === 'rdf:li').map(readValue);
    return { kind: 'list', of, items };
  }
  const node = element.children.find(isDescription) ?? element;
  const fields = propertiesOf(node);
  if (fields.length > 0) return { kind: 'structure', fields };
  return { kind: 'text', text: element.text, language: element.attributes.get('xml:lang') };
}

/** @returns A packet in UTF-8 without padding; undefined if there are no properties. */
export function writeXmp(properties: readonly Property[]): Buffer | undefined {
  if (properties.length === 0) return undefined;
  const content = properties.map(writeProperty).join('');
  const used = Object.entries(namespaces).filter(([prefix]) => content.includes(`<${prefix}:`));
  const declared = used.map(([prefix, uri]) => ` xmlns:${prefix}="${uri}"`).join('');
  return Buffer.from(
    `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="${grammar.rdf}">` +
      `<rdf:Description rdf:about=""${declared}>${content}</rdf:Description></rdf:RDF></x:xmpmeta>`,
  );
}

/** Bytes that a property takes in a packet, without those around all properties. */
export function bytesInXmp(property: Property): number {
  return Buffer.byteLength(writeProperty(property));
}

function writeProperty({ name, value }: Property): string {
  return writeElement(name, value);
}

function writeElement(name: string, value: Value): string {
  switch (value.kind) {
    case 'text':
      return writeText(name, value);
    case 'list': {
      const items = value.items.map((item) => writeElement('rdf:li', item)).join('');
      return `<${name}><rdf:${value.of}>${items}</rdf:${value.of}></${name}>`;
    }
    case 'structure':
      return `<${name} rdf:parseType="Resource">${value.fields.map(writeProperty).join('')}</${name}>`;
  }
}

function writeText(name: string, { text, language, isResource }: Text): string {
  if (isResource) return `<${name} rdf:resource="${escapeXml(text)}"/>`;
  const tongue = language === undefined ? '' : ` xml:lang="${escapeXml(language)}"`;
  return `<${name}${tongue}>${escapeXml(text)}</${name}>`;
}
