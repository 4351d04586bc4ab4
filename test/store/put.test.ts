// Writing to COS beyond the common contract: what is sent, and what becomes of a retry when the key may not be taken.

import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { Deadline } from '../../src/function/deadline.ts';
import { at, BUCKET, type Lab, noise, openLab } from './lab.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
});
afterEach(() => {
  lab.server.faults.clear();
  vi.unstubAllEnvs();
});
afterAll(() => lab.close());

const bytes = noise(1000);
const put = (key: string, metadata: Record<string, string> = {}, ifAbsent = false) =>
  lab.store.put(at(key), bytes, {
    headers: { contentType: 'image/webp', metadata },
    ifAbsent,
    deadline: Deadline.in(120_000),
  });

test('sends length, type and MD5, and no header that was not asked for', async () => {
  await put('plain.webp');
  const sent = lab.server.requests[lab.server.requests.length - 1]?.headers ?? {};
  expect(sent).toMatchObject({ 'content-length': '1000', 'content-type': 'image/webp' });
  expect(sent['content-md5']).toMatch(/^[\w+/]{22}==$/);
  for (const name of ['cache-control', 'x-cos-forbid-overwrite', 'transfer-encoding', 'expires']) {
    expect(sent).not.toHaveProperty(name);
  }
});

test('makes metadata fit for headers', async () => {
  await put('meta.webp', {
    Artist: '猫 é\r\nx-injected: 1',
    done: '%E7%8C%AB 100%',
    broken: '\ud800',
    empty: '',
  });
  expect(lab.server.objects.get(BUCKET, 'meta.webp')?.headers).toEqual({
    'content-type': 'image/webp',
    'x-cos-meta-artist': '%E7%8C%AB %C3%A9%0D%0Ax-injected: 1',
    'x-cos-meta-done': '%E7%8C%AB 100%',
    'x-cos-meta-broken': '%EF%BF%BD',
  });
});

test('recognises its own object when the first answer was lost', async () => {
  lab.server.faults.add({ kind: { reset: 'before-response' } });
  const { etag } = await put('lost.webp', { Mark: 'a' }, true);
  expect(lab.server.objects.get(BUCKET, 'lost.webp')).toMatchObject({ bytes: Buffer.from(bytes), etag });
});

test.each([
  { what: 'other bytes', theirs: noise(999), mark: 'a' },
  { what: 'another mark', theirs: bytes, mark: 'b' },
])('does not take an object with $what for its own, after a retry', async ({ what, theirs, mark }) => {
  lab.server.objects.put(BUCKET, what, theirs, { 'x-cos-meta-mark': mark });
  lab.server.faults.add({ kind: { status: 503 } });
  await expect(put(what, { mark: 'a' }, true)).rejects.toMatchObject({ code: 'target-conflict' });
  expect(lab.server.objects.get(BUCKET, what)?.headers).toMatchObject({ 'x-cos-meta-mark': mark });
});

test('does not take an equal object for its own when it was there from the start', async () => {
  lab.server.objects.put(BUCKET, 'twin.webp', bytes, { 'x-cos-meta-mark': 'a' });
  await expect(put('twin.webp', { mark: 'a' }, true)).rejects.toMatchObject({ code: 'target-conflict' });
});

test('goes to COS directly, whatever proxy the environment names', async () => {
  for (const name of ['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'https_proxy']) {
    vi.stubEnv(name, 'http://127.0.0.1:9');
  }
  vi.stubEnv('NO_PROXY', '');
  vi.stubEnv('no_proxy', '');
  await put('direct.webp');
  expect(lab.server.objects.get(BUCKET, 'direct.webp')?.bytes.equals(bytes)).toBe(true);
});
