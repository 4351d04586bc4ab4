// A deployment as a shell script of Tencent Cloud's command line. Pure.

import { settingNames } from '../as-code/setting-lines.ts';
import { type RecordedCall, secretPlaceholder, zipPlaceholder } from './recorded-calls.ts';

/**
 * Writes each input into a file: the zip is longer than an argument may be. The files are removed at the end: a secret may be in one.
 *
 * @param zip The path of the zip.
 */
export function tccliScript(calls: readonly RecordedCall[], region: string, zip: string): string {
  const lines = ['set -e', 'folder=$(mktemp -d)', `trap 'rm -rf "$folder"' EXIT`, `zip=${shellWord(zip)}`];
  const secrets = secretsIn(calls);
  lines.push(...secrets.map((name) => `: "\${${name}:?set it to the secret}"; export ${name}`));
  for (const { service, action, parameters } of calls) {
    const file = `$folder/${action}.json`;
    const input = JSON.stringify(parameters, null, 2);
    lines.push('', `cat > "${file}" <<'INPUT'`, input, 'INPUT');
    if (input.includes(zipPlaceholder)) lines.push(insertZip(file));
    for (const name of secrets)
      if (input.includes(secretPlaceholder(name))) lines.push(insertSecret(file, name));
    lines.push(`tccli ${service} ${action} --region ${region} --cli-input-json "file://${file}"`);
    if (action === 'CreateFunction') lines.push(...waitUntilActive(parameters['FunctionName'], region));
  }
  return `${lines.join('\n')}\n`;
}

/** The names of the settings in whose place there is a placeholder. */
function secretsIn(calls: readonly RecordedCall[]): string[] {
  const input = JSON.stringify(calls);
  return settingNames.filter((name) => input.includes(`"${secretPlaceholder(name)}"`));
}

/** Takes the secret from the environment of the person who runs the script. */
function insertSecret(file: string, name: string): string {
  const program =
    `const [file, name] = process.argv.slice(1); const fs = require('fs'); ` +
    `fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace('${secretPlaceholder('')}' + name, ` +
    `() => JSON.stringify(process.env[name]).slice(1, -1)))`;
  return `node -e "${program}" "${file}" ${name}`;
}

function insertZip(file: string): string {
  const program =
    `const [file, zip] = process.argv.slice(1); const fs = require('fs'); ` +
    `fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace('${zipPlaceholder}', ` +
    `() => fs.readFileSync(zip, 'base64')))`;
  return `node -e "${program}" "${file}" "$zip"`;
}

/** A function that is being created can be neither invoked nor given a trigger. */
function waitUntilActive(name: unknown, region: string): string[] {
  const ask = `tccli scf GetFunction --region ${region} --FunctionName ${name} --ShowCode FALSE`;
  return [`until ${ask} | grep -q '"Status": *"Active"'; do sleep 2; done`];
}

function shellWord(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
