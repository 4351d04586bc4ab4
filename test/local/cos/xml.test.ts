// The XML of requests and answers.

import { expect, test } from 'vitest';
import { element, innerOf, textOf, texts } from '../../../src/local/cos/xml-body.ts';

test('writes texts that a parser gives back, and leaves out what is undefined', () => {
  expect(
    texts({ Key: '<a & "b\'>\t\n', Size: 3, IsTruncated: false, Marker: '', Delimiter: undefined }),
  ).toBe(
    '<Key>&lt;a &amp; &quot;b&apos;&gt;\t\n</Key><Size>3</Size><IsTruncated>false</IsTruncated><Marker></Marker>',
  );
});

test('writes the control characters of keys as references', () => {
  expect(texts({ Key: 'a\u0001\r\u007f' })).toBe('<Key>a&#1;&#13;&#127;</Key>');
});

test('reads what it writes', () => {
  const keys = ['a', '<Key>', '&amp;', '图\u0002\r\n😀'];
  const xml = element('Delete', keys.map((Key) => element('Object', texts({ Key }))).join(''));
  expect(innerOf(xml, 'Object').map((object) => textOf(object, 'Key'))).toEqual(keys);
});

test('reads references of every kind, and leaves alone what it does not know', () => {
  expect(textOf('<Key>&#65;&#x42;&#x1F600;&lt;&nothing;&constructor;</Key>', 'Key')).toBe(
    'AB😀<&nothing;&constructor;',
  );
  expect(textOf('<Key></Key>', 'Key')).toBe('');
  expect(textOf('<Other>a</Other>', 'Key')).toBeUndefined();
});
