// `npm run invoke -- EVENT.json or PHOTO`: runs the built function on one event, as SCF would, against a COS server of its own.

import { buildFunction, buildOptions } from './built-function.ts';
import { defineCommand, runIfMain } from './command.ts';
import type { CommandLine } from './command-line.ts';
import { readJson } from './files.ts';
import { chooseOutFolder, outOption } from './out-folder.ts';
import { readPhotoWithEvent } from './photo-event.ts';
import { readPhoto, runEvent } from './run-event.ts';
import { type RunOptions, runOptions, toRunOptions } from './run-options.ts';
import { UsageError } from './usage-error.ts';

const options = {
  ...runOptions,
  out: outOption('what the function stores is written, too', 'out/invoke'),
  ...buildOptions,
};

export interface InvokeArguments extends RunOptions {
  /** As given. */
  readonly eventFile: string;
}

/** Exit codes: 0 for SCF's status 200, 1 for any other status. */
export const invoke = defineCommand({
  name: 'invoke',
  summary:
    'Runs the built function on one event, as SCF would, against a local COS server that holds the photo.',
  positionals: {
    name: 'EVENT.json or PHOTO',
    help: 'the event (test/fixtures/events/ holds samples), or a photo, which makes its own event',
  },
  options,
  examples: [
    'cat.jpg --memory 512 --timeout 60',
    'test/fixtures/events/real-dump.json',
    'test/fixtures/events/two-records.json --photo cat.jpg --env THUMB_PRESETS=50x',
    'test/fixtures/events/real-dump.json --runtime 12.16 --memory 512 --timeout 60',
  ],
  async run(line) {
    const args = toInvokeArguments(line);
    const own = readPhotoWithEvent(args.eventFile);
    if (own && args.photo !== undefined) {
      throw new UsageError(
        `--photo ${args.photo}: ${args.eventFile} is a photo already; give one of the two`,
      );
    }
    const { event, photo } = own ?? { event: readJson(args.eventFile), photo: readPhoto(args.photo) };
    buildFunction(line.values);
    const out = chooseOutFolder(line.values.out, 'invoke', ['']);
    return await runEvent(args, { name: args.eventFile, event, photoOf: async () => photo, out });
  },
});

/** @throws {UsageError} unless one event is named. */
export function toInvokeArguments({ values, positionals }: CommandLine<typeof options>): InvokeArguments {
  const [eventFile, ...others] = positionals;
  if (eventFile === undefined) throw new UsageError('which event? Name a JSON file, or a photo.');
  if (others.length > 0) {
    throw new UsageError(
      `expected one event at a time, found ${positionals.length}: ${positionals.join(' ')}`,
    );
  }
  return { eventFile, ...toRunOptions(values) };
}

runIfMain(import.meta.url, invoke);
