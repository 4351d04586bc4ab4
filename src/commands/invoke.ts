// `npm run invoke -- EVENT.json`: the built function on one event, as SCF would run it, against a COS server of its own.

import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root } from '../local/cloud.ts';
import { parseArguments, usage } from './arguments.ts';
import { obey, runCommand } from './command.ts';
import { readJson } from './files.ts';
import { runEvent } from './run-event.ts';

const sampleEvents = join(root, 'test', 'fixtures', 'events');

/** @returns The exit code: 0 for SCF's 200, 1 for any other, 2 for a wrong command line. */
async function main(line: readonly string[]): Promise<number> {
  const args = parseArguments(line);
  return await runEvent(args, readJson(args.eventFile), args.eventFile);
}

function help(): string {
  const files = readdirSync(sampleEvents).filter((name) => name.endsWith('.json'));
  const paths = files.map((name) => `  ${join(relative(root, sampleEvents), name)}`);
  return `${usage}\n\nsample events:\n${paths.join('\n')}`;
}

runCommand(() => obey(help, main));
