// No credential leaves the function by what it says. All tests of this folder are listened to; here it is made to fail
// where credentials are near, and the listening itself is tried.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { samples } from '../fixtures/images/images.ts';
import { leaks, openStage, role } from '../support/stage.ts';

const stage = await openStage();
const event = await stage.upload('photos/cat.jpg', readFileSync(samples.landscape.path));
const headersOf = (of: unknown) => JSON.stringify(of).match(/q-sign-algorithm=[^"]*/g) ?? [];

test.each([
  ['a token', `x-cos-security-token: ${role.token}`, 'x-cos-security-token'],
  ['a secret key', `{"secretKey":"${role.secretKey}"}`, role.secretKey],
  ['a percent-encoded key', encodeURIComponent(role.secretKey), encodeURIComponent(role.secretKey)],
  ['a secret id', role.secretId.toUpperCase(), role.secretId],
  ['a signature', 'Q-Signature=0123', 'q-signature'],
])('%s would be heard', (_, text, found) => {
  expect(leaks(text)).toContain(found);
});

test('the event itself carries a signature that could be repeated', () => {
  expect(headersOf(event)).toHaveLength(1);
});

test.each([
  ['refuses the signature', { status: 403, code: 'SignatureDoesNotMatch', message: role.secretKey }],
  [
    'quotes the request in its answer',
    { status: 400, code: 'InvalidRequest', message: `Authorization: ${role.secretId}` },
  ],
  ['closes the connection', { reset: 'before-response' }],
] as const)('a store that %s learns nothing to repeat', async (_, kind) => {
  stage.server.faults.add({ kind, times: Infinity });
  const { error } = await stage.start({ env: { THUMB_LOG: 'debug' } }).invoke(event);
  stage.server.faults.clear();
  expect(error?.message).toMatch(/store-(denied|unavailable)/);
});

test('an event that cannot be read is shown without its signature', async () => {
  const unreadable = { Records: event.Records.map(({ event: inner }) => ({ event: inner })) };
  const { error } = await stage.start().invoke(unreadable);
  expect(error?.message).toContain('not an event of COS');
});
