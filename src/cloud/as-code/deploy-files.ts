// Pure: the files in deploy/ that follow from the code, for those who deploy in their own way. `npm run deploy:files` writes them,
// and a test compares them.

import { indexRule } from '../logs/index-rule.ts';
import { logAlarm, logQueries } from '../logs/queries.ts';
import { exampleDeployment } from './code-deployment.ts';
import { serverlessYaml } from './serverless.ts';
import { tccliCalls } from './tccli.ts';
import { needsJson, settingsTf } from './terraform.ts';

/** Path in the repository -> text. */
export function deployFiles(): Map<string, string> {
  const calls = tccliCalls(exampleDeployment);
  return new Map([
    ['deploy/serverless.yml', serverlessYaml(exampleDeployment)],
    ['deploy/terraform/needs.json', needsJson()],
    ['deploy/terraform/settings.tf', settingsTf()],
    ['deploy/cls/index.json', toJson(indexRule)],
    ['deploy/cls/queries.json', toJson(logQueries)],
    // The module puts its own number in.
    ['deploy/cls/alarm.json', toJson(logAlarm('FAILURES'))],
    ...calls.map(({ file, input }) => [`deploy/tccli/${file}`, toJson(input)] as const),
  ]);
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
