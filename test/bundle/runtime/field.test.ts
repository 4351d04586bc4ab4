// What people upload in the field: all of it in one event, as SCF may deliver it, and each file comes to its own end.

import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import type { Outcome, Report } from '../../../src/function/report.ts';
import type { Invocation } from '../../../src/local/scf/invocation.ts';
import { drawing, type Ending, type FieldFile, fieldFiles } from '../../fixtures/field/field.ts';
import { rawRecord } from '../../support/records.ts';
import { runtime } from '../../support/runtime.ts';
import { compare } from '../../support/similar.ts';
import { BUCKET, openStage, TARGET } from '../../support/stage.ts';
import { bySharp } from '../../support/thumbnails.ts';

const stage = await openStage();
const { objects, faults } = stage.server;
const photo = await sharp(drawing).jpeg({ quality: 90 }).toBuffer();
const shown: Ending = { status: 'stored', shows: drawing };

/** An object and the record that says so. */
interface Upload extends FieldFile {
  readonly eventName?: string;
  /** The path in the record's url. Default: the record has none. */
  readonly path?: string;
}

const asPhoto = { bytes: photo, type: 'image/jpeg', ends: [shown] };
const told: readonly Upload[] = [
  {
    ...asPhoto,
    what: 'a percent in the key that the url has as it is',
    key: 'a%5F.jpg',
    path: 'a%5F.jpg',
  },
  { ...asPhoto, what: 'a space in the key that the url has as a plus', key: 'a b.jpg', path: 'a+b.jpg' },
  {
    ...asPhoto,
    what: 'a photo that was restored',
    key: 'back.jpg',
    eventName: 'cos:ObjectRestore:Completed',
  },
  {
    ...asPhoto,
    what: 'an archived photo',
    key: 'archived.jpg',
    ends: [{ status: 'failed', says: /archive|restore/i }],
  },
];

function recordOf({ key, eventName, path }: Upload) {
  const { cos, event } = rawRecord(key, eventName);
  const url = `http://${BUCKET}.cos.ap-guangzhou.myqcloud.com/${path}`;
  const cosObject = { ...cos.cosObject, ...(path !== undefined && { url }) };
  return { cos: { ...cos, cosObject }, event };
}

faults.add({
  method: 'GET',
  keyPrefix: 'archived.jpg',
  kind: { status: 403, code: 'InvalidObjectState' },
  times: Infinity,
});
const thumbnailer = stage.start({ env: { THUMB_FAILED_PREFIX: 'failed/' } });

/** Handles one event of them all. */
async function deliver(uploads: readonly Upload[]): Promise<Invocation> {
  for (const { key, bytes, type, encoding } of uploads) {
    const headers = { 'Content-Type': type, ...(encoding && { 'Content-Encoding': encoding }) };
    objects.put(BUCKET, key, bytes, headers);
  }
  return await thumbnailer.invoke({ Records: uploads.map(recordOf) });
}

/** What the older engine says of formats that it does not read. */
const notRead: Ending = { status: 'failed', code: 'source-unsupported', says: /AVIF|JXL|TIFF/ };
const isRead = ({ key }: Upload) => runtime.engine === 'vips' || !/\.(avif|jxl|tif)$/.test(key);

/** Says why an outcome is not this end, or nothing if it is. */
async function problemOf(
  outcome: Outcome | undefined,
  key: string,
  end: Ending,
): Promise<string | undefined> {
  const said = JSON.stringify(outcome);
  if (end.status === 'stored') {
    if (outcome?.status !== 'stored') return `not stored: ${said}`;
    return await differenceTo(end, objects.get(TARGET, outcome.key)?.bytes);
  }
  if (end.status === 'skipped') {
    if (outcome?.status !== 'skipped' || outcome.code !== end.code) return `not skipped: ${said}`;
    return objects.keys(TARGET).some((stored) => stored.includes(key))
      ? 'a failure record is left'
      : undefined;
  }
  if (outcome?.status !== 'failed') return `not refused: ${said}`;
  if (end.code !== undefined && outcome.code !== end.code) return `not ${end.code}: ${said}`;
  return end.says.test(outcome.message) ? undefined : `not ${end.says}: ${said}`;
}

type Shown = Extract<Ending, { readonly status: 'stored' }>;

async function differenceTo({ shows, within = 4 }: Shown, thumbnail: Buffer | undefined) {
  if (!thumbnail) return 'said to be stored, and not there';
  const likeness = await compare(thumbnail, await bySharp(shows, '200x200,png')).catch(String);
  if (typeof likeness === 'string') return likeness;
  return likeness.dHash <= 5 && likeness.mean <= within ? undefined : `differs: ${JSON.stringify(likeness)}`;
}

describe.each([
  { name: 'files', uploads: fieldFiles },
  { name: 'events', uploads: told },
])('$name', async ({ uploads }) => {
  const invocation = await deliver(uploads);
  const records = (invocation.answer as Report | undefined)?.records ?? [];

  test('are not delivered again', () => {
    expect(invocation).toMatchObject({ statusCode: 200 });
  });

  test.each(uploads.map((upload, at) => ({ ...upload, at })))('$what', async ({ at, ...upload }) => {
    const outcomes = records[at]?.outcomes ?? [];
    expect(outcomes).toHaveLength(1);
    const ends = isRead(upload) ? upload.ends : [notRead];
    const problems = await Promise.all(ends.map((end) => problemOf(outcomes[0], upload.key, end)));
    expect(problems.includes(undefined) ? [] : problems).toEqual([]);
  });
});
