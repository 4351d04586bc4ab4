// The same deployment in the form of another tool.

import { join } from 'node:path';
import type { CodeDeployment } from '../../cloud/as-code/code-deployment.ts';
import { moduleCall } from '../../cloud/as-code/terraform.ts';
import { consoleForm } from '../../cloud/deploy/console-form.ts';
import { type Deployment, newestRuntime } from '../../cloud/deploy/deployment.ts';
import { recordCalls } from '../../cloud/deploy/recorded-calls.ts';
import { tccliScript } from '../../cloud/deploy/tccli-script.ts';
import { root } from '../../local/cloud.ts';
import type { Language } from '../language.ts';
import { zipFile } from './options.ts';

export type OtherForm = 'terraform' | 'tccli' | 'console';

export async function inOtherForm(
  form: OtherForm,
  deployment: Deployment,
  language: Language,
): Promise<string> {
  switch (form) {
    case 'terraform':
      return terraform(deployment);
    case 'tccli':
      return tccliScript(await recordCalls(deployment), deployment.region, zipFile);
    case 'console':
      return `${consoleForm(deployment, zipFile)[language]}\n`;
  }
}

function terraform(deployment: Deployment): string {
  const call = moduleCall(toCodeDeployment(deployment), join(root, 'deploy', 'terraform'));
  // The provider uploads a zip again only if its name is another one.
  return `variable "zip" {
  description = "A copy of dist/cos-thumbnailer.zip named cos-thumbnailer-${deployment.sha256.slice(0, 12)}.zip."
  type        = string
}

${call}`;
}

function toCodeDeployment(deployment: Deployment): CodeDeployment {
  const { functionName, region, appid, source, target, triggers, settings } = deployment;
  const { runtime = newestRuntime, memoryMb, timeoutS, role } = deployment;
  return {
    functionName,
    roleName: role.name,
    region,
    appid,
    sourceBucket: source,
    targetBucket: target,
    prefix: triggers[0]?.prefix ?? '',
    runtime,
    memoryMb,
    timeoutS,
    environment: { ...settings, THUMB_TARGET_BUCKET: target },
  };
}
