// The same deployment in the form of another tool.

import { join } from 'node:path';
import { consoleForm } from '../../cloud/deploy/console-form.ts';
import type { Deployment } from '../../cloud/deploy/deployment.ts';
import { recordCalls } from '../../cloud/deploy/recorded-calls.ts';
import { tccliScript } from '../../cloud/deploy/tccli-script.ts';
import { terraformForm } from '../../cloud/deploy/terraform-form.ts';
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
      return terraformForm(deployment, join(root, 'deploy', 'terraform'));
    case 'tccli':
      return tccliScript(await recordCalls(deployment), deployment.region, zipFile);
    case 'console':
      return `${consoleForm(deployment, zipFile)[language]}\n`;
  }
}
