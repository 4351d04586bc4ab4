// Every error code of the function, produced from outside: by events, settings, photos, COS, time, and what befalls an
// instance. The compiler asks for a code that is missing here.

import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { afterEach, expect, test } from 'vitest';
import type { ErrorCode } from '../../../src/function/errors.ts';
import { hostile, samples } from '../../fixtures/images/images.ts';
import { outcomesOf } from '../../support/outcomes.ts';
import { BUCKET, openStage, TARGET } from '../../support/stage.ts';
import { environmentOf } from './preload.ts';

const stage = await openStage();
const { server } = stage;
const photo = readFileSync(samples.portrait.path);
/** Enough pixels for any decoder to ask for more memory. */
const large = await sharp({ create: { width: 4000, height: 3000, channels: 3, background: '#268' } })
  .jpeg()
  .toBuffer();
/** A preset that the JPEG engine, which has nothing to start, leaves to the other one. */
const fullEngine = { THUMB_PRESETS: '200x200,qauto' };
const fixture = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../fixtures/events/${name}.json`, import.meta.url), 'utf8'));

interface Case {
  /** What is uploaded as photo.jpg. Default: a sample photo. */
  readonly bytes?: Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  readonly timeoutS?: number;
  /** Done once it has been uploaded. */
  readonly meanwhile?: () => unknown;
  /** In place of the upload's own. */
  readonly event?: unknown;
  /** Is the object at fault? Then it is reported; else it is thrown, for another delivery. */
  readonly final?: true;
  /** Part of what is reported, or thrown. */
  readonly says: RegExp;
}

const cases: Readonly<Record<ErrorCode | 'internal', Case>> = {
  'record-malformed': {
    event: fixture('one-record-malformed'),
    final: true,
    says: /^record 2 of 3: cos\.cosObject\.key is missing/,
  },
  'source-too-big': {
    env: { THUMB_MAX_SOURCE_MB: '0.01' },
    final: true,
    says: /the limit is 0 MB.*THUMB_MAX_SOURCE_MB/,
  },
  'source-corrupt': { bytes: readFileSync(hostile.truncated.path), final: true, says: /./ },
  'source-unsupported': {
    bytes: readFileSync(hostile.text.path),
    final: true,
    says: /named like an image, but this is a text/,
  },
  'source-archived': {
    meanwhile: () => server.faults.add({ method: 'GET', kind: { status: 403, code: 'InvalidObjectState' } }),
    final: true,
    says: /cannot get .*cos:ObjectRestore:Completed/,
  },
  'source-encrypted': {
    meanwhile: () =>
      server.faults.add({ method: 'GET', kind: { status: 400, code: 'SsecDecryptHeaderInvalid' } }),
    final: true,
    says: /cannot get .*SSE-C/,
  },
  'source-blocked': {
    meanwhile: () =>
      server.faults.add({ method: 'GET', kind: { status: 451, code: 'UnavailableForLegalReasons' } }),
    final: true,
    says: /cannot get .*for legal reasons/,
  },
  'rendition-impossible': {
    env: { THUMB_PRESETS: '16383x,enlarge,webp' },
    final: true,
    says: /webp holds 16383 a side/,
  },
  'target-conflict': {
    meanwhile: () => server.objects.put(TARGET, 'photo.jpg', Buffer.from('somebody else')),
    final: true,
    says: /was not made by this function/,
  },
  'event-malformed': { event: fixture('another-service'), says: /^not an event of COS/ },
  'config-invalid': { env: { THUMB_PRESETS: '200xx' }, says: /^1 wrong setting:\n {2}THUMB_PRESETS/ },
  'store-unavailable': {
    meanwhile: () => server.faults.add({ kind: { status: 503 }, times: Infinity }),
    says: /photo\.jpg: store-unavailable: cannot get .*HTTP 503/,
  },
  'store-denied': {
    meanwhile: () => server.faults.add({ method: 'PUT', kind: { status: 403 }, times: Infinity }),
    says: /photo\.jpg: store-denied: cannot put .*execution role allows name\/cos:PutObject/,
  },
  'store-kms-denied': {
    meanwhile: () => server.faults.add({ method: 'PUT', kind: { status: 400, code: 'KmsException' } }),
    says: /photo\.jpg: store-kms-denied: cannot put .*name\/kms:GenerateDataKey/,
  },
  'store-method-refused': {
    meanwhile: () => server.faults.add({ method: 'PUT', kind: { status: 405, code: 'MethodNotAllowed' } }),
    says: /photo\.jpg: store-method-refused: cannot put/,
  },
  'source-changed': {
    meanwhile: () =>
      server.onEvent(() =>
        server.objects.put(BUCKET, 'photo.jpg', photo, { 'x-cos-meta-n': `${++changes}` }),
      ),
    says: /photo\.jpg: source-changed: the object was overwritten/,
  },
  'object-missing': {
    meanwhile: () => server.faults.add({ method: 'PUT', kind: { status: 404, code: 'NoSuchKey' } }),
    says: /photo\.jpg: object-missing: cannot put/,
  },
  'engine-crashed': {
    bytes: large,
    env: { ...environmentOf('the engine dies while it renders'), ...fullEngine },
    says: /photo\.jpg: engine-crashed: /,
  },
  'engine-unavailable': {
    env: { ...environmentOf('the engine does not start'), ...fullEngine },
    says: /photo\.jpg: engine-unavailable: /,
  },
  deadline: {
    // A twentieth of it is kept back for the answer: enough for a machine that is busy with something else.
    timeoutS: 8,
    meanwhile: () => server.faults.add({ method: 'GET', kind: { drip: { bytes: 10, everyMs: 50 } } }),
    says: /photo\.jpg: deadline: no time left to get/,
  },
  internal: {
    env: environmentOf('the function has a bug'),
    says: /photo\.jpg: internal: TypeError: a bug on command/,
  },
};

let changes = 0;
let stop: unknown;

afterEach(() => {
  if (typeof stop === 'function') stop();
  server.faults.clear();
  for (const bucket of [BUCKET, TARGET]) {
    for (const key of server.objects.keys(bucket)) server.objects.delete(bucket, key);
  }
});

test.each(Object.entries(cases))(
  '%s',
  async (code, { bytes = photo, env, timeoutS = 120, meanwhile, event, final, says }) => {
    const uploaded = await stage.upload('photo.jpg', bytes);
    stop = meanwhile?.();
    const thumbnailer = stage.start({ timeoutS, env: { THUMB_LOG: 'silent', ...env } });
    const invocation = await thumbnailer.invoke(event ?? uploaded);
    if (final) {
      expect(invocation.statusCode).toBe(200);
      const message = expect.stringMatching(says);
      expect(outcomesOf(invocation)).toContainEqual(
        expect.objectContaining({ status: 'failed', code, message }),
      );
    } else {
      const message = expect.stringMatching(says);
      expect(invocation).toMatchObject({ statusCode: 430, error: { message } });
    }
    await thumbnailer.close();
  },
);
