// XMP packets: read however RDF is spelled, kept by what is known of their properties, and written so that all read them.

import { describe, expect, test } from 'vitest';
import { keptNames, rightsNames } from '../../../src/function/metadata/namespaces.ts';
import { select, textOf } from '../../../src/function/metadata/properties.ts';
import { readXmp, writeXmp } from '../../../src/function/metadata/xmp.ts';
import { packet } from '../../support/metadata-parts.ts';

const read = (text: string) => readXmp(Buffer.from(text));
const rightsIn = (text: string) => textOf(read(text), 'dc:rights');

test.each<[string, string]>([
  ['a text', packet('<dc:rights>© me</dc:rights>')],
  ['an attribute', packet('', 'dc:rights="© me"')],
  ['an attribute in single quotes', packet('', "dc:rights='© me'")],
  ['a list', packet('<dc:rights><rdf:Bag><rdf:li>© me</rdf:li></rdf:Bag></dc:rights>')],
  [
    'an alternative',
    packet(
      '<dc:rights><rdf:Alt><rdf:li xml:lang="fr">Moi</rdf:li><rdf:li xml:lang="x-default">© me</rdf:li></rdf:Alt></dc:rights>',
    ),
  ],
  [
    'an alternative without a default',
    packet('<dc:rights><rdf:Alt><rdf:li>© me</rdf:li><rdf:li>more</rdf:li></rdf:Alt></dc:rights>'),
  ],
  ['a number for a character', packet('<dc:rights>&#169; &#x6d;e</dc:rights>')],
  ['characters as they are', packet('<dc:rights><![CDATA[© me]]></dc:rights>')],
  ['comments between', packet('<!-- <dc:rights>you</dc:rights> --><dc:rights>© <!-- not -->me</dc:rights>')],
  ['another prefix', packet('<d:rights>© me</d:rights>', 'xmlns:d="http://purl.org/dc/elements/1.1/"')],
  [
    'a prefix declared on the element',
    packet('<d:rights xmlns:d="http://purl.org/dc/elements/1.1/">© me</d:rights>'),
  ],
  ['no envelope', packet('<dc:rights>© me</dc:rights>').replace(/<\/?x:xmpmeta[^>]*>/g, '')],
  [
    'an envelope of instructions',
    `<?xpacket begin="\ufeff"?>${packet('<dc:rights>© me</dc:rights>')}\n   <?xpacket end="w"?>`,
  ],
  [
    'two descriptions',
    packet(
      '</rdf:Description><rdf:Description rdf:about=""><d:rights xmlns:d="http://purl.org/dc/elements/1.1/">© me</d:rights>',
    ),
  ],
])('%s is read', (_, text) => {
  expect(rightsIn(text)).toBe('© me');
});

test.each<[string, string]>([
  [
    "the usual prefix of another's namespace",
    packet('<dc:rights>© me</dc:rights>').replace('elements/1.1', 'elements/9.9'),
  ],
  ['what is not closed', packet('<dc:rights>© me')],
  ['what is closed by another', packet('<dc:rights>© me</dc:title>')],
  ['what is cut off', packet('<dc:rights>© me</dc:rights>').slice(0, -20)],
  ['a document type', `<!DOCTYPE x [<!ENTITY e "© me">]>${packet('<dc:rights>&e;</dc:rights>')}`],
  ['nothing', ''],
  ['no XML', 'dc:rights="© me"'],
])('%s says nothing', (_, text) => {
  expect(rightsIn(text)).toBe('');
});

test('an entity that XML does not know stays as it is spelled', () => {
  expect(rightsIn(packet('<dc:rights>&copy; me &amp; you</dc:rights>'))).toBe('&copy; me & you');
});

describe('what is written', () => {
  const licensor =
    '<plus:Licensor><rdf:Seq><rdf:li rdf:parseType="Resource"><plus:LicensorURL>https://a.b/?c=1&amp;d</plus:LicensorURL>' +
    '<plus:Other>x</plus:Other></rdf:li></rdf:Seq></plus:Licensor>';
  const declared =
    'xmlns:plus="http://ns.useplus.org/ldf/xmp/1.0/" xmlns:cc="http://creativecommons.org/ns#" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"';

  test('is read as it was, structures, languages and resources too', () => {
    const text = packet(
      '<cc:license rdf:resource="https://creativecommons.org/licenses/by/4.0/"/>' +
        `<dc:rights><rdf:Alt><rdf:li xml:lang="zh-CN">版权 &lt;所有&gt; &quot;我&quot;</rdf:li></rdf:Alt></dc:rights>${licensor}`,
      declared,
    );
    const properties = read(text);
    expect(properties.map(({ name }) => name)).toEqual(['cc:license', 'dc:rights', 'plus:Licensor']);
    expect(readXmp(writeXmp(properties) as Buffer)).toEqual(properties);
  });

  test('holds markup as text', () => {
    const properties = [
      { name: 'dc:rights', value: { kind: 'text', text: `</x>"'<&]]>\ud800\0\x07` } },
    ] as const;
    const written = writeXmp(properties) as Buffer;
    expect(textOf(readXmp(written), 'dc:rights')).toBe(`</x>"'<&]]>`);
    expect(written.includes(0)).toBe(false);
  });

  test('is no packet where there is nothing to say', () => {
    expect(writeXmp([])).toBeUndefined();
  });

  test('is cut down to known properties and fields', () => {
    const text = packet(
      `${licensor}<dc:title>T</dc:title><dc:coverage>Somewhere</dc:coverage>`,
      `${declared} photoshop:City="C"`,
    );
    const names = (kept: ReadonlySet<string>) => select(read(text), kept).map(({ name }) => name);
    expect(names(rightsNames)).toEqual(['plus:Licensor']);
    expect(names(keptNames)).toEqual(['plus:Licensor', 'dc:title']);
    const written = writeXmp(select(read(text), keptNames)) as Buffer;
    expect([written.includes('LicensorURL'), written.includes('Other')]).toEqual([true, false]);
  });

  test('leaves out what is empty, and lists and structures of nothing else', () => {
    const empty = '<dc:rights> </dc:rights><dc:creator><rdf:Seq><rdf:li/></rdf:Seq></dc:creator>';
    expect(select(read(packet(empty)), rightsNames)).toEqual([]);
  });
});
