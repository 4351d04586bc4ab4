// Makes room for a photo that is decoded in the function's own thread, where nothing can end the work before the system ends the
// whole instance. Photos are admitted as if the instance were new: what earlier ones have left is looked at here.

import { setTimeout as wait } from 'timers';
import type { Deadline } from '../../src/function/deadline.ts';
import { leftBehind } from '../host/left-behind.ts';
import { collectAll } from '../thread/gc.ts';
import { residentBytes } from '../thread/resident-memory.ts';
import { inlineBaseBytes } from './footprint.ts';
import type { KeptInstances } from './kept.ts';

const MB = 1024 * 1024;
/** What an instance holds more than at its start, before it has made anything. */
const ordinaryGrowth = 8 * MB;
/**
 * Bytes that an instance holds once these engines have begun, and by how much a photo takes more than it is estimated at: the largest
 * that were measured over all flavours. By the estimate's own base, which is meant for the worst, photos would be put off that fit; but
 * none takes more than by that.
 */
const begunBytes = 36 * MB;
const measuredShare = 1.1;
/** Milliseconds to wait for memory that was freed: the system has it back when a thread of V8's has come to it. */
const freeing = [0, 10, 50, 100];

/** Bytes that the process held when it loaded this. */
export const atStart = residentBytes() ?? 0;

/** The share of the function's memory that an instance holds more than at its start, from which on that decides what fits. */
const agedShare = 1 / 4;

/** Whether earlier photos have left that much, while no other engine runs. @param memoryMb The function's memory; 0 if it is not known. */
export const isAged = (memoryMb: number) =>
  memoryMb > 0 && (residentBytes() ?? 0) - atStart > memoryMb * MB * agedShare;

export interface RoomNeed {
  /** The estimate of what the photo and its thumbnails take, in bytes, without the engine's base. */
  readonly estimate: number;
  /** Bytes of it that the process holds already. */
  readonly held: number;
  /** The function's memory; 0 if it is not known. */
  readonly memoryMb: number;
}

/** Who holds memory that can be freed. */
export interface Holders {
  readonly kept: Pick<KeptInstances, 'forgetAll'>;
  /** Ends the engines in threads of their own, once they work for nobody. */
  endOthers(deadline: Deadline): Promise<void>;
}

/**
 * Frees what earlier photos have left, and ends other engines, as far as that is necessary.
 *
 * @throws {ThumbnailError} `engine-unavailable` if there is not enough memory all the same.
 */
export async function makeRoom(
  wanted: RoomNeed,
  { kept, endOthers }: Holders,
  deadline: Deadline,
  resident: () => number | undefined = residentBytes,
): Promise<void> {
  if (lackOf(wanted, resident) === 0) return;
  kept.forgetAll();
  collectAll();
  if (await isFreed(wanted, resident)) return;
  await endOthers(deadline);
  collectAll();
  if ((await isFreed(wanted, resident)) || isForNone(wanted)) return;
  throw leftBehind(wanted.memoryMb);
}

const neededFor = ({ estimate }: RoomNeed) =>
  Math.min(begunBytes + measuredShare * estimate, inlineBaseBytes + estimate);

/** Whether a new instance, too, has not enough by the estimate: it is tried all the same, or so small a function makes none. */
const isForNone = (wanted: RoomNeed) => neededFor(wanted) > wanted.memoryMb * MB;

/** Bytes that are missing: of what a new instance does not have either, all that is left of earlier photos. */
function lackOf(wanted: RoomNeed, resident: () => number | undefined): number {
  const { held, memoryMb } = wanted;
  const now = resident();
  const needed = neededFor(wanted);
  if (now === undefined || memoryMb === 0) return 0;
  const left = Math.max(0, now - atStart - held - ordinaryGrowth);
  return isForNone(wanted) ? left : Math.max(0, needed + left - memoryMb * MB);
}

async function isFreed(wanted: RoomNeed, resident: () => number | undefined): Promise<boolean> {
  for (const ms of freeing) {
    await new Promise((resolve) => wait(resolve, ms));
    if (lackOf(wanted, resident) === 0) return true;
  }
  return false;
}
