// The events that COS would send to SCF.

import { beforeEach, expect, test } from 'vitest';
import type { CosEvent } from '../../../src/local/cos/cos.ts';
import { bucket, connectSdk, host, otherBucket, place, startCloud } from './cloud.ts';

const server = await startCloud();
const cos = connectSdk(server);
let events: CosEvent[] = [];
server.onEvent((event) => events.push(event));
beforeEach(() => {
  events = [];
});

const summaries = () =>
  events.flatMap(({ Records }) =>
    Records.map(({ cos: { cosBucket, cosObject }, event }) => [
      event.eventName,
      cosBucket.name,
      cosObject.key,
    ]),
  );

test('has the shape of real events', async () => {
  const started = Math.floor(Date.now() / 1000);
  const { RequestId } = await cos.putObject({
    ...place,
    Key: 'photos/图 1!.jpg',
    Body: 'photo',
    ContentType: 'image/jpeg',
    CacheControl: 'no-store',
    Headers: { 'x-cos-meta-by': 'me' },
  });
  const eventTime = events[0]?.Records[0]?.event.eventTime ?? 0;
  expect(eventTime).toBeGreaterThanOrEqual(started);
  expect(eventTime).toBeLessThanOrEqual(Date.now() / 1000);
  const Authorization = events[0]?.Records[0]?.event.requestParameters.requestHeaders.Authorization ?? '';
  expect(Authorization).toMatch(/^q-sign-algorithm=sha1&q-ak=AKID\w+&.*&q-signature=[0-9a-f]{40}$/);
  expect(events).toEqual([
    {
      Records: [
        {
          cos: {
            cosBucket: {
              appid: '1250000000',
              cosRegion: 'ap-guangzhou',
              name: 'example',
              region: 'gz',
              s3Region: 'ap-guangzhou',
            },
            cosNotificationId: 'unkown',
            cosObject: {
              key: '/1250000000/example/photos/图 1!.jpg',
              meta: {
                'Content-Type': 'image/jpeg',
                ETag: '"5ae0c1c8a5260bc7b6648f6fbd115c35"',
                'x-cos-meta-by': 'me',
                'x-cos-request-id': RequestId,
                'x-cos-storage-class': 'Standard',
              },
              size: 5,
              url: `http://${host}/photos/%E5%9B%BE%201%21.jpg`,
              vid: '',
            },
            cosSchemaVersion: '1.0',
          },
          event: {
            eventName: 'cos:ObjectCreated:Put',
            eventQueue: 'qcs:0:scf:ap-guangzhou:appid/1250000000:default.cos-thumbnailer.$DEFAULT',
            eventSource: 'qcs::cos',
            eventTime,
            eventVersion: '1.0',
            reqid: 0,
            requestParameters: { requestHeaders: { Authorization }, requestSourceIP: '127.0.0.1' },
            reservedInfo: '',
          },
        },
      ],
    },
  ]);
});

test('keeps slashes of a key as they are', async () => {
  await cos.putObject({ ...place, Key: '//a%2Fb', Body: 'x' });
  expect(events[0]?.Records[0]?.cos.cosObject).toMatchObject({
    key: '/1250000000/example///a%2Fb',
    url: `http://${host}///a%252Fb`,
  });
});

test('names the operation that created or removed the object', async () => {
  await cos.putObject({ ...place, Key: 'a', Body: 'x' });
  await cos.putObjectCopy({ ...place, Bucket: otherBucket, Key: 'b', CopySource: `${host}/a` });
  const upload = { ...place, Key: 'c', ...(await cos.multipartInit({ ...place, Key: 'c' })) };
  const { ETag } = await cos.multipartUpload({ ...upload, PartNumber: 1, Body: 'x' });
  await cos.multipartComplete({ ...upload, Parts: [{ PartNumber: 1, ETag }] });
  await cos.deleteObject({ ...place, Key: 'a' });
  await cos.deleteMultipleObject({ ...place, Objects: [{ Key: 'c' }, { Key: 'missing' }] });
  expect(summaries()).toEqual([
    ['cos:ObjectCreated:Put', 'example', '/1250000000/example/a'],
    ['cos:ObjectCreated:Copy', 'exampleresized', '/1250000000/exampleresized/b'],
    ['cos:ObjectCreated:CompleteMultipartUpload', 'example', '/1250000000/example/c'],
    ['cos:ObjectRemove:Delete', 'example', '/1250000000/example/a'],
    ['cos:ObjectRemove:Delete', 'example', '/1250000000/example/c'],
  ]);
});

test('sends none for what creates and removes nothing, nor for direct access', async () => {
  server.objects.put(bucket, 'direct', Buffer.from('x'));
  await cos.getObject({ ...place, Key: 'direct' });
  await cos.headObject({ ...place, Key: 'direct' });
  await cos.getBucket(place);
  server.objects.delete(bucket, 'direct');
  await cos.deleteObject({ ...place, Key: 'direct' });
  server.faults.add({ kind: { status: 403 } });
  await expect(cos.putObject({ ...place, Key: 'refused', Body: 'x' })).rejects.toMatchObject({
    statusCode: 403,
  });
  expect(events).toEqual([]);
});

test('stops when it is unsubscribed, for that listener alone', async () => {
  const heard: CosEvent[] = [];
  const stop = server.onEvent((event) => heard.push(event));
  await cos.putObject({ ...place, Key: 'a', Body: 'x' });
  stop();
  await cos.putObject({ ...place, Key: 'a', Body: 'x' });
  expect([heard.length, events.length]).toEqual([1, 2]);
});
