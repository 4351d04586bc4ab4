// A deployment as a file for Terraform, which calls the module of this project. Pure.

import type { CodeDeployment } from '../as-code/code-deployment.ts';
import { moduleCall } from '../as-code/terraform.ts';
import { type Deployment, newestRuntime } from './deployment.ts';

/** @param module Where the module is: a path, as Terraform takes it. */
export function terraformForm(deployment: Deployment, module: string): string {
  // The provider uploads a zip again only if its name is another one.
  return `variable "zip" {
  description = "A copy of dist/cos-thumbnailer.zip named cos-thumbnailer-${deployment.sha256.slice(0, 12)}.zip."
  type        = string
}

${moduleCall(toCodeDeployment(deployment), module)}`;
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
