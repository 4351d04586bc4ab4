// COS refuses or lacks what the function needs: the event is thrown back with the remedy in the message, and once that
// is applied the same process does the job.

import { readFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { samples } from '../../fixtures/images/images.ts';
import { briefly } from '../../support/outcomes.ts';
import { openStage, role, TARGET } from '../../support/stage.ts';

const stage = await openStage();
const goodEvent = await stage.upload('good.jpg', readFileSync(samples.landscape.path));
const thumbnailer = stage.start();
await thumbnailer.invoke(goodEvent);

afterEach(async () => {
  stage.server.objects.delete(TARGET, 'good.jpg');
  thumbnailer.renewCredentials(role);
  const { coldStart, ...invocation } = await thumbnailer.invoke(goodEvent);
  expect(coldStart).toBeUndefined();
  expect(briefly(invocation)).toEqual(['stored good.jpg']);
});

test.each([
  [
    'a wrong secret',
    { ...role, secretKey: 'wrong-secret' },
    /credentials are wrong or have expired.*SignatureDoesNotMatch/,
  ],
  [
    'an unknown secret id',
    { ...role, secretId: 'AKIDnobody' },
    /credentials are wrong or have expired.*InvalidAccessKeyId/,
  ],
  [
    'no role bound to the function',
    { secretId: '', secretKey: '' },
    /no credentials. Bind an execution role/,
  ],
])('%s is thrown back as store-denied', async (_, credentials, message) => {
  thumbnailer.renewCredentials(credentials);
  const { statusCode, error } = await thumbnailer.invoke(goodEvent);
  expect(statusCode).toBe(430);
  expect(error).toMatchObject({ type: 'RedeliveryError', message: expect.stringMatching(message) });
  expect(error?.message).toContain('store-denied');
});

test('a source bucket that is not there is thrown back, by its name', async () => {
  const event = JSON.parse(JSON.stringify(goodEvent).replaceAll('example-1250', 'elsewhere-1250'));
  event.Records[0].cos.cosBucket.name = 'elsewhere';
  const { statusCode, error } = await thumbnailer.invoke(event);
  expect(statusCode).toBe(430);
  expect(error?.message).toMatch(
    /store-denied: .*elsewhere-1250000000.*no such bucket in this region: create it/,
  );
});

test('a target bucket that is not there is thrown back, and the event works once it is created', async () => {
  const elsewhere = stage.start({ env: { THUMB_TARGET_BUCKET: '{bucket}small' } });
  const { statusCode, error } = await elsewhere.invoke(goodEvent);
  expect(statusCode).toBe(430);
  expect(error?.message).toMatch(
    /store-denied: .*examplesmall-1250000000.*no such bucket in this region: create it/,
  );

  stage.server.createBucket('examplesmall-1250000000');
  const { coldStart, ...again } = await elsewhere.invoke(goodEvent);
  expect(coldStart).toBeUndefined();
  expect(briefly(again)).toEqual(['stored good.jpg']);
});

test('an event of another service is thrown back, and shows what came without its signature', async () => {
  const file = new URL('../../fixtures/events/another-service.json', import.meta.url);
  const { statusCode, error } = await thumbnailer.invoke(JSON.parse(readFileSync(file, 'utf8')));
  expect(statusCode).toBe(430);
  expect(error?.message).toMatch(/^not an event of COS: expected .*Ckafka/);
});

test('a good record is stored although its neighbour must be delivered again', async () => {
  stage.server.objects.delete(TARGET, 'good.jpg');
  const lost = JSON.parse(JSON.stringify(goodEvent).replaceAll('good.jpg', 'lost.jpg'));
  stage.server.faults.add({ keyPrefix: 'lost', method: 'GET', kind: { status: 503 }, times: Infinity });
  const { error } = await thumbnailer.invoke({ Records: [...lost.Records, ...goodEvent.Records] });
  stage.server.faults.clear();
  expect(error?.message).toContain('store-unavailable');
  expect(stage.server.objects.keys(TARGET)).toContain('good.jpg');
});
