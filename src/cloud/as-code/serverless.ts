// Pure: serverless.yml for the component scf (github.com/serverless-components/tencent-scf, docs/configure.md).

import { type CodeDeployment, handler, triggerEvents, triggerName } from './code-deployment.ts';
import { settingLines } from './setting-lines.ts';

/** JSON is YAML, so a text is written as in JSON. */
const quoted = JSON.stringify;

export function serverlessYaml(deployment: CodeDeployment): string {
  const { functionName, roleName, region, environment, prefix } = deployment;
  const variables = Object.entries(environment).map(([name, value]) => `${name}: ${quoted(value)}`);
  return [
    '# Written by npm run deploy:files. Build first (npm run build), make the role (deploy/tccli), then: scf deploy',
    'component: scf',
    `name: ${functionName}`,
    '',
    'inputs:',
    `  name: ${functionName}`,
    `  region: ${region}`,
    `  role: ${roleName}`,
    `  runtime: ${deployment.runtime}`,
    `  handler: ${handler}`,
    `  memorySize: ${deployment.memoryMb}`,
    `  timeout: ${deployment.timeoutS}`,
    '  publicAccess: true',
    '  src:',
    '    src: ../dist',
    '    exclude:',
    ...['cos-thumbnailer*.zip', 'NOTICE.txt', 'metafile.json'].map((name) => `      - ${quoted(name)}`),
    '  environment:',
    '    variables:',
    ...variables.map((line) => `      ${line}`),
    '      # All settings, each optional:',
    ...settingLines().map((line) => `      # ${line}`),
    '  events:',
    ...triggerEvents(deployment).flatMap((event) => [
      '    - cos:',
      '        parameters:',
      '          qualifier: $DEFAULT',
      `          bucket: ${triggerName(deployment)}`,
      '          filter:',
      `            prefix: ${quoted(prefix)}`,
      '            suffix: ""',
      `          events: ${quoted(event)}`,
      '          # Without it the trigger is made, but closed.',
      '          enable: true',
    ]),
    '',
  ].join('\n');
}
