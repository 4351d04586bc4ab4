// The function killed in the midst of an event, and the event delivered again: every thumbnail is there in the end, whole, once.

import { rawRecord, SOURCE_BUCKET, TARGET_BUCKET } from '../../support/records.ts';
import { unmet } from './demands.ts';
import type { Column } from './matrix.ts';
import type { Moment } from './moments.ts';
import { openWorld, type Thumbnail, thumbnailAt, type World } from './world.ts';

export interface Killed {
  /** Of the runtime. */
  readonly column: string;
  readonly moment: Moment;
  /** How many thumbnails were there when the process was gone. */
  readonly found: number;
  /** Sentences; none if all is well. */
  readonly problems: readonly string[];
}

/** What fresh processes make when nothing goes wrong. */
export interface Faultless {
  /** Of each target: as it is made beside the other one, and alone, when it may be resampled from something else. */
  readonly thumbnails: readonly (readonly Thumbnail[])[];
  /** From the start of a process that makes both until it is idle. */
  readonly ms: number;
}

const presets = 'small:60x60;large:120x';
const source = 'photo.jpg';
const targets = ['photo-large.jpg', 'photo-small.jpg'];
const event = { Records: [rawRecord(source)] };
/** SCF delivers an event three times in all; the first one is what is killed. */
const redeliveries = 2;

/** Where nothing has happened yet but the upload. */
async function openScene({ node }: Column): Promise<World> {
  const world = await openWorld({ node, timeoutS: 30, env: { THUMB_PRESETS: presets, THUMB_LOG: 'silent' } });
  world.server.objects.put(SOURCE_BUCKET, source, world.photo, { 'Content-Type': 'image/jpeg' });
  return world;
}

/** @throws {Error} if a thumbnail is not made: nothing could be compared with it. */
export async function runFaultless(column: Column): Promise<Faultless> {
  const world = await openScene(column);
  try {
    const start = performance.now();
    await world.startVictim(event).ended;
    const ms = performance.now() - start;
    const together = thumbnailsIn(world);
    const alone: (Thumbnail | undefined)[] = [];
    for (const key of targets) {
      world.server.objects.delete(TARGET_BUCKET, key);
      await world.startVictim(event).ended;
      alone.push(thumbnailAt(world.server, key));
    }
    const thumbnails = targets.map((_, at) => [together[at], alone[at]].filter((one) => one !== undefined));
    if (thumbnails.flat().length < 2 * targets.length)
      throw new Error('a thumbnail is missing without a fault');
    return { thumbnails, ms };
  } finally {
    await world.close();
  }
}

/** In a world of its own. */
export async function killAt(moment: Moment, column: Column, faultless: Faultless): Promise<Killed> {
  const world = await openScene(column);
  try {
    const came = await killVictim(world, moment, faultless.ms);
    const found = thumbnailsIn(world).filter((thumbnail) => thumbnail !== undefined).length;
    world.server.faults.clear();
    return { column: column.name, moment, found, problems: await recover(world, came, faultless) };
  } finally {
    await world.close();
  }
}

/** Delivers the event again. @returns What is not as it should be in the end. */
async function recover(
  { server, startFunction, photo }: World,
  came: boolean,
  faultless: Faultless,
): Promise<string[]> {
  const { invoke } = startFunction();
  let last = await invoke(event);
  for (let count = 1; count < redeliveries && last.statusCode !== 200; count++) last = await invoke(event);

  const keys = server.objects.keys(TARGET_BUCKET);
  const whole = targets.every((key, at) => isOneOf(faultless.thumbnails[at] ?? [], thumbnailAt(server, key)));
  const writes = server.requests.filter(
    ({ method, bucket, status }) => method === 'PUT' && bucket === TARGET_BUCKET && status === 200,
  );
  return unmet([
    [came, 'the function ended before that moment came'],
    [last.statusCode === 200, `delivered again it came to ${last.statusCode}: ${last.error?.message}`],
    [keys.join() === targets.join(), `the target bucket holds ${keys.join(', ') || 'nothing'}`],
    [whole, 'a thumbnail is not what a faultless run makes'],
    [writes.length === targets.length, `${writes.length} thumbnails were written, not ${targets.length}`],
    [server.requests.every(({ query }) => query['uploads'] === undefined), 'an upload in parts was begun'],
    [server.objects.get(SOURCE_BUCKET, source)?.bytes.equals(photo) === true, 'the photo is not what it was'],
  ]);
}

/** Resolves once the process is gone: did its moment come? */
async function killVictim(world: World, moment: Moment, usualMs: number): Promise<boolean> {
  const { kill, ended } = world.startVictim(event);
  if (moment.kind === 'time') {
    await new Promise((resolve) => setTimeout(resolve, moment.share * usualMs));
    await kill();
    return true;
  }
  const { step, strike, afterMs } = moment;
  const { method, bucket, key } = step;
  if (strike === 'lost') {
    world.server.faults.add({ method, bucket, keyPrefix: key, kind: { stall: 'mid-request' } });
  }
  let came = false;
  const stop = world.server.onRequest((request) => {
    if (request.method !== method || request.bucket !== bucket || request.key !== key) return;
    came = true;
    // Before this listener returns no answer is sent.
    if (strike === 'answered') setTimeout(kill, afterMs);
    else void kill();
  });
  await ended;
  stop();
  await kill();
  return came;
}

function thumbnailsIn({ server }: World): (Thumbnail | undefined)[] {
  return targets.map((key) => thumbnailAt(server, key));
}

function isOneOf(expected: readonly Thumbnail[], one: Thumbnail | undefined): boolean {
  return expected.some(({ bytes, recipe }) => one?.bytes.equals(bytes) && one.recipe === recipe);
}
