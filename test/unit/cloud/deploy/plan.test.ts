// The plan: which changes lead from what is there to what shall be there.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Existing } from '../../../../src/cloud/deploy/existing.ts';
import { planDeployment } from '../../../../src/cloud/deploy/plan.ts';
import { refusals } from '../../../../src/cloud/deploy/preconditions.ts';
import { showPlan } from '../../../../src/cloud/deploy/show.ts';
import { planUndo, undoRefusals } from '../../../../src/cloud/deploy/undo.ts';
import { afterStep, deploymentOf, functionOf, madeOf, nothing, stepsOf, triggerOf } from './samples.ts';

const deployment = deploymentOf();
const kindsOf = (existing: Existing, wished = deployment) =>
  stepsOf(planDeployment(wished, existing)).map(({ kind }) => kind);

test('from nothing, everything is made, in the order in which one needs the other', () => {
  expect(kindsOf(nothing)).toEqual([
    'create-role',
    'create-policy',
    'attach-policy',
    'create-function',
    'set-retries',
    'create-trigger',
  ]);
});

test('what is there already is not touched', () => {
  expect(kindsOf(madeOf(deployment))).toEqual([]);
});

test('no plan shows a secret, nor what is behind the host of THUMB_NOTIFY', () => {
  const settings = (mark: string) => ({
    THUMB_NOTIFY: `https://example.com/hook?token=${mark}`,
    THUMB_NOTIFY_SECRET: `${mark}3456789abcdef0123456789abcdef`,
  });
  const before = deploymentOf({ settings: settings('first') });
  const after = deploymentOf({ settings: settings('second') });
  const plans = [planDeployment(before, nothing), planDeployment(after, madeOf(before))];
  for (const items of plans) {
    const fields = items.map((item) => item.fields);
    const shown = `${showPlan(items, 'en')}${showPlan(items, 'zh')}${JSON.stringify(fields)}`;
    expect(shown).not.toMatch(/first|second/);
    expect(shown).toContain('THUMB_NOTIFY: https://example.com/[hidden]');
  }
  expect(stepsOf(plans[1] ?? []).map(({ kind }) => kind)).toEqual(['update-configuration']);
});

test('a policy that is only written differently is the same', () => {
  const made = madeOf(deployment);
  const { version, statement } = JSON.parse(deployment.policy.document);
  const turned = statement
    .map(({ effect, action, resource }: Record<string, string[]>) => ({
      resource,
      action: action?.toReversed(),
      effect,
    }))
    .reverse();
  const document = JSON.stringify({ statement: turned, version }, null, 4);
  expect(kindsOf({ ...made, policy: { ...deployment.policy, document } })).toEqual([]);
  const wider = document.replaceAll('name/cos:HeadObject', 'name/cos:*');
  expect(kindsOf({ ...made, policy: { ...deployment.policy, document: wider } })).toEqual(['update-policy']);
});

describe('only what differs is changed', () => {
  const made = madeOf(deployment);
  const change = (changes: object) => ({ ...made, function: functionOf(deployment, changes) });

  test.each([
    ['another zip', change({ description: deploymentOf({ sha256: 'b'.repeat(64) }).description }), 2],
    ['another handler', change({ handler: 'index.handler' }), 1],
    ['a failed update', change({ status: 'UpdateFailed' }), 1],
  ])('%s: the code is uploaded', (_, existing, calls) => {
    expect(kindsOf(existing)[0]).toBe('update-code');
    // The description holds the digest, and is changed once the code is there.
    expect(kindsOf(existing)).toHaveLength(calls);
  });

  test('the configuration: each field alone', () => {
    const existing = change({ memoryMb: 128 });
    expect(stepsOf(planDeployment(deployment, existing))).toEqual([
      { kind: 'update-configuration', change: { memoryMb: 512 } },
    ]);
  });

  test('of the variables those that begin with THUMB_; the others stay', () => {
    const existing = change({ environment: { OTHER: 'o', THUMB_OLD: 'x' } });
    expect(stepsOf(planDeployment(deployment, existing))).toEqual([
      {
        kind: 'update-configuration',
        change: { environment: { OTHER: 'o', THUMB_PRESETS: '200x200' } },
      },
    ]);
  });

  test.each([
    ['is closed', { enabled: false }],
    ['has another prefix', { prefix: 'x/' }],
    ['has another suffix', { suffix: '.jpg' }],
    ['is of another version', { qualifier: '$LATEST' }],
  ])('a trigger that %s is made anew', (_, changes) => {
    expect(kindsOf({ ...made, triggers: [triggerOf(changes)] })).toEqual([
      'delete-trigger',
      'create-trigger',
    ]);
  });

  test('triggers of other kinds stay', () => {
    const timer = triggerOf({ type: 'timer', name: 'nightly', event: '' });
    expect(kindsOf({ ...made, triggers: [timer, ...made.triggers] })).toEqual([]);
  });

  test('mirror: a second trigger, a setting and a permission; without it they go', () => {
    const mirror = deploymentOf({ mirror: true });
    expect(kindsOf(made, mirror)).toEqual(['update-policy', 'update-configuration', 'create-trigger']);
    expect(kindsOf(madeOf(mirror))).toEqual(['update-policy', 'update-configuration', 'delete-trigger']);
  });

  test('a function that could not be created is replaced', () => {
    const failed = { ...made, function: functionOf(deployment, { status: 'CreateFailed' }), triggers: [] };
    expect(kindsOf(failed)).toEqual(['delete-function', 'create-function', 'set-retries', 'create-trigger']);
  });
});

describe('refused, with a sentence in both languages, is', () => {
  const made = madeOf(deployment);
  const stranger = { description: 'mine' };

  test.each([
    ['a bucket that is not there', { missingBuckets: ['example-1250000000'] }, {}, /no bucket example-125/],
    ['a function of others', { function: functionOf(deployment, stranger) }, {}, /--function, or, to hand/],
    ['a role of others', { role: { ...deployment.role, ...stranger } }, {}, /The role cos-thumbnailer-ap-/],
    ['a policy of others', { policy: { ...deployment.policy, ...stranger } }, {}, /The policy cos-thumbn/],
    ['another carrier', { role: { ...deployment.role, trust: '{}' } }, {}, /carrier was changed/],
    ['another runtime', {}, { runtime: 'Nodejs18.15' }, /runs on Nodejs20\.19, and SCF cannot change/],
    [
      'a trigger of one event',
      { triggers: [triggerOf({ event: 'cos:ObjectCreated:Put' })] },
      {},
      /ed:Put of/,
    ],
    ['a trigger of another bucket', { triggers: [triggerOf({ name: 'x.cos.y.z' })] }, {}, /x\.cos\.y\.z/],
    [
      'the rule of another function',
      { rivals: [{ functionName: 'other', trigger: triggerOf() }] },
      {},
      /The function other already has the trigger cos:ObjectCreated:\* of example-1250000000/,
    ],
    [
      'too long an environment',
      { function: functionOf(deployment, { environment: { A: 'x'.repeat(4090) } }) },
      {},
      /take 4111 bytes/,
    ],
  ])('%s', (_, there, wished, says) => {
    const [reason, ...others] = refusals(deploymentOf(wished), { ...made, ...there });
    expect(reason?.en).toMatch(says);
    expect(reason?.zh).toMatch(/\p{Script=Han}.*[。：]|：/u);
    expect(others).toEqual([]);
  });

  test('nothing of what deploy makes', () => {
    expect(refusals(deployment, made)).toEqual([]);
  });

  test.each([
    ['one bucket for both', { target: 'example' }, /in one bucket, example-1250000000/],
    ["another account's photos", { bucket: 'photos-1259999999' }, /photos-1259999999 is of another account/],
    ["another account's bucket", { target: 'thumbs-1259999999' }, /thumbs-1259999999 is of another account/],
    ['a misspelt setting', { settings: { THUMB_PRESET: '1x1' } }, /THUMB_PRESET: no such setting; did you/],
    ['a large zip', { zip: new Uint8Array(7_000_001) }, /7000001 bytes/],
  ])('%s', (_, changes, says) => {
    expect(() => deploymentOf(changes)).toThrow(says);
  });
});

/** Any mixture of what earlier runs, other options and people may have left. */
const leftovers = fc
  .record({
    before: fc.record({
      mirror: fc.boolean(),
      prefix: fc.constantFrom('', 'a/'),
      memoryMb: fc.constantFrom(128, 512),
      sha256: fc.constantFrom('a'.repeat(64), 'b'.repeat(64)),
    }),
    hasRole: fc.boolean(),
    hasPolicy: fc.boolean(),
    isAttached: fc.boolean(),
    status: fc.constantFrom('none', 'Active', 'CreateFailed', 'UpdateFailed'),
    triggers: fc.subarray([
      triggerOf(),
      triggerOf({ enabled: false, prefix: 'b/' }),
      triggerOf({ event: 'cos:ObjectRemove:*' }),
      triggerOf({ type: 'timer', name: 'nightly' }),
    ]),
  })
  .map(({ before, hasRole, hasPolicy, isAttached, status, triggers }): Existing => {
    const { role, policy, ...rest } = deploymentOf(before);
    const earlier = { ...rest, role, policy };
    const isUsable = status === 'Active' || status === 'UpdateFailed';
    return {
      ...nothing,
      role: hasRole ? role : undefined,
      policy: hasPolicy ? policy : undefined,
      attached: hasRole && hasPolicy && isAttached ? [policy.name] : [],
      function: status === 'none' ? undefined : functionOf(earlier, { status }),
      triggers: isUsable ? triggers : [],
    };
  });

test('whatever is there, and wherever a run ends, the next run leads to the same state', () => {
  fc.assert(
    fc.property(leftovers, fc.boolean(), fc.nat(12), (start, mirror, cut) => {
      const wished = deploymentOf({ mirror });
      const run = (from: Existing, length = Infinity) =>
        stepsOf(planDeployment(wished, from))
          .slice(0, length)
          .reduce((existing, step) => afterStep(existing, step, wished), from);
      const end = run(run(start, cut));
      expect(stepsOf(planDeployment(wished, end))).toEqual([]);
      const { triggers, ...parts } = end;
      const direct = run(start);
      expect(parts).toEqual({ ...direct, triggers: undefined });
      expect(new Set(triggers)).toEqual(new Set(direct.triggers));
    }),
  );
});

describe('undo', () => {
  const undoing = {
    functionName: deployment.functionName,
    accessName: deployment.role.name,
    source: deployment.source,
    region: deployment.region,
  };

  test('takes all away, in the reverse order, wherever a run ends', () => {
    fc.assert(
      fc.property(leftovers, fc.nat(8), (start, cut) => {
        const run = (from: Existing, length = Infinity) =>
          stepsOf(planUndo(undoing, from))
            .slice(0, length)
            .reduce((existing, step) => afterStep(existing, step, deployment), from);
        const end = run(run(start, cut));
        expect(end.function ?? end.role ?? end.policy).toBeUndefined();
        expect(planUndo(undoing, end)).toEqual([]);
      }),
    );
  });

  test('is refused where something of others would go with it', () => {
    const made = madeOf(deployment);
    expect(undoRefusals(undoing, made)).toEqual([]);
    const more = { ...made, attached: [...made.attached, 'QcloudCOSFullAccess'] };
    expect(undoRefusals(undoing, more)[0]?.en).toMatch(/QcloudCOSFullAccess/);
    const foreign = { ...made, function: functionOf(deployment, { description: 'mine' }) };
    expect(undoRefusals(undoing, foreign)).toHaveLength(1);
    const other = { ...made, triggers: [triggerOf({ name: 'x.cos.y.z' })] };
    expect(undoRefusals(undoing, other)[0]?.en).toMatch(/x\.cos\.y\.z/);
  });
});

test('the plan is shown as a difference', () => {
  const before = deploymentOf({ memoryMb: 128, settings: {}, prefix: 'a/' });
  const items = planDeployment(deploymentOf({ prefix: 'b/' }), madeOf(before));
  expect(showPlan(items, 'en')).toBe(`= role cos-thumbnailer-ap-guangzhou
= policy cos-thumbnailer-ap-guangzhou
= policy of the role cos-thumbnailer-ap-guangzhou
= code cos-thumbnailer
~ configuration cos-thumbnailer
    ~ memory: 128 MB -> 512 MB
    + THUMB_PRESETS: 200x200
~ trigger example-1250000000.cos.ap-guangzhou.myqcloud.com cos:ObjectCreated:*
    ~ prefix: a/ -> b/`);
  expect(showPlan(items, 'zh')).toContain('    ~ 内存: 128 MB -> 512 MB');
});
