// How long a photo of a camera would take here, held against the timeout.

import type { Deadline } from '../deadline.ts';
import { redactError } from '../redact.ts';
import { insideChecks, reasons } from './checks.ts';
import { type CheckResult, skipped, well, wrong } from './diagnosis.ts';
import { measureSpeed, type Speed, type SpeedParts } from './speed.ts';

/** In milliseconds: what COS takes beside the work. It is not measured. */
const networkMs = 1000;

/** Makes thumbnails of a built-in photo, and says how long one of a camera would take. Never rejects. */
export async function examineSpeed(
  parts: SpeedParts,
  limitMs: number,
  deadline: Deadline,
): Promise<CheckResult[]> {
  const limit = seconds(limitMs);
  const tooShort = { seconds: `> ${limit}`, limit, assumption: unmeasured };
  // COS alone takes that; and an engine that was begun may not be stoppable at once.
  if (limitMs <= networkMs) {
    return [
      skipped('engine', reasons.before, { check: 'time-limit' }),
      wrong('time-limit', insideChecks['time-limit'], tooShort),
    ];
  }
  let speed: Speed;
  try {
    speed = await measureSpeed(parts, deadline);
  } catch (error) {
    const { message } = redactError(error);
    // Out of time: then the engine is not at fault.
    if (/\bdeadline: /.test(message)) {
      return [wrong('time-limit', insideChecks['time-limit'], tooShort)];
    }
    return [wrong('engine', insideChecks.engine, { message })];
  }
  const share = Math.round(Math.min(1, speed.cpuShare) * 100);
  const assumption = {
    en: `with 4 MB, the presets that are set, and 1 s for COS; measured on a built-in photo with ${share} % of a core`,
    zh: `按 4 MB、已设的预设、COS 用 1 秒计算；用内置照片测得，当时用到一个核的 ${share}%`,
  };
  const found = { seconds: seconds(speed.photoMs + networkMs), limit, assumption };
  const isEnough = speed.photoMs + networkMs <= limitMs;
  return [
    well('engine', insideChecks.engine, { engine: parts.engine.version }),
    (isEnough ? well : wrong)('time-limit', insideChecks['time-limit'], found),
  ];
}

const unmeasured = {
  en: 'a built-in photo was not ready in time',
  zh: '一张内置照片没有及时完成',
};

function seconds(ms: number): string {
  return (ms / 1000).toFixed(1);
}
