// Policies decide as CAM says, and are read strictly.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decide, parsePolicyDocument, parseTrust } from '../../../src/local/api/policy-document.ts';
import { ApiRefusal } from '../../../src/local/api/refusal.ts';

const object = 'qcs::cos:ap-guangzhou:uid/1250000000:example-1250000000/a/cat.jpg';

function documentOf(...statement: object[]): string {
  return JSON.stringify({ version: '2.0', statement });
}

function allows(document: string, action = 'name/cos:GetObject', resource = object): boolean {
  return decide(parsePolicyDocument(document), action, resource);
}

const allow = { effect: 'allow', action: ['name/cos:GetObject'], resource: ['*'] };

describe('a policy', () => {
  const place = 'qcs::cos:ap-guangzhou:uid/1250000000:';
  test.each<[string, object, boolean]>([
    ['everything', { action: '*', resource: '*' }, true],
    ['every action of COS', { action: 'name/cos:*', resource: ['*'] }, true],
    ['the action without name/', { action: 'cos:GetObject', resource: '*' }, true],
    ['the action in another case', { action: 'name/cos:getobject', resource: '*' }, true],
    ['another action', { action: 'name/cos:HeadObject', resource: '*' }, false],
    ['another service', { action: 'name/scf:*', resource: '*' }, false],
    ['the object', { action: '*', resource: object }, true],
    ['the bucket', { action: '*', resource: `${place}example-1250000000/*` }, true],
    ['a folder', { action: '*', resource: `${place}example-1250000000/a/*` }, true],
    ['a kind of file', { action: '*', resource: `${place}example-1250000000/*.jpg` }, true],
    [
      'two ends that share a letter',
      { action: '*', resource: `${place}example-1250000000/a/cat.j*jpg` },
      false,
    ],
    ['another kind of file', { action: '*', resource: `${place}example-1250000000/*.png` }, false],
    ['another folder', { action: '*', resource: `${place}example-1250000000/b/*` }, false],
    ['another bucket', { action: '*', resource: `${place}other-1250000000/*` }, false],
    ['a bucket whose name is longer', { action: '*', resource: `${place}example-12500000001/*` }, false],
    [
      'another region',
      { action: '*', resource: 'qcs::cos:ap-beijing:uid/1250000000:example-1250000000/*' },
      false,
    ],
    ['any region', { action: '*', resource: 'qcs::cos::uid/1250000000:example-1250000000/*' }, true],
    ['another account', { action: '*', resource: 'qcs::cos:ap-guangzhou:uid/1250000001:*' }, false],
    ['the account by its uin', { action: '*', resource: 'qcs::cos:ap-guangzhou:uin/100000000001:*' }, false],
  ])('that allows %s', (_what, statement, expected) => {
    expect(allows(documentOf({ effect: 'allow', ...statement }))).toBe(expected);
  });

  test('denies what a statement denies, in whatever order', () => {
    const deny = { ...allow, effect: 'deny' };
    expect(allows(documentOf(allow))).toBe(true);
    expect(allows(documentOf(allow, deny))).toBe(false);
    expect(allows(documentOf(deny, allow))).toBe(false);
    expect(allows(documentOf(deny))).toBe(false);
    expect(allows(documentOf(allow, { ...deny, action: 'name/cos:PutObject' }))).toBe(true);
  });

  test('of one statement needs no list', () => {
    expect(allows(JSON.stringify({ version: '2.0', statement: allow }))).toBe(true);
  });

  test('decides as a reference does, whatever it says', () => {
    const part = fc.array(fc.constantFrom('a', 'b', '*'), { maxLength: 5 }).map((all) => all.join(''));
    const statement = fc.record({
      effect: fc.constantFrom('allow', 'deny'),
      action: fc.constantFrom('*', 'name/cos:*', 'name/cos:Get*', 'name/cos:GetObject', 'name/cos:PutObject'),
      resource: fc.oneof(
        fc.constant('*'),
        part.map((key) => `${place}example-1250000000/${key}`),
      ),
    });
    const key = fc.array(fc.constantFrom('a', 'b'), { maxLength: 5 }).map((all) => all.join(''));
    const action = fc.constantFrom('name/cos:GetObject', 'name/cos:PutObject', 'name/cos:GetBucket');
    fc.assert(
      fc.property(fc.array(statement, { minLength: 1, maxLength: 4 }), key, action, (all, name, what) => {
        const resource = `${place}example-1250000000/${name}`;
        const about = all.filter((one) => like(one.action, what) && like(one.resource, resource));
        const expected = about.length > 0 && !about.some(({ effect }) => effect === 'deny');
        expect(allows(documentOf(...all), what, resource)).toBe(expected);
      }),
      { numRuns: 2000 },
    );
  });

  /** `*` stands for any text. */
  function like(pattern: string, text: string): boolean {
    const source = pattern.replace(/[.?+^${}()|[\]\\/]/g, String.raw`\$&`).replaceAll('*', '.*');
    return new RegExp(`^${source}$`).test(text);
  }

  test.each<[string, string, string]>([
    ['no JSON', '{', 'PolicyDocumentError'],
    ['a list', '[]', 'PolicyDocumentError'],
    [
      'an unknown element',
      JSON.stringify({ version: '2.0', statement: [allow], id: 1 }),
      'PolicyDocumentError',
    ],
    ['another version', JSON.stringify({ version: '1.0', statement: [allow] }), 'VersionError'],
    ['no version', JSON.stringify({ statement: [allow] }), 'VersionError'],
    ['no statement', JSON.stringify({ version: '2.0' }), 'StatementError'],
    ['no statements', documentOf(), 'StatementError'],
    ['an unknown element of a statement', documentOf({ ...allow, sid: 'x' }), 'StatementError'],
    ['a principal', documentOf({ ...allow, principal: {} }), 'PrincipalError'],
    ['a condition', documentOf({ ...allow, condition: {} }), 'ConditionError'],
    ['no effect', documentOf({ ...allow, effect: undefined }), 'EffectError'],
    ['an effect with a capital', documentOf({ ...allow, effect: 'Allow' }), 'EffectError'],
    ['no action', documentOf({ ...allow, action: [] }), 'ActionError'],
    ['an action without a service', documentOf({ ...allow, action: 'GetObject' }), 'ActionError'],
    ['a number as action', documentOf({ ...allow, action: [1] }), 'ActionError'],
    ['no resource', documentOf({ ...allow, resource: undefined }), 'ResourceError'],
    ['a resource of AWS', documentOf({ ...allow, resource: 'arn:aws:s3:::bucket/*' }), 'ResourceQcsError'],
    [
      'too long',
      documentOf({ ...allow, action: Array(500).fill('name/cos:GetObject') }),
      'PolicyDocumentLengthOverLimit',
    ],
  ])('is refused: %s', (_what, document, reason) => {
    expect(refusalOf(() => parsePolicyDocument(document))).toBe(`InvalidParameter.${reason}`);
  });
});

describe('a trust policy', () => {
  const carrier = {
    effect: 'allow',
    action: 'name/sts:AssumeRole',
    principal: { service: ['scf.qcloud.com'] },
  };

  test('names the services', () => {
    expect(parseTrust(documentOf(carrier))).toEqual(['scf.qcloud.com']);
    expect(parseTrust(documentOf({ ...carrier, principal: { service: 'a.qcloud.com' } }))).toEqual([
      'a.qcloud.com',
    ]);
    expect(parseTrust(documentOf({ ...carrier, principal: { qcs: 'qcs::cam::uin/1:root' } }))).toEqual([]);
  });

  test.each<[string, object, string]>([
    ['another action', { ...carrier, action: 'name/cos:GetObject' }, 'ActionError'],
    ['a resource', { ...carrier, resource: '*' }, 'StatementError'],
    ['nobody', { ...carrier, principal: {} }, 'PrincipalError'],
    ['no principal', { ...carrier, principal: undefined }, 'PrincipalError'],
    ['another kind of principal', { ...carrier, principal: { AWS: '*' } }, 'PrincipalError'],
  ])('is refused with %s', (_what, statement, reason) => {
    expect(refusalOf(() => parseTrust(documentOf(statement)))).toBe(`InvalidParameter.${reason}`);
  });
});

function refusalOf(parse: () => unknown): string | undefined {
  try {
    parse();
    return undefined;
  } catch (error) {
    return error instanceof ApiRefusal ? error.code : String(error);
  }
}
