// The function examines itself, when it is sent the event `{"thumbnailer": "doctor"}`. One check that fails hides no other, and all of
// them end before the deadline. No photo is read, one key is written, and no credentials are shown.

import { randomBytes } from 'crypto';
import { unlinkSync, writeFileSync } from 'fs';
import { type Config, loadConfig } from '../config/config.ts';
import { Deadline } from '../deadline.ts';
import { ConfigError } from '../errors.ts';
import { type Context, memoryMbOf, remainingMs, toldTimeLimitMs } from '../event/allowance.ts';
import { longRegion } from '../event/region.ts';
import type { HandlerParts } from '../handler.ts';
import { createLog } from '../log.ts';
import { redactError } from '../redact.ts';
import type { ObjectStore } from '../store.ts';
import { appidIn, withAppid } from '../target/bucket-name.ts';
import { fillTargetBucket, loopProblems } from '../target/target.ts';
import { type InsideId, insideChecks, reasons } from './checks.ts';
import { type CheckResult, type Diagnosis, skipped, unexamined, well, wrong } from './diagnosis.ts';
import { examineSpeed } from './speed-checks.ts';
import {
  type BucketPlace,
  examineCredentials,
  examineSource,
  examineTarget,
  examineWatermark,
} from './store-checks.ts';

type Env = Readonly<Record<string, string | undefined>>;

export interface DoctorParts extends Pick<HandlerParts, 'engine' | 'quickEngines'> {
  readonly env: Env;
  readonly createStore: (endpoint: string | undefined) => ObjectStore;
  /** Asks COS unsigned; see cos/knock.ts. */
  readonly knock: (
    at: { readonly bucket: string | undefined; readonly region: string },
    endpoint: string | undefined,
    deadline: Deadline,
  ) => Promise<{ readonly time: number | undefined }>;
}

/** The event, with what may be named in it. */
interface DoctorEvent {
  readonly thumbnailer: 'doctor';
  /** The source bucket, with or without appid. */
  readonly bucket?: unknown;
  /** The key of a photo in it. */
  readonly key?: unknown;
}

export function isDoctorEvent(event: unknown): event is DoctorEvent {
  return typeof event === 'object' && (event as { thumbnailer?: unknown } | null)?.thumbnailer === 'doctor';
}

declare const THUMBNAILER_VERSION: string | undefined;
/** The build puts it in; without a build there is none. */
const version = typeof THUMBNAILER_VERSION === 'string' ? THUMBNAILER_VERSION : 'unbuilt';

/** In milliseconds: what is kept for the answer. */
const reserveMs = 150;

/** In MB: by how much a photo of a camera is larger than the built-in one. */
const sparedMb = 4;
/** In seconds: COS refuses signatures that differ by 15 minutes. */
const maxClockDifference = 300;

/** @returns Never rejects. */
export async function examine(
  event: DoctorEvent,
  given: Context | null | undefined,
  parts: DoctorParts,
): Promise<Diagnosis> {
  const context = given ?? {};
  const timeMs = remainingMs(context);
  const deadline = Deadline.in(timeMs - reserveMs);
  const { config, problems } = readSettings(parts.env);
  const memoryMb = memoryMbOf(context);
  const log = createLog(config.log);
  const checks: CheckResult[] = [];
  const add = (results: readonly CheckResult[]) => {
    for (const one of results) {
      checks.push(one);
      log.check(one, { requestId: context.request_id, engine: parts.engine.version });
    }
  };
  const room = { ...parts, config, memoryMb };
  add([settingsResult(problems)]);
  add([well('runtime', insideChecks.runtime, { version: process.versions.node })]);
  add([await guarded('disk', async () => diskResult())]);
  // Half of the time, so that a network that hangs leaves the other half to the engine.
  add(await examineCos(event, room, deadline.before(deadline.remaining() / 2)));
  add(await examineSpeed(room, toldTimeLimitMs(context) ?? timeMs, deadline));
  add([await guarded('memory', async () => memoryResult(memoryMb))]);
  return { ok: checks.every(({ ok }) => ok), version, checks };
}

interface Room extends DoctorParts {
  readonly config: Config;
  readonly memoryMb: number;
}

/** Makes one check; what goes wrong in that is its result. */
async function guarded(id: InsideId, make: () => Promise<CheckResult>): Promise<CheckResult> {
  return make().catch((error: unknown) => failedResult(id, error));
}

function failedResult(id: InsideId, error: unknown): CheckResult {
  return unexamined(id, insideChecks[id], reasons.failed, { message: messageOf(error) });
}

function messageOf(error: unknown): string {
  return redactError(error).message;
}

/** Reads the settings; where some are wrong, the others hold, so that everything else can still be examined. */
function readSettings(env: Env): { readonly config: Config; readonly problems: readonly string[] } {
  try {
    return { config: loadConfig(env), problems: [] };
  } catch (error) {
    const problems = error instanceof ConfigError ? error.problems : [messageOf(error)];
    const right: Record<string, string | undefined> = {};
    for (const [name, value] of Object.entries(env)) {
      if (!problems.some((problem) => problem.startsWith(`${name}:`))) right[name] = value;
    }
    try {
      return { config: loadConfig(right), problems };
    } catch {
      return { config: loadConfig({ THUMB_LOG: 'info' }), problems };
    }
  }
}

function settingsResult(problems: readonly string[]): CheckResult {
  if (problems.length === 0) return well('settings', insideChecks.settings);
  return wrong('settings', insideChecks.settings, {
    count: problems.length,
    problems: problems.join('; '),
  });
}

function diskResult(): CheckResult {
  const file = `/tmp/.thumbnailer-doctor-${randomBytes(4).toString('hex')}`;
  try {
    writeFileSync(file, Buffer.alloc(1024 * 1024));
    unlinkSync(file);
    return well('disk', insideChecks.disk);
  } catch (error) {
    return wrong('disk', insideChecks.disk, { message: messageOf(error) });
  }
}

/** To be called once the engine has made thumbnails. */
function memoryResult(memoryMb: number): CheckResult {
  const used = Math.round(process.memoryUsage().rss / 1024 / 1024);
  const isEnough = used <= memoryMb - sparedMb;
  return (isEnough ? well : wrong)('memory', insideChecks.memory, { used, memory: memoryMb });
}

/** The buckets as far as they are known. */
interface Places {
  readonly source: BucketPlace | undefined;
  readonly target: BucketPlace | undefined;
}

function placesOf({ bucket }: DoctorEvent, { env, config }: Room): Places {
  const region = longRegion(env['TENCENTCLOUD_REGION']);
  const named = typeof bucket === 'string' && bucket !== '' ? bucket : undefined;
  const appid = (named && appidIn(named)) ?? env['TENCENTCLOUD_APPID'];
  if (region === undefined || appid === undefined) return { source: undefined, target: undefined };
  const full = named && withAppid(named, appid);
  const place = (name: string | undefined) =>
    name === undefined ? undefined : { bucket: name, region, appid: appidIn(name) ?? appid };
  const isFixed = !config.targetBucket.includes('{bucket}');
  return {
    source: place(full),
    target: place(full || isFixed ? fillTargetBucket(config.targetBucket, full ?? '', appid) : undefined),
  };
}

/** Everything that COS must be asked for. Never rejects. */
async function examineCos(event: DoctorEvent, room: Room, deadline: Deadline): Promise<CheckResult[]> {
  const { env, config } = room;
  const { source, target } = placesOf(event, room);
  const known = target ?? source;
  const results: CheckResult[] = [];
  const missed = (check: string) => {
    const ids = ['source-bucket', 'source-read', 'target-bucket', 'target-write', 'target-look'] as const;
    return ids.map((id) => skipped(id, reasons.before, { check }));
  };
  if (source && target) results.push(loopResult(source, target, config));

  const hasRole = Boolean(env['TENCENTCLOUD_SECRETID'] && env['TENCENTCLOUD_SECRETKEY']);
  const role = { role: itsCredentials, problem: noCredentials };
  results.push((hasRole ? well : wrong)('role', insideChecks.role, role));

  const [network, clock] = await knockResults(known, room, deadline);
  results.push(network, ...clock);
  if (!network.ok) return [...results, ...missed('network')];
  if (!hasRole) return [...results, ...missed('role')];

  const tools = { store: room.createStore(config.cosEndpoint), deadline };
  if (known === undefined) return [...results, skipped('source-bucket', reasons.noSource)];
  const credentials = await guarded('credentials', () => examineCredentials(known, tools));
  results.push(credentials);
  if (!credentials.ok && !credentials.skipped) return [...results, ...missed('credentials')];

  const key = typeof event.key === 'string' && event.key !== '' ? event.key : undefined;
  const all = (id: InsideId, made: Promise<readonly CheckResult[]>) =>
    made.catch((error: unknown) => [failedResult(id, error)]);
  const { watermark } = config;
  const found = await Promise.all([
    source
      ? all('source-bucket', examineSource(source, key, tools))
      : [skipped('source-bucket', reasons.noSource)],
    target ? all('target-bucket', examineTarget(target, config.keeping, tools)) : [],
    target && watermark ? [await guarded('watermark', () => examineWatermark(target, watermark, tools))] : [],
  ]);
  return found.reduce<CheckResult[]>((sum, one) => sum.concat(one), results);
}

const itsCredentials = {
  en: 'its credentials are there',
  zh: '它的密钥已就位',
};

const noCredentials = {
  en: 'the function has no credentials',
  zh: '函数没有密钥',
};

function loopResult({ bucket }: BucketPlace, target: BucketPlace, config: Config): CheckResult {
  const problems = bucket === target.bucket ? loopProblems(bucket, config) : [];
  if (problems.length === 0) return well('loop', insideChecks.loop);
  return wrong('loop', insideChecks.loop, { problem: problems.join('; ') });
}

/** Does COS answer, and by which clock? */
async function knockResults(
  place: BucketPlace | undefined,
  { env, config, knock }: Room,
  deadline: Deadline,
): Promise<[CheckResult, CheckResult[]]> {
  const region = place?.region ?? longRegion(env['TENCENTCLOUD_REGION']) ?? 'ap-guangzhou';
  try {
    const { time } = await knock({ bucket: place?.bucket, region }, config.cosEndpoint, deadline);
    const network = well('network', insideChecks.network);
    if (time === undefined) return [network, []];
    const seconds = Math.round((Date.now() - time) / 1000);
    const isWrong = Math.abs(seconds) > maxClockDifference;
    return [network, [(isWrong ? wrong : well)('clock', insideChecks.clock, { seconds })]];
  } catch (error) {
    return [wrong('network', insideChecks.network, { message: messageOf(error) }), []];
  }
}
