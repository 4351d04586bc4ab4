// The server as a whole: its folder, its addresses, its end.

import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { request as httpsRequest } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { type CosServerOptions, startCosServer } from '../../../src/local/cos/cos.ts';
import { bucket, connectSdk, host, otherBucket, permanent, place, send, startCloud } from './cloud.ts';
import { certificate } from './tls.ts';
import { ask } from './wire.ts';

const root = mkdtempSync(join(tmpdir(), 'local-cos-server-'));
afterAll(() => rmSync(root, { recursive: true }));
const start = (settings: Partial<CosServerOptions> = {}) => startCloud(settings, onTestFinished);
const options = { root: join(root, 'made'), credentials: [permanent] };

test('finds again what it stored before, under names made from the keys', async () => {
  const first = await startCosServer(options);
  first.createBucket(bucket);
  await connectSdk(first).putObject({ ...place, Key: '../escape', Body: 'photo', ContentType: 'a/b' });
  const stored = first.objects.get(bucket, '../escape');
  await first.close();
  const name = createHash('sha256').update('../escape').digest('hex');
  expect(readdirSync(join(root, 'made', bucket)).sort()).toEqual([`${name}.bin`, `${name}.json`]);
  expect(readdirSync(root)).toEqual(['made']);
  const second = await startCosServer(options);
  expect(second.objects.get(bucket, '../escape')).toEqual(stored);
  expect(stored).toMatchObject({ bytes: Buffer.from('photo'), headers: { 'content-type': 'a/b' } });
  await second.close();
});

test('gives direct access to the same objects', async () => {
  const server = await start();
  const cos = connectSdk(server);
  server.objects.put(bucket, 'a', Buffer.from('x'), { 'Content-Type': 'text/plain', 'X-Cos-Meta-A': 'b' });
  const { headers } = await cos.headObject({ ...place, Key: 'a' });
  expect(headers).toMatchObject({ 'content-type': 'text/plain', 'x-cos-meta-a': 'b' });
  server.objects.delete(bucket, 'a');
  await expect(cos.headObject({ ...place, Key: 'a' })).rejects.toMatchObject({ statusCode: 404 });
  expect(server.objects.get(bucket, 'a')).toBeUndefined();
});

test('tells of each request, until it is to stop', async () => {
  const server = await start();
  const heard: string[] = [];
  const stop = server.onRequest(({ method, key, status }) => heard.push(`${method} ${key} ${status}`));
  await send(server, { method: 'PUT', key: 'a', body: 'x' });
  await send(server, { key: 'missing' });
  stop();
  await send(server, { key: 'a' });
  expect(heard).toEqual(['PUT a 200', 'GET missing 404']);
  expect(server.requests).toHaveLength(3);
});

test.each(['example', 'Example-1250000000', '../x-1250000000', '-1250000000', 'a/b-1250000000'])(
  'refuses a bucket named %s',
  async (name) => {
    const server = await start();
    expect(() => server.createBucket(name)).toThrow(/expected .* such as example-1250000000/);
  },
);

test('says which bucket is missing when an object is put into none', async () => {
  const server = await start();
  expect(() => server.objects.put('other-1250000000', 'a', Buffer.from('x'))).toThrow(
    'the bucket other-1250000000 does not exist: create it first with createBucket',
  );
});

test('serves the region that it is told to', async () => {
  const server = await start({ region: 'ap-shanghai' });
  const events: unknown[] = [];
  server.onEvent((event) => events.push(event));
  await connectSdk(server).putObject({ ...place, Region: 'ap-shanghai', Key: 'a', Body: 'x' });
  expect(events).toMatchObject([
    { Records: [{ cos: { cosBucket: { region: 'sh', s3Region: 'ap-shanghai' } } }] },
  ]);
});

test('serves as a proxy is asked: with the whole address', async () => {
  const server = await start();
  server.objects.put(bucket, 'a b', Buffer.from('photo'));
  const viaProxy = connectSdk(server, { Proxy: server.endpoint, Tunnel: false });
  delete (viaProxy as unknown as { options: { Ip?: string } }).options.Ip;
  expect((await viaProxy.getObject({ ...place, Key: 'a b' })).Body.toString()).toBe('photo');
  const target = `http://${host.replace('example', 'other')}/a%20b`;
  expect((await send(server, { key: 'a b', target })).code).toBe('NoSuchBucket');
  // What is addressed must be what was signed, whatever the Host header says.
  const other = `http://${host.replace(bucket, otherBucket)}/a%20b`;
  expect((await send(server, { key: 'a b', target: other })).code).toBe('SignatureDoesNotMatch');
});

test('speaks TLS when it is given a certificate', async () => {
  const server = await start({ tls: certificate });
  server.objects.put(bucket, 'a', Buffer.from('photo'));
  expect(server.endpoint).toBe(`https://127.0.0.1:${server.port}`);
  const cos = connectSdk(server, { Protocol: 'https:', StrictSsl: false });
  expect((await cos.getObject({ ...place, Key: 'a' })).Body.toString()).toBe('photo');
  server.faults.add({ kind: { reset: 'before-response' } });
  const lost = httpsRequest({ port: server.port, headers: { host }, rejectUnauthorized: false });
  lost.end();
  await expect(new Promise((_, reject) => lost.on('error', reject))).rejects.toMatchObject({
    code: 'ECONNRESET',
  });
});

test('closes at once, stalled connections too', async () => {
  const server = await startCosServer(options);
  server.faults.add({ kind: { stall: 'before-response' } });
  const stalled = ask(server, 'a');
  await new Promise((resolve) => stalled.on('connect', resolve));
  const closed = new Promise((resolve) => stalled.on('error', resolve).on('close', resolve));
  await server.close();
  await closed;
  await expect(send(server, { key: 'a' })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

test('says so when its port is taken', async () => {
  const server = await start();
  await expect(startCosServer({ ...options, port: server.port })).rejects.toThrow(/EADDRINUSE/);
});
