// What policies allow, against what the local cloud decides by the same policies.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { missingPermissions, trustedServices } from '../../../../src/cloud/doctor/allowed-actions.ts';
import {
  type FunctionGrant,
  functionGrants,
  functionPolicy,
  functionTrust,
} from '../../../../src/cloud/policy.ts';
import { loadConfig } from '../../../../src/function/config/config.ts';
import { decide, parsePolicyDocument } from '../../../../src/local/api/policy-document.ts';

const input = (env: Readonly<Record<string, string>>) => ({
  sourceBucket: 'example-1250000000',
  targetBucket: 'exampleresized-1250000000',
  region: 'ap-guangzhou',
  appid: '1250000000',
  settings: loadConfig(env),
});
const plain = input({});
const grants = functionGrants(plain);
const policy = functionPolicy(plain);

test("the function's own policy allows all that it needs, and so does every wider one", () => {
  expect(missingPermissions([policy], grants)).toEqual([]);
  const all = JSON.stringify({
    version: '2.0',
    statement: [{ effect: 'allow', action: '*', resource: '*' }],
  });
  expect(missingPermissions([all], grants)).toEqual([]);
});

test('a part of the policy is a part of the permissions', () => {
  const mirror = input({ THUMB_ON_DELETE: 'mirror' });
  expect(missingPermissions([policy], functionGrants(mirror))).toEqual([
    'name/cos:DeleteObject qcs::cos:ap-guangzhou:uid/1250000000:exampleresized-1250000000/*',
    'name/cos:GetBucket qcs::cos:ap-guangzhou:uid/1250000000:example-1250000000/*',
    'name/cos:GetBucket qcs::cos:ap-guangzhou:uid/1250000000:exampleresized-1250000000/*',
  ]);
  expect(missingPermissions([], grants)).toHaveLength(grants.length);
});

test('two policies allow together, and a denial is stronger', () => {
  const { statement } = JSON.parse(policy) as { statement: object[] };
  const parts = statement.map((one) => JSON.stringify({ version: '2.0', statement: [one] }));
  expect(missingPermissions(parts, grants)).toEqual([]);
  const denial = { effect: 'deny', action: 'name/cos:PutObject', resource: '*' };
  const denied = JSON.stringify({ version: '2.0', statement: [denial] });
  expect(missingPermissions([policy, denied], grants).map((one) => one.split(' ')[0])).toEqual([
    'name/cos:PutObject',
  ]);
});

test.each(['', 'null', '[]', '{}', '{"statement":7}', 'no JSON'])(
  'what is no policy allows nothing: %s',
  (text) => {
    expect(missingPermissions([text], grants)).toHaveLength(grants.length);
    expect(trustedServices(text)).toEqual([]);
  },
);

test('names the services that may take on a role', () => {
  expect(trustedServices(functionTrust)).toEqual(['scf.qcloud.com']);
});

describe('any policy', () => {
  const action = fc.constantFrom(
    '*',
    'name/cos:*',
    'cos:Get*',
    'name/cos:GetObject',
    'cos:putobject',
    'name/cos:HeadObject',
  );
  const resource = fc.constantFrom(
    '*',
    'qcs::cos:ap-guangzhou:uid/1250000000:example-1250000000/*',
    'qcs::cos::uid/1250000000:example*',
    'qcs::cos:ap-guangzhou::exampleresized-1250000000/a.jpg',
    'qcs::cos:ap-shanghai:uid/1250000000:*',
  );
  const statement = fc.record({
    effect: fc.constantFrom('allow', 'allow', 'deny'),
    action: fc.array(action, { minLength: 1, maxLength: 3 }),
    resource: fc.array(resource, { minLength: 1, maxLength: 3 }),
  });
  const asked: fc.Arbitrary<[FunctionGrant['action'], string]> = fc.tuple(
    fc.constantFrom<FunctionGrant['action'][]>(
      'name/cos:GetObject',
      'name/cos:PutObject',
      'name/cos:HeadObject',
    ),
    fc.constantFrom(
      'qcs::cos:ap-guangzhou:uid/1250000000:example-1250000000/cat.jpg',
      'qcs::cos:ap-guangzhou:uid/1250000000:exampleresized-1250000000/a.jpg',
      'qcs::cos:ap-guangzhou:uid/1250000000:exampleresized-1250000000/b.jpg',
    ),
  );

  test('is read as the local cloud reads it', () => {
    fc.assert(
      fc.property(fc.array(statement, { minLength: 1, maxLength: 4 }), asked, (statements, [wanted, on]) => {
        const document = JSON.stringify({ version: '2.0', statement: statements });
        const [grant] = grants;
        if (!grant) throw new Error('there is no grant');
        const missing = missingPermissions([document], [{ ...grant, action: wanted, resources: [on] }]);
        expect(missing.length === 0).toBe(decide(parsePolicyDocument(document), wanted, on));
      }),
    );
  });
});
