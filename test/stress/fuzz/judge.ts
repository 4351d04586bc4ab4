// One invocation with one hostile file in it: what it came to, and what of that may not be.

import type { CosServer } from '../../../src/local/cos/cos.ts';
import { type Invocation, statusNames } from '../../../src/local/scf/invocation.ts';
import { outcomesOf } from '../../support/outcomes.ts';
import { describeWhole } from '../../support/whole.ts';

export interface Verdict {
  /** `stored`, or a code of the function's tables. */
  readonly outcome: string;
  /** Undefined if all is as it should be. */
  readonly problem: string | undefined;
}

/** Codes that a file can earn, from a store and an engine that are there. Its own fault, or nothing to do: reported. */
const reported = [
  ...['stored', 'not-an-image', 'empty-object'],
  ...['source-too-big', 'source-corrupt', 'source-unsupported', 'rendition-impossible'],
];
/** The engine's death by it, or its time: thrown, for another delivery. */
const thrown = ['engine-crashed', 'deadline'];

interface Circumstances {
  readonly server: CosServer;
  /** Of the source. */
  readonly key: string;
  /** Is a cold start to be expected? */
  readonly isFirst: boolean;
}

export async function judge(
  invocation: Invocation,
  { server, key, isFirst }: Circumstances,
): Promise<Verdict> {
  const outcome = outcomeOf(invocation, key);
  const problem =
    problemOfInstance(invocation, isFirst) ??
    problemOfOutcome(invocation, outcome) ??
    (outcome === 'stored' ? await problemOfThumbnail(invocation, server) : undefined);
  return { outcome, problem };
}

/** By the log, which has a line for every record, whether its event is answered or thrown. */
function outcomeOf({ log }: Invocation, key: string): string {
  const [line, ...others] = log;
  if (line === undefined || others.length > 0) return `${log.length} lines in the log`;
  const record = parse(line);
  const outcomes = record.key === key && Array.isArray(record.outcomes) ? record.outcomes : [];
  const text = outcomes.length === 1 ? String(outcomes[0]) : line;
  return /^(stored) |^(?:skipped|failed) ([a-z-]+): /.exec(text)?.slice(1).join('') ?? text;
}

function parse(line: string): { readonly key?: unknown; readonly outcomes?: unknown } {
  try {
    return JSON.parse(line);
  } catch {
    return {};
  }
}

function problemOfInstance({ statusCode, error, afterAnswer, coldStart }: Invocation, isFirst: boolean) {
  if (statusCode !== 200 && statusCode !== 430) return `${statusNames[statusCode]}: ${error?.message}`;
  if (afterAnswer) return `after the answer: ${afterAnswer.error.message}`;
  return coldStart && !isFirst ? 'a new instance had to be started' : undefined;
}

function problemOfOutcome({ statusCode, error }: Invocation, outcome: string): string | undefined {
  const expected = statusCode === 200 ? reported : thrown;
  if (expected.includes(outcome)) return undefined;
  return `${statusNames[statusCode]} with ${outcome}${error ? `: ${error.message}` : ''}`;
}

/** Is it whole, and what the report says? */
async function problemOfThumbnail(
  invocation: Invocation,
  { objects }: CosServer,
): Promise<string | undefined> {
  const [outcome] = outcomesOf(invocation);
  if (outcome?.status !== 'stored' || outcome.manifest) return 'the log says stored, the report does not';
  const { bucket, key, format, width, height } = outcome;
  const bytes = objects.get(bucket, key)?.bytes;
  if (!bytes) return `${key} is said to be stored, and is not there`;
  const [found, said] = [await describeWhole(bytes), `${format} ${width}x${height}`];
  return found === said ? undefined : `the thumbnail is ${found}, and said to be ${said}`;
}
