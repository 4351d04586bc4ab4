// Pure: what SCF says of the function, as checks.

import { type Config, loadConfig } from '../../function/config/config.ts';
import { insideChecks, outsideChecks } from '../../function/doctor/checks.ts';
import { type CheckResult, well, wrong } from '../../function/doctor/diagnosis.ts';
import { ConfigError } from '../../function/errors.ts';
import type { DeployedFunction } from '../api/cloud-api.ts';
import { coresOf } from '../core-share.ts';
import { handler } from '../deploy/deployment.ts';
import { runsOn } from '../runs-on.ts';
import { describeJoined } from '../setting-problem.ts';

/** Seconds of one core for a JPEG of 12 megapixels from a cold start, and what COS takes beside it. */
const coreSeconds = 0.3;
const networkSeconds = 1;

export function functionResults(deployed: DeployedFunction): CheckResult[] {
  const { availability, status, statusReasons, runtime, timeoutS, memoryMb } = deployed;
  return [
    // An empty one is that of a function that was not created.
    result('availability', ['Available', ''].includes(availability), { availability }),
    result('state', status === 'Active', { status, reasons: statusReasons.join('; ') || '–' }),
    result('handler', deployed.handler === handler, { handler: deployed.handler }),
    ...(!runsOn(runtime) ? [wrong('runtime', insideChecks.runtime, { version: runtime })] : []),
    ...(expectedSeconds(memoryMb) > timeoutS ? [timeResult(deployed)] : []),
  ];
}

function result(
  id: 'availability' | 'state' | 'handler',
  isWell: boolean,
  found: Readonly<Record<string, string>>,
): CheckResult {
  return (isWell ? well : wrong)(id, outsideChecks[id], found);
}

function expectedSeconds(memoryMb: number): number {
  // A JPEG is made by one thread.
  return coreSeconds / Math.min(1, coresOf(memoryMb)) + networkSeconds;
}

/** Said also where the function itself is faster: an instance may be given more than its share for a moment. */
function timeResult({ timeoutS, memoryMb }: DeployedFunction): CheckResult {
  const share = Math.round(coresOf(memoryMb) * 100);
  return wrong('time-limit', insideChecks['time-limit'], {
    seconds: expectedSeconds(memoryMb).toFixed(1),
    limit: timeoutS,
    assumption: {
      en: `by SCF's documents, ${memoryMb} MB come with ${share} % of a core`,
      zh: `按 SCF 文档，${memoryMb} MB 内存配 ${share}% 个核`,
    },
  });
}

/** The function's own settings: as far as they can be read, the rest by their defaults. */
export interface DeployedSettings {
  readonly config: Config;
  readonly result: CheckResult;
}

export function readDeployedSettings({ environment }: DeployedFunction): DeployedSettings {
  try {
    return { config: loadConfig(environment), result: well('settings', insideChecks.settings) };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const { problems } = error;
    const found = { count: problems.length, problems: describeJoined(problems.join('; ')) };
    const { THUMB_TARGET_BUCKET: bucket } = environment;
    const isNamed = problems.some((problem) => problem.startsWith('THUMB_TARGET_BUCKET:'));
    const config = loadConfig(bucket === undefined || isNamed ? {} : { THUMB_TARGET_BUCKET: bucket });
    return { config, result: wrong('settings', insideChecks.settings, found) };
  }
}
