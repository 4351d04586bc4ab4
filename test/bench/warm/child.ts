// The child process of one contender: answers jobs over IPC, one at a time, for as long as its parent lives.
// Arguments: the contender's name, and how many cores it may use.

import { readFile } from 'node:fs/promises';
import {
  type Contender,
  type ContenderName,
  contenders,
  type Job,
  type Sample,
  type StartContender,
} from './contender.ts';

/** What is sent back: `ready` once, then one for each job. */
export type Answer = 'ready' | Sample | { readonly error: string };

let last: { readonly path: string; readonly bytes: Uint8Array } | undefined;

/** Reads each photo once, as long as the same one is asked for. */
async function load(path: string, { prepare }: Contender): Promise<Uint8Array> {
  if (last?.path !== path) {
    const file = await readFile(path);
    last = { path, bytes: prepare?.(file) ?? file };
  }
  return last.bytes;
}

async function answer(contender: Contender, job: Job): Promise<Answer> {
  try {
    const photo = await load(job.path, contender);
    const startedAt = performance.now();
    const before = process.cpuUsage();
    const thumbnails = await contender.render(photo, job);
    const { user, system } = process.cpuUsage(before);
    const ms = performance.now() - startedAt;
    return {
      ms,
      cpuMs: (user + system) / 1000,
      bytes: thumbnails.reduce((sum, { length }) => sum + length, 0),
    };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

async function main(name: ContenderName, cores: number): Promise<void> {
  const send = (message: Answer) => process.send?.(message);
  process.on('disconnect', () => process.exit());
  try {
    const { start } = (await import(`./contenders/${contenders[name]}.ts`)) as { start: StartContender };
    const contender = await start(cores);
    process.on('message', async (job: Job) => send(await answer(contender, job)));
    send('ready');
  } catch (error) {
    send({ error: (error as Error).message });
  }
}

const [name, cores] = process.argv.slice(2);
void main(name as ContenderName, Number(cores));
