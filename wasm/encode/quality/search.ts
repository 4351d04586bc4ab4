// Finds the lowest of many values whose measurement is within a limit, in a few trials. Expects measurements to fall as
// the value rises. Knows nothing about pictures.

/** The whole numbers that are searched, and what is known about them in advance. */
export interface QualityRange {
  /** Both ends are included. */
  readonly lowest: number;
  readonly highest: number;
  /** The most trials. */
  readonly trials: number;
  /** How much one step changes the logarithm of the measurement, until trials have shown it; below 0. */
  readonly slope: number;
  /** Steps that are added to the last trial, to be on the safe side when no earlier trial was good. */
  readonly caution: number;
}

export interface Trial<T> {
  readonly at: number;
  /** 0 or more. The trial is good if this is within the limit. */
  readonly measured: number;
  readonly result: T;
}

/** The fraction of the limit that is close enough: another trial could gain only a few hundredths. */
const nearEnough = 0.92;
/** The fraction of the limit to aim at, so that most trials are close enough. */
const aimedFraction = 0.96;

/**
 * Searches along a line through the logarithms of the last trials.
 *
 * @param limit The largest measurement that is good.
 * @param start The first value to try; or a trial below the range that was not good.
 * @returns The lowest trial that is good; if none is, the highest one.
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
    // The line goes through the nearest trial on each side of the limit, or through the last two on one side.
    const other: Trial<T> | undefined = trial.measured <= limit ? (bad ?? good) : (good ?? bad);
    line = { through: trial, slope: other ? slopeOf(other, trial, slope) : slope };
    if (trial.measured <= limit) good = trial;
    else bad = trial;
  }
  return (good ?? bad) as Trial<T>;
}

/** A line through the logarithms of measurements, which are nearly linear. */
interface Line {
  readonly through: Trial<unknown>;
  readonly slope: number;
}

/** The value at which the line reaches this measurement. */
function positionOn({ through, slope }: Line, measured: number): number {
  return through.at + (log(measured) - log(through.measured)) / slope;
}

/** @param fallback The slope where the two trials do not fall. */
function slopeOf(a: Trial<unknown>, b: Trial<unknown>, fallback: number): number {
  const slope = (log(b.measured) - log(a.measured)) / (b.at - a.at);
  return slope < 0 ? slope : fallback;
}

function log(measured: number): number {
  return Math.log(Math.max(measured, 1e-6));
}
