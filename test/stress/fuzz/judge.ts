// One invocation with one hostile file and a good photo behind it: what it came to, and what of that may not be.

import type { StoredOutcome } from '../../../src/function/report.ts';
import type { CosServer } from '../../../src/local/cos/cos.ts';
import { type Invocation, statusNames } from '../../../src/local/scf/invocation.ts';
import { exactSize, type Sides } from '../../support/exact-size.ts';
import { outcomesOf } from '../../support/outcomes.ts';
import { TARGET_BUCKET } from '../../support/records.ts';
import { describeWhole } from '../../support/whole.ts';
import { boxes, type GoodPhoto } from './good-photo.ts';

export interface Verdict {
  /** `stored`, or a code of the function's tables; of thumbnails that differ in it, all of them. */
  readonly outcome: string;
  /** Undefined if all is as it should be. */
  readonly problem: string | undefined;
}

/** Codes that a file can earn, from a store and an engine that are there. Its own fault, or nothing to do: reported. */
const reported = [
  ...['stored', 'not-an-image', 'empty-object'],
  ...['source-too-big', 'source-corrupt', 'source-unsupported', 'rendition-impossible'],
];
/** Its time: thrown, for another delivery. */
const thrown = ['deadline'];

interface Circumstances {
  readonly server: CosServer;
  /** Of the hostile file. */
  readonly key: string;
  /** Behind it in the event. */
  readonly good: GoodPhoto;
  /** Is a cold start to be expected? */
  readonly isFirst: boolean;
}

export async function judge(
  invocation: Invocation,
  { server, key, good, isFirst }: Circumstances,
): Promise<Verdict> {
  const codes = codesOf(invocation, key);
  const outcome = [...new Set(codes)].join(' and ');
  const problem =
    problemOfInstance(invocation, isFirst) ??
    problemOfCodes(invocation, codes) ??
    (await good.problemOf((stored) => server.objects.get(TARGET_BUCKET, stored)?.bytes)) ??
    (await problemOfThumbnails(invocation, server));
  return { outcome, problem };
}

/** By the log, which has a line for every record, whether its event is answered or thrown. */
function codesOf({ log }: Invocation, key: string): readonly string[] {
  const records = log.map(parse);
  const ours = records.filter((record) => record.key === key);
  const [record, ...others] = ours;
  if (record === undefined || others.length > 0 || records.length !== 2)
    return [`the log says ${log.join()}`];
  const texts = Array.isArray(record.outcomes) ? record.outcomes.map(String) : [];
  return texts.map((text) => {
    const [, stored, code] = /^(?:[a-z]+: )?(?:(stored) |(?:skipped|failed) ([a-z-]+): )/.exec(text) ?? [];
    return stored ?? code ?? text;
  });
}

function parse(line: string): { readonly key?: unknown; readonly outcomes?: unknown } {
  try {
    return JSON.parse(line);
  } catch {
    return {};
  }
}

function problemOfInstance(
  { statusCode, error, afterAnswer, coldStart }: Invocation,
  isFirst: boolean,
): string | undefined {
  if (statusCode !== 200 && statusCode !== 430) return `${statusNames[statusCode]}: ${error?.message}`;
  if (afterAnswer) return `after the answer: ${afterAnswer.error.message}`;
  return coldStart && !isFirst ? 'a new instance had to be started' : undefined;
}

function problemOfCodes({ statusCode, error }: Invocation, codes: readonly string[]): string | undefined {
  const possible = statusCode === 200 ? reported : [...reported, ...thrown];
  if (codes.length > 0 && codes.every((code) => possible.includes(code))) return undefined;
  return `${statusNames[statusCode]} with ${codes.join()}${error ? `: ${error.message}` : ''}`;
}

/** Is each whole, what the report says, and of the size that it must have? */
async function problemOfThumbnails(
  invocation: Invocation,
  { objects }: CosServer,
): Promise<string | undefined> {
  const stored = outcomesOf(invocation).flatMap((outcome) =>
    outcome.status === 'stored' && !outcome.manifest ? [outcome] : [],
  );
  for (const { bucket, key, format, width, height } of stored) {
    const bytes = objects.get(bucket, key)?.bytes;
    if (!bytes) return `${key} is said to be stored, and is not there`;
    const [found, said] = [await describeWhole(bytes), `${format} ${width}x${height}`];
    if (found !== said) return `the thumbnail is ${found}, and said to be ${said}`;
  }
  return problemOfSizes(stored);
}

/** Where one thumbnail is the whole picture, the other's size follows from it. */
function problemOfSizes(stored: readonly StoredOutcome[]): string | undefined {
  for (const whole of stored.filter(({ preset }) => preset === 'whole')) {
    const small = stored.find(
      ({ preset, key }) => preset === 'small' && key.replace('small', 'whole') === whole.key,
    );
    if (Math.max(whole.width, whole.height) > boxes.whole) return `${whole.key} is larger than its box`;
    if (!small || Math.max(whole.width, whole.height) === boxes.whole) continue;
    const { width, height }: Sides = exactSize(whole, {
      width: boxes.small,
      height: boxes.small,
      fit: 'inside',
      enlarge: false,
    });
    if (small.width !== width || small.height !== height) {
      return `${small.key} is ${small.width}x${small.height}, and ${width}x${height} by arithmetic`;
    }
  }
  return undefined;
}
