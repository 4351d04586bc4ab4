// Pure: the parts of the Terraform module in deploy/terraform that follow from the code, and a call of that module.

import { needs } from '../policy.ts';
import { isSecret } from '../secret-settings.ts';
import type { CodeDeployment } from './code-deployment.ts';
import { settingLines, settingNames } from './setting-lines.ts';

/** The module sets it from its own variable `target_bucket`. */
const ownedByModule = 'THUMB_TARGET_BUCKET';

/** needs.json: what the function asks of COS, from which the module makes the policy. */
export function needsJson(): string {
  return toJson(needs.map(({ action, on, when, why }) => ({ action, on, when, why: why.en })));
}

/** settings.tf: the variable for the function's settings. */
export function settingsTf(): string {
  const names = settingNames.filter((name) => name !== ownedByModule);
  const lines = settingLines().filter((line) => !line.startsWith(ownedByModule));
  return `# Written by npm run deploy:files.

variable "settings" {
  description = <<-EOT
    The function's settings: its environment variables. All are optional. Each line has the default in brackets.
${lines.map((line) => `    ${escaped(line)}`).join('\n')}
  EOT
  type        = map(string)
  default     = {}

  validation {
    condition = length(setsubtract(keys(var.settings), [
${names.map((name) => `      "${name}",`).join('\n')}
    ])) == 0
    error_message = "There is no such setting: see the description of this variable for all of them. ${ownedByModule} follows from target_bucket."
  }
}
`;
}

/** A call of the module, for a file of one's own. A secret setting becomes a variable. */
export function moduleCall(deployment: CodeDeployment, source: string): string {
  const settings = Object.entries(deployment.environment).filter(([name]) => name !== ownedByModule);
  const longest = Math.max(...settings.map(([name]) => name.length));
  const secrets = settings.flatMap(([name]) => (isSecret(name) ? [secretVariable(name)] : []));
  return `${secrets.join('')}module "thumbnailer" {
  source = ${text(source)}

  name          = ${text(deployment.functionName)}
  region        = ${text(deployment.region)}
  source_bucket = ${text(deployment.sourceBucket)}
  target_bucket = ${text(deployment.targetBucket)}
  prefix        = ${text(deployment.prefix)}
  runtime       = ${text(deployment.runtime)}
  memory_mb     = ${deployment.memoryMb}
  timeout_s     = ${deployment.timeoutS}
  zip           = var.zip

  settings = {
${settings.map(([name, value]) => `    ${name.padEnd(longest)} = ${isSecret(name) ? `var.${variableName(name)}` : text(value)}`).join('\n')}
  }
}
`;
}

function secretVariable(setting: string): string {
  return `variable "${variableName(setting)}" {
  description = "${setting}. Set the environment variable TF_VAR_${variableName(setting)} to it; it belongs into no file."
  type        = string
  sensitive   = true
}

`;
}

function variableName(setting: string): string {
  return setting.toLowerCase();
}

/** A text of Terraform's language. */
function text(value: string): string {
  return escaped(JSON.stringify(value));
}

/** What would begin an expression is doubled, so that it stands for itself. */
function escaped(value: string): string {
  return value.replaceAll(/[$%](?=\{)/g, '$&$&');
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
