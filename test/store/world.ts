// A small world for a model: people who upload and delete photos, events that come late and twice, requests that fail, and
// many handlers at a time. A scheduler decides whose request is next; one is done before the next begins.

import type { Scheduler } from 'fast-check';
import { loadConfig } from '../../src/function/config/config.ts';
import { Deadline } from '../../src/function/deadline.ts';
import { StoreError } from '../../src/function/errors.ts';
import { createHandler } from '../../src/function/handler.ts';
import { createLog } from '../../src/function/log.ts';
import type { ObjectRef, ObjectStore } from '../../src/function/store.ts';
import { JPEG_START, PNG_START, TEXT } from '../support/bytes.ts';
import { rawRecord, sourceRef } from '../support/records.ts';
import { createStubEngine } from '../support/stub-engine.ts';

/** The same picture by another artist has the same bytes, so the same ETag, and other metadata. */
export interface Photo {
  /** 0-255 */
  readonly picture: number;
  readonly artist: string;
  readonly format: Format;
}

/**
 * Two of photos, and three of objects of which no thumbnail is made: a text that is named like an image, a text that is not, and a
 * photo that is marked as a thumbnail.
 */
export type Format = 'jpeg' | 'png' | 'misnamed' | 'text' | 'marked';
export const noPhotos = ['misnamed', 'text', 'marked'] as const;

const starts: Readonly<Record<Format, Uint8Array>> = {
  jpeg: JPEG_START,
  png: PNG_START,
  misnamed: TEXT,
  text: TEXT,
  marked: JPEG_START,
};

/** What somebody does in the source bucket, and how often its event is delivered. */
export interface Action {
  readonly key: string;
  /** undefined: the photo is deleted. */
  readonly photo: Photo | undefined;
  readonly deliveries: number;
}

/** What a request suffers: nothing, a failure before anything is done, or the loss of its answer. */
export type Fate = 'served' | 'refused' | 'unanswered';

export interface World {
  readonly store: ObjectStore;
  readonly scheduler: Scheduler;
  /** Of the function's first requests; all others are served. */
  readonly fates: readonly Fate[];
  /** `THUMB_` settings. */
  readonly env: Readonly<Record<string, string>>;
}

/** SCF delivers an event once, and twice more after failures. */
const attempts = 3;

/** Lets all actions happen, in whatever order; what SCF gives up is delivered once more by an operator, at rest. */
export async function live(
  actions: readonly Action[],
  { store, scheduler, fates, env }: World,
): Promise<void> {
  const left = [...fates];
  const perform = <T>(label: string, operation: () => Promise<T>) =>
    inTurn(scheduler, label, () => suffer(left.shift() ?? 'served', operation));
  const unreliable: ObjectStore = {
    get: (ref, options) => perform(`get ${ref.key}`, () => store.get(ref, options)),
    head: (ref, options) => perform(`head ${ref.key}`, () => store.head(ref, options)),
    put: (ref, bytes, options) => perform(`put ${ref.key}`, () => store.put(ref, bytes, options)),
    delete: (ref, options) => perform(`delete ${ref.key}`, () => store.delete(ref, options)),
  };
  const lost: unknown[] = [];
  const deliver = async (event: unknown) => {
    for (let attempt = 1; attempt <= attempts; attempt++) {
      const isDone = await handle(event, unreliable, env).then(
        () => true,
        () => false,
      );
      if (isDone) return;
    }
    lost.push(event);
  };
  const act = async ({ key, photo, deliveries }: Action) => {
    const name = photo ? 'ObjectCreated:Put' : 'ObjectRemove:Delete';
    await inTurn(scheduler, `${name} ${key}`, () => change(store, key, photo));
    const event = { Records: [rawRecord(key, `cos:${name}`)] };
    await Promise.all(Array.from({ length: deliveries }, () => deliver(event)));
  };
  await scheduler.waitFor(Promise.all(actions.map(act)));
  for (const event of lost) await handle(event, store, env);
}

/** Waits until the scheduler chooses it; nothing else is chosen before it is over. */
function inTurn<T>(scheduler: Scheduler, label: string, operation: () => Promise<T>): Promise<T> {
  let end = () => {};
  const over = new Promise<void>((resolve) => {
    end = resolve;
  });
  const turn = scheduler.schedule(Promise.resolve(), label, undefined, async (begin) => {
    await begin();
    await over;
  });
  return turn.then(operation).finally(end);
}

async function suffer<T>(fate: Fate, operation: () => Promise<T>): Promise<T> {
  const failure = new StoreError('store-unavailable', fate, { operation: 'any', attempts: 3 });
  if (fate === 'refused') throw failure;
  const answer = await operation();
  if (fate === 'unanswered') throw failure;
  return answer;
}

/** One invocation, by a function of its own. Its thumbnails are the first byte of their photo and the last: the picture. */
async function handle(event: unknown, store: ObjectStore, env: World['env']): Promise<unknown> {
  const engine = createStubEngine({
    render: async (specs, bytes) => specs.map(({ width, height }) => ({ bytes: ends(bytes), width, height })),
  });
  const config = loadConfig(env);
  const handler = createHandler({
    config,
    engine,
    log: createLog('silent'),
    createStore: () => store,
    defaults: {},
  });
  return handler(event, { time_limit_in_ms: 60_000 });
}

function ends(bytes: Uint8Array): Uint8Array {
  return Uint8Array.of(bytes[0] ?? 0, bytes[bytes.length - 1] ?? 0);
}

async function change(store: ObjectStore, key: string, photo: Photo | undefined): Promise<void> {
  const deadline = Deadline.in(60_000);
  if (!photo) return store.delete(sourceRef(key), { deadline });
  const { artist, format } = photo;
  const headers = {
    contentType: format === 'text' ? 'text/plain' : 'image/jpeg',
    metadata: { artist, format, ...(format === 'marked' && { 'thumbnail-recipe': 'forged' }) },
  };
  const bytes = Uint8Array.of(...starts[photo.format], photo.picture);
  await store.put(sourceRef(key), bytes, { headers, deadline });
}

/** What is at a key of a bucket: a photo, or what was made of one. */
export async function look(store: ObjectStore, ref: ObjectRef): Promise<Photo> {
  const { bytes, headers } = await store.get(ref, { maxBytes: 100, deadline: Deadline.in(60_000) });
  const [start, picture = Number.NaN] = ends(bytes);
  // A thumbnail has it from its photo.
  const format = headers.metadata['format'] as Format;
  if (start !== starts[format][0]) throw new Error(`${ref.key} says ${format}, and begins with ${start}`);
  return { picture, artist: headers.metadata['artist'] ?? 'nobody', format };
}
