// The lowest of many values that will do, in a handful of trials, where the next one up always comes a little closer. Knows
// nothing of pictures.

/** Whole numbers, both ends included. */
export interface QualityRange {
  readonly lowest: number;
  readonly highest: number;
  /** Trials, at most. */
  readonly trials: number;
  /** What one step does to the logarithm of what is measured, where trials have not shown it yet; below 0. */
  readonly slope: number;
  /** Steps by which the last trial stays on the safe side, while no other has been good. */
  readonly caution: number;
}

export interface Trial<T> {
  readonly at: number;
  /** Good if it is small enough; above 0, or 0. */
  readonly measured: number;
  readonly result: T;
}

/** Near enough below the limit: another trial would gain no more than a few hundredths. */
const nearEnough = 0.92;
/** What is aimed at, so that most trials are near enough. */
const aimedFraction = 0.96;

/**
 * @param limit What may be measured, at most.
 * @param start Where to begin; or a trial below the range that was not good.
 * @returns The lowest that is good; if none is, the highest tried.
 */
export async function findLowest<T>(
  attempt: (at: number) => Promise<Trial<T>>,
  limit: number,
  { lowest, highest, trials, slope, caution }: QualityRange,
  start: number | Trial<T>,
): Promise<Trial<T>> {
  let bad = typeof start === 'number' ? undefined : start;
  let good: Trial<T> | undefined;
  let line = bad && { through: bad, slope };
  for (let left = trials; left > 0; left--) {
    const from = bad ? Math.max(lowest, bad.at + 1) : lowest;
    const to = good ? good.at - 1 : highest;
    if (from > to || (good && good.measured >= limit * nearEnough)) break;
    const wanted = line ? positionOn(line, limit * aimedFraction) : Number(start);
    const safe = left === 1 && !good && bad ? wanted + caution : wanted;
    const trial: Trial<T> = await attempt(Math.min(to, Math.max(from, Math.round(safe))));
    // Through the nearest on either side, or the last two on the same.
    const other: Trial<T> | undefined = trial.measured <= limit ? (bad ?? good) : (good ?? bad);
    line = { through: trial, slope: other ? slopeOf(other, trial, slope) : slope };
    if (trial.measured <= limit) good = trial;
    else bad = trial;
  }
  return (good ?? bad) as Trial<T>;
}

/** Of measurements' logarithms, which lie nearly on a straight line. */
interface Line {
  readonly through: Trial<unknown>;
  readonly slope: number;
}

function positionOn({ through, slope }: Line, measured: number): number {
  return through.at + (log(measured) - log(through.measured)) / slope;
}

/** @param usual Where the two say nothing of use. */
function slopeOf(a: Trial<unknown>, b: Trial<unknown>, fallback: number): number {
  const slope = (log(b.measured) - log(a.measured)) / (b.at - a.at);
  return slope < 0 ? slope : fallback;
}

function log(measured: number): number {
  return Math.log(Math.max(measured, 1e-6));
}
