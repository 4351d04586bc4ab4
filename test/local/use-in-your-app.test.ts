// The code that the docs give to those who want to know when a photo is done: it does what they say, with the official SDK.

import { createHmac, timingSafeEqual } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import COS from 'cos-nodejs-sdk-v5';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Notice, toMessage } from '../../src/function/notify/message.ts';
import { type CosServer, startCosServer } from '../../src/local/cos/cos.ts';
import { codeOf } from '../support/markdown.ts';
import { languages, readPage } from '../support/pages.ts';
import { TARGET_BUCKET } from '../support/records.ts';

const credentials = { secretId: 'AKIDreader', secretKey: 'readers-key', token: 'readers-token' };
const root = mkdtempSync(join(tmpdir(), 'use-in-your-app-'));
let server: CosServer;

beforeAll(async () => {
  server = await startCosServer({
    root,
    credentials: [credentials],
    region: 'ap-guangzhou',
  });
  server.createBucket(TARGET_BUCKET);
});
afterAll(async () => {
  await server.close();
  rmSync(root, { recursive: true });
});

describe.each(languages)('the code in the language of $readme', (language) => {
  const page = readPage(language, 'use-in-your-app.md');
  const snippet = (word: string) => codeOf(page, 'js').find((code) => code.includes(word)) ?? '';

  test('tells messages of the function from others, and old ones', () => {
    const code = snippet('function isFromThumbnailer').replace(/^import .*$/m, '');
    const isFromThumbnailer = new Function(
      'createHmac',
      'timingSafeEqual',
      `${code}; return isFromThumbnailer`,
    )(createHmac, timingSafeEqual);
    const secret = 'fedcba9876543210fedcba9876543210';
    const record = { bucket: TARGET_BUCKET, key: '图片/猫.jpg', ms: 1, outcomes: [] };
    const notice: Notice = { version: 1, time: '', engine: '', redelivery: false, record };
    const now = Math.floor(Date.now() / 1000);
    const receive = (seconds: number) => {
      const { headers, body } = toMessage(notice, secret, seconds);
      const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
      return { headers: Object.fromEntries(lower) as Record<string, string>, body };
    };
    const { headers, body } = receive(now);
    const later = { ...headers, 'x-thumbnailer-timestamp': String(now + 1) };
    const [old, early] = [receive(now - 310), receive(now + 310)];
    expect(isFromThumbnailer(headers, body, secret)).toBe(true);
    expect(isFromThumbnailer(headers, body, `${secret}x`)).toBe(false);
    expect(isFromThumbnailer(headers, Buffer.concat([body, Buffer.from(' ')]), secret)).toBe(false);
    expect(isFromThumbnailer(later, body, secret)).toBe(false);
    expect(isFromThumbnailer({}, body, secret)).toBe(false);
    expect(isFromThumbnailer(old.headers, old.body, secret)).toBe(false);
    expect(isFromThumbnailer(early.headers, early.body, secret)).toBe(false);
  });

  test('reads what a manifest lists, and leaves failure records alone', async () => {
    const said: unknown[][] = [];
    class LocalCos extends COS {
      constructor(options: COS.COSOptions) {
        super({ ...options, Ip: `127.0.0.1:${server.port}`, Protocol: 'http:' });
      }
    }
    const exports: { main_handler?: (event: unknown) => Promise<void> } = {};
    const env = {
      TENCENTCLOUD_SECRETID: credentials.secretId,
      TENCENTCLOUD_SECRETKEY: credentials.secretKey,
      TENCENTCLOUD_SESSIONTOKEN: credentials.token,
    };
    new Function('require', 'exports', 'process', 'console', snippet('require('))(
      (name: string) => name === 'cos-nodejs-sdk-v5' && LocalCos,
      exports,
      { env },
      { log: (...args: unknown[]) => said.push(args) },
    );
    const events: unknown[] = [];
    const stop = server.onEvent((event) => events.push(event));
    const sdk = new LocalCos({
      SecretId: credentials.secretId,
      SecretKey: credentials.secretKey,
      SecurityToken: credentials.token,
    });
    const store = (Key: string, content: unknown) =>
      sdk.putObject({
        Bucket: TARGET_BUCKET,
        Region: 'ap-guangzhou',
        Key,
        Body: JSON.stringify(content),
      });
    const source = { key: '图片/猫 1.jpg', etag: '"e"' };
    await store('图片/猫 1.jpg.json', { version: 1, source, renditions: [{ key: '图片/猫 1-small.jpg' }] });
    await store('failed/a.json', { version: 1, event: {} });
    stop();
    expect(events).toHaveLength(2);
    for (const event of events) await exports.main_handler?.(event);
    expect(said).toEqual([['图片/猫 1.jpg', '"e"', ['图片/猫 1-small.jpg']]]);
  });
});
