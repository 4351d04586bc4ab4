// The server of `npm run play`, over a real socket: whom it answers, what it serves, and what it makes of a photo with the built
// function.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { type IncomingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { settings } from '../../src/function/config/settings.ts';
import { type Play, startPlay } from '../../src/play/play.ts';
import type { PlayTrial } from '../../src/play/trial.ts';
import { heic, hostile, samples } from '../fixtures/images/images.ts';
import { runCommand } from './command.ts';

let play: Play;
let port: number;

beforeAll(async () => {
  const watermark = readFileSync(samples.transparent.path);
  play = await startPlay({
    port: 0,
    samples: [samples.landscape.path],
    watermark,
    deployCommand: 'npm run deploy --',
  });
  port = Number(new URL(play.url).port);
});
afterAll(() => play.close());

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** fetch sets Host itself, so this is node:http. */
function ask(
  method: string,
  path: string,
  { headers = {}, body }: { headers?: Record<string, string>; body?: string | Buffer } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, method, path, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks) }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const json = (answer: Answer): unknown => JSON.parse(answer.body.toString());

/** Resolves with the first trial that is over and of which `isIt` is true. */
function trialWhere(isIt: (trial: PlayTrial) => boolean): Promise<PlayTrial> {
  return new Promise((resolve) => {
    const stop = play.studio.listen((event) => {
      if (event.kind !== 'trial' || event.trial.state === 'waiting' || event.trial.state === 'running')
        return;
      if (!isIt(event.trial)) return;
      queueMicrotask(() => stop());
      resolve(event.trial);
    });
  });
}

async function configure(presets: string, machine: Record<string, unknown> = {}, env = {}): Promise<Answer> {
  const whole = { memoryMb: 1024, timeoutS: 60, runtime: '', fault: 'none', ...machine };
  const body = JSON.stringify({ env: { THUMB_PRESETS: presets, ...env }, machine: whole });
  return await ask('PUT', '/api/configuration', { body });
}

async function upload(name: string, bytes: Buffer): Promise<string> {
  const path = `/api/photos?name=${encodeURIComponent(name)}`;
  const answer = await ask('POST', path, { body: bytes, headers: { 'Content-Type': 'image/jpeg' } });
  return (json(answer) as { photo: { id: string } }).photo.id;
}

describe('whom it answers', () => {
  test.each([
    { headers: { Host: 'evil.example' }, status: 421 },
    { headers: { Host: `evil.example:${80}` }, status: 421 },
    { headers: { Host: '127.0.0.1' }, status: 421 },
    { headers: { Origin: 'http://evil.example' }, status: 403 },
    { headers: { Origin: 'null' }, status: 403 },
    { headers: { 'Sec-Fetch-Site': 'cross-site' }, status: 403 },
    { headers: { 'Sec-Fetch-Site': 'same-site' }, status: 403 },
  ])('not $headers', async ({ headers, status }) => {
    for (const [method, path] of [
      ['GET', '/'],
      ['POST', '/api/samples'],
      ['GET', '/api/changes'],
    ] as const) {
      const answer = await ask(method, path, { headers: headers as Record<string, string> });
      expect({ path, status: answer.status }).toEqual({ path, status });
    }
  });

  test('its own page by both of its names', async () => {
    for (const name of ['127.0.0.1', 'localhost']) {
      const headers = {
        Host: `${name}:${port}`,
        Origin: `http://${name}:${port}`,
        'Sec-Fetch-Site': 'same-origin',
      };
      expect((await ask('GET', '/', { headers })).status).toBe(200);
    }
  });

  test('only this machine', async () => {
    const { address } = await new Promise<{ address: string }>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        resolve({ address: socket.remoteAddress ?? '' });
        socket.destroy();
      });
    });
    expect(address).toBe('127.0.0.1');
  });
});

describe('what it serves', () => {
  test('the page with a policy that allows nothing from elsewhere and nothing inline', async () => {
    const { headers, body } = await ask('GET', '/');
    expect(headers['content-security-policy']).toContain("default-src 'self'");
    expect(headers['content-security-policy']).not.toContain('unsafe');
    expect(headers['x-content-type-options']).toBe('nosniff');
    const page = body.toString();
    expect(page).not.toMatch(/<style|style=| on\w+=|<script(?![^>]*src=)|https?:/);
    for (const [, file] of page.matchAll(/(?:src|href)="([^"#]+)"/g)) {
      expect((await ask('GET', `/${file}`)).status).toBe(200);
    }
  });

  test('each module that a module imports', async () => {
    const seen = new Set(['main.js']);
    for (const name of seen) {
      const { status, headers, body } = await ask('GET', `/${name}`);
      expect({ name, status }).toEqual({ name, status: 200 });
      expect(headers['content-type']).toBe('text/javascript; charset=utf-8');
      for (const [, other] of body.toString().matchAll(/from '\.\/([^']+)'/g)) seen.add(other ?? '');
    }
    expect(seen.size).toBeGreaterThan(10);
  });

  test.each([
    '/../play.ts',
    '/..%2fplay.ts',
    '/%2e%2e/play.ts',
    '/..\\play.ts',
    '/web/main.js',
    '//etc/passwd',
    '/api/thumbnails/../x',
    '/api/photos/..%2f..%2fetc%2fpasswd',
    '/package.json',
  ])('nothing outside its folder: %s', async (path) => {
    expect((await ask('GET', path)).status).toBe(404);
  });

  test.each([
    ['POST', '/'],
    ['DELETE', '/api/photos/p1'],
    ['GET', '/api/nothing'],
    ['POST', '/api/photos/p999/delete'],
  ])('nothing for %s %s', async (method, path) => {
    expect((await ask(method, path, method === 'POST' ? { body: '{}' } : {})).status).toBe(404);
  });
});

describe('what it refuses', () => {
  test.each([
    ['no JSON', '/api/presets', 'x', 400],
    ['a number', '/api/presets', '1', 400],
    ['no forms', '/api/presets', '{"forms":[]}', 400],
    ['presets for which SCF has no room', '/api/presets', JSON.stringify({ text: '1x1;'.repeat(2000) }), 413],
    ['a text beyond bounds', '/api/presets', JSON.stringify({ text: 'x'.repeat(1024 * 1024) }), 413],
    [
      'a bucket without APPID',
      '/api/take-away',
      '{"bucket":"x","region":"ap-beijing","functionName":"ab"}',
      400,
    ],
  ])('%s', async (_, path, body, status) => {
    const answer = await ask('POST', path, { body });
    expect(answer.status).toBe(status);
    expect((json(answer) as { error: object }).error).toEqual({
      en: expect.stringMatching(/\S/),
      zh: expect.stringMatching(/[\u4e00-\u9fff]/),
    });
  });

  test('a photo beyond bounds, before it has read all of it', async () => {
    const sent = ask('POST', '/api/photos?name=big.jpg', { body: Buffer.alloc(70 * 1024 * 1024) });
    // The rest is not read, so that a client that only sends sees a broken connection.
    const status = await sent.then((answer) => answer.status).catch(() => 413);
    expect(status).toBe(413);
  });

  test.each([
    'GET http://[ HTTP/1.1\r\nHost: HOST\r\n\r\n',
    'GET \\\\ HTTP/1.1\r\nHost: HOST\r\n\r\n',
    'GET //[x HTTP/1.1\r\nHost: HOST\r\n\r\n',
    'GET /api/photos/%ff HTTP/1.1\r\nHost: HOST\r\n\r\n',
    'GET / HTTP/1.1\r\nHost: HOST\r\nHost: evil.example\r\n\r\n',
    'GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n',
  ])('a request that is none: %j', async (text) => {
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.write(text.replace('HOST', `127.0.0.1:${port}`));
      });
      socket.once('data', (chunk) => {
        resolve(chunk.toString());
        socket.destroy();
      });
      socket.once('error', reject);
    });
    expect(answer).toMatch(/^HTTP\/1.1 4\d\d /);
    expect(answer).not.toMatch(/ at .*\.ts:|node:/);
  });

  test.each(['[1]', '[null]', '[{"options":"x","before":5,"after":{},"others":"y"}]', '["x"]'])(
    'no forms %s, which become empty ones',
    async (forms) => {
      const answer = await ask('POST', '/api/presets', { body: `{"forms":${forms}}` });
      expect(answer.status).toBe(200);
      expect(json(answer)).toMatchObject({ problems: [{ preset: 0 }] });
    },
  );

  test('variables that are no settings of the function', async () => {
    await configure('a:10x10', {}, { NODE_OPTIONS: '--require=/tmp/evil.js', LD_PRELOAD: '/tmp/evil.so' });
    expect(play.studio.configuration.env).toEqual({ THUMB_PRESETS: 'a:10x10' });
  });

  test('wrong settings, each problem with its setting, and keeps the former ones', async () => {
    await configure('a:10x10');
    const answer = await configure('a:10x10', {}, { THUMB_LOG: 'loud', THUMB_TYPO: '1' });
    expect(answer.status).toBe(422);
    const { problems } = json(answer) as { problems: { env: string; message: { en: string; zh: string } }[] };
    expect(problems.map(({ env }) => env).sort()).toEqual(['THUMB_LOG', 'THUMB_TYPO']);
    for (const { message } of problems) expect(message.zh).toMatch(/[\u4e00-\u9fff]/);
    expect(play.studio.configuration.env).toEqual({ THUMB_PRESETS: 'a:10x10' });
  });

  test.each([{ memoryMb: 1 }, { runtime: 'nine' }, { timeoutS: 1e9 }])('the machine %j', async (machine) => {
    expect((await configure('a:10x10', machine)).status).toBe(400);
  });
});

describe('what it makes of a photo', () => {
  test('what the function would store, with the whole chain', async () => {
    await configure('small:100x100;square:80x80,cover,webp', {}, { THUMB_MANIFEST: 'on' });
    const id = await upload('../../etc/窗 1.jpg', readFileSync(samples.landscape.path));
    const trial = await trialWhere(({ photo, state }) => photo === id && state === 'done');
    expect(trial.request).toMatchObject({ method: 'PUT', key: 'photos/etc/窗 1.jpg', status: 200 });
    expect(trial.event.Records[0]?.event.eventName).toBe('cos:ObjectCreated:Put');
    expect(trial.invocations.map(({ statusCode }) => statusCode)).toEqual([200]);
    expect(trial.requests.map(({ method }) => method)).toContain('GET');
    expect(trial.results.map(({ outcome }) => outcome)).toMatchObject([
      { status: 'stored', preset: 'small', width: 100, height: 56 },
      { status: 'stored', preset: 'square', format: 'webp', width: 80, height: 80 },
      { status: 'stored', manifest: true },
    ]);
    expect(trial.manifest).toMatchObject({ version: 1, thumbHash: expect.stringMatching(/\S/) });
    const { href, bytes } = trial.results[1]?.object ?? { href: '', bytes: 0 };
    const thumbnail = await ask('GET', href);
    expect(thumbnail.headers['content-type']).toBe('image/webp');
    expect(thumbnail.body).toHaveLength(bytes);
  });

  test('the same event again is skipped, and shows what is there', async () => {
    await configure('small:60x60');
    const id = await upload('again.jpg', readFileSync(samples.landscape.path));
    await trialWhere(({ photo }) => photo === id);
    await ask('POST', `/api/photos/${id}/deliver`);
    const trial = await trialWhere(({ photo, occasion }) => photo === id && occasion === 'deliver');
    expect(trial.results).toMatchObject([
      { outcome: { status: 'skipped', code: 'up-to-date' }, object: { key: 'photos/again-small.jpg' } },
    ]);
  });

  test('the focus moves the crop', async () => {
    await configure('square:80x80,cover');
    const id = await upload('focus.jpg', readFileSync(samples.landscape.path));
    await trialWhere(({ photo }) => photo === id);
    await ask('POST', `/api/photos/${id}/overwrite`, { body: '{"focus":"0.1,0.5"}' });
    const trial = await trialWhere(({ photo, occasion }) => photo === id && occasion === 'overwrite');
    expect(trial.results[0]?.outcome).toMatchObject({ crop: { left: 0, top: 0, height: 900 } });
    const wrong = await ask('POST', `/api/photos/${id}/overwrite`, { body: '{"focus":"1,2,3"}' });
    expect(wrong.status).toBe(400);
  });

  test('a deleted photo takes its thumbnails along, if that is set', async () => {
    await configure('60x60', {}, { THUMB_ON_DELETE: 'mirror' });
    const id = await upload('gone.jpg', readFileSync(samples.landscape.path));
    await trialWhere(({ photo }) => photo === id);
    await ask('POST', `/api/photos/${id}/delete`);
    const trial = await trialWhere(({ photo, occasion }) => photo === id && occasion === 'delete');
    expect(trial.results).toMatchObject([{ outcome: { status: 'removed', key: 'photos/gone.jpg' } }]);
    expect((await ask('GET', `/api/photos/${id}`)).status).toBe(404);
  });

  test('a fault is met, and the event is delivered again', async () => {
    await configure('61x61', { fault: 'write-busy', timeoutS: 3 });
    const id = await upload('busy.jpg', readFileSync(samples.landscape.path));
    const trial = await trialWhere(({ photo }) => photo === id);
    expect(trial.invocations.length).toBe(3);
    expect(trial.invocations.at(-1)?.statusCode).not.toBe(200);
    await configure('61x61');
    await ask('POST', `/api/photos/${id}/deliver`);
    const after = await trialWhere(({ photo, occasion }) => photo === id && occasion === 'deliver');
    expect(after.results).toMatchObject([{ outcome: { status: 'stored' } }]);
  });

  test.each([
    [hostile.truncated, 'source-corrupt'],
    [hostile.text, 'source-unsupported'],
  ])('refuses %o with its code, and serves it as no page', async ({ path, file }, code) => {
    await configure('60x60');
    const id = await upload(file, readFileSync(path));
    const trial = await trialWhere(({ photo }) => photo === id);
    expect(trial.results).toMatchObject([{ outcome: { status: 'failed', code } }]);
    expect((await ask('GET', `/api/photos/${id}`)).headers['content-type']).toMatch(
      /^(image\/jpeg|application\/octet-stream)$/,
    );
  });

  test('of an upload that is a page it serves plain bytes', async () => {
    const id = await upload('page.jpg', Buffer.from('<!doctype html><script>alert(1)</script>'));
    const { headers } = await ask('GET', `/api/photos/${id}`);
    expect(headers['content-type']).toBe('application/octet-stream');
  });

  test('two presets that cannot be: the photo is told apart from the preset', async () => {
    await configure('small:60x60;wide:16000x,enlarge,webp');
    const id = await upload('wide.jpg', readFileSync(samples.landscape.path));
    const { results } = await trialWhere(({ photo }) => photo === id);
    expect(results.map(({ outcome }) => outcome.status)).toEqual(['stored', 'failed']);
  });

  test('a route decides by the folder, and is told', async () => {
    await configure('for=avatars/**;face:50x50,cover;for=**;800x');
    const path = '/api/photos?folder=avatars/me&name=face.jpg';
    await ask('POST', path, { body: readFileSync(samples.portrait.path) });
    const { globs, results } = await trialWhere(({ request }) => request?.key === 'avatars/me/face.jpg');
    expect(globs).toBe('avatars/**');
    expect(results).toMatchObject([{ outcome: { preset: 'face', width: 50, height: 50 } }]);
  });

  test('thumbnails go to the bucket that is set', async () => {
    await configure('40x40', {}, { THUMB_TARGET_BUCKET: 'elsewhere' });
    const id = await upload('target.jpg', readFileSync(samples.landscape.path));
    const { results } = await trialWhere(({ photo }) => photo === id);
    expect(results).toMatchObject([{ object: { bucket: 'elsewhere-1250000000', key: 'photos/target.jpg' } }]);
  });

  test('rights, storage class, tags, caching and the hash of a key are shown as they are kept', async () => {
    const env = {
      THUMB_TARGET_KEY: '{dir}{name}-{hash}.{ext}',
      THUMB_MANIFEST: 'on',
      THUMB_ACL: 'public-read',
      THUMB_STORAGE_CLASS: 'STANDARD_IA',
      THUMB_TAGS: 'team=web,kind=thumbnail',
      THUMB_CACHE_CONTROL: 'public, max-age=60',
    };
    await configure('41x41', {}, env);
    const id = await upload('kept.jpg', readFileSync(samples.landscape.path));
    const { results } = await trialWhere(({ photo }) => photo === id);
    expect(results[0]?.object?.key).toMatch(/^photos\/kept-[\w-]{10}\.jpg$/);
    expect(results[0]?.object?.headers).toMatchObject({
      'x-cos-acl': 'public-read',
      'x-cos-storage-class': 'STANDARD_IA',
      'x-cos-tagging': 'team=web&kind=thumbnail',
      'cache-control': 'public, max-age=60',
    });
  });

  test('each setting of the function has a field, but for the presets and the address of COS', async () => {
    const setup = json(await ask('GET', '/api/setup')) as {
      settings: { env: string; doc: object; isSecret: boolean }[];
    };
    const own = [settings.presets.env, settings.cosEndpoint.env];
    const names = Object.values(settings).map(({ env }) => env);
    expect(setup.settings.map(({ env }) => env)).toEqual(names.filter((name) => !own.includes(name)));
    expect(setup.settings.filter(({ isSecret }) => isSecret).map(({ env }) => env)).toEqual([
      'THUMB_NOTIFY_SECRET',
    ]);
  });

  test('what browsers do not show is shown by the function, at its own size', async () => {
    await configure('40x40');
    const id = await upload('IMG_1.HEIC', readFileSync(heic.displayP3.path));
    const preview = await ask('GET', `/api/photos/${id}/preview`);
    expect(preview).toMatchObject({ status: 200, headers: { 'content-type': 'image/jpeg' } });
    const { width, height } = await sharp(preview.body).metadata();
    expect({ width, height }).toEqual({ width: heic.displayP3.width, height: heic.displayP3.height });
    const { requests } = await trialWhere(({ photo }) => photo === id);
    expect(requests.filter(({ bucket }) => bucket.startsWith('examplepreviews'))).toEqual([]);
    await upload('IMG_1.HEIC', readFileSync(heic.odd.path));
    const other = await sharp((await ask('GET', `/api/photos/${id}/preview`)).body).metadata();
    expect(other.width).toBe(heic.odd.width);
    const none = await upload('text.jpg', readFileSync(hostile.text.path));
    expect((await ask('GET', `/api/photos/${none}/preview`)).status).toBe(404);
  });

  test('colours that change are told with the photo', async () => {
    const path = '/api/photos?name=p3.jpg';
    const answer = await ask('POST', path, { body: readFileSync(samples.wideGamut.path) });
    expect(json(answer)).toMatchObject({ photo: { colours: { en: expect.stringContaining('Display P3') } } });
  });

  test('the line to take away is one that deploy takes, and means the same as the Terraform beside it', async () => {
    await configure(
      'small:60x60;large:1200x,webp',
      { memoryMb: 1024 },
      { THUMB_CACHE_CONTROL: 'max-age=60' },
    );
    const place = { bucket: 'album-1250000001', region: 'ap-beijing', functionName: 'thumbs' };
    const answer = await ask('POST', '/api/take-away', { body: JSON.stringify(place) });
    const { deploy, terraform } = json(answer) as { deploy: string; terraform: string };
    const line = deploy.replace(
      'npm run deploy --',
      `"${process.execPath}" -p 'JSON.stringify(process.argv.slice(1))' --`,
    );
    const words = JSON.parse(execFileSync('sh', ['-c', line], { encoding: 'utf8' })) as string[];
    const printed = await runCommand('deploy.ts', [...words, '--no-build', '--print', 'terraform']);
    expect(printed).toMatchObject({ exitCode: 0, stderr: '', stdout: terraform });
    expect(terraform).toContain('"small:60x60;large:1200x,webp"');
  });

  test('tells a page that comes later all that is there', async () => {
    const answer = await new Promise<string>((resolve) => {
      const sent = request({ host: '127.0.0.1', port, path: '/api/changes' }, (stream) => {
        let text = '';
        stream.on('data', (chunk: Buffer) => {
          text += chunk.toString();
          if (!text.includes('event: ready')) return;
          sent.destroy();
          resolve(text);
        });
        stream.on('error', () => {});
      });
      sent.on('error', () => {});
      sent.end();
    });
    expect(answer).toContain('event: photo\ndata: {');
    expect(answer).toContain('photos/gone.jpg');
    expect(answer.match(/event: trial/g)?.length).toBeGreaterThan(5);
  });
});
