// A deployment as a shell script of Tencent Cloud's command line. Pure.

import type { RecordedCall } from './recorded-calls.ts';
import { zipPlaceholder } from './recorded-calls.ts';

/**
 * Writes each input into a file: the zip is longer than an argument may be.
 *
 * @param zip The path of the zip.
 */
export function tccliScript(calls: readonly RecordedCall[], region: string, zip: string): string {
  const lines = ['set -e', 'folder=$(mktemp -d)', `zip=${shellWord(zip)}`];
  for (const { service, action, parameters } of calls) {
    const file = `$folder/${action}.json`;
    const input = JSON.stringify(parameters, null, 2);
    lines.push('', `cat > "${file}" <<'INPUT'`, input, 'INPUT');
    if (input.includes(zipPlaceholder)) lines.push(insertZip(file));
    lines.push(`tccli ${service} ${action} --region ${region} --cli-input-json "file://${file}"`);
    if (action === 'CreateFunction') lines.push(...waitUntilActive(parameters['FunctionName'], region));
  }
  return `${lines.join('\n')}\n`;
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
