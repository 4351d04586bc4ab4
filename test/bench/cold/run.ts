// One fresh process that holds a handler, calls it, and ends: what it took. Knows no photos and no store.

import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { undoAtExit } from './undo.ts';

const program = fileURLToPath(new URL('program.cjs', import.meta.url));
/** Milliseconds: what has not ended by then is killed, and has failed. */
const longest = 300_000;

export interface Command {
  /** Path of the Node.js binary. */
  readonly node: string;
  /** CommonJS, with `main_handler` in it. */
  readonly file: string;
  /** The handler is called with one after the other. */
  readonly events: readonly unknown[];
  readonly context: object;
  /** All of the environment: nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  /** What comes before the command line, to run it elsewhere than on all of this machine. */
  readonly enter?: readonly string[];
}

/** Milliseconds and MB of 1024 * 1024 bytes. */
export interface Measured {
  /** From the start of the process to the first answer. */
  readonly wallMs: number;
  /** The part of `wallMs` before the handler can be called: Node.js starts, and the file is read and run. */
  readonly loadMs: number;
  /** Of the process with all its threads, from its start to its end. */
  readonly cpuMs: number;
  /** The most memory that the process held, 0 where the system does not say. */
  readonly peakMb: number;
  /** The same without the pages of files, as src/local/scf/memory.ts counts. */
  readonly heldMb: number;
  /** `answer` is the handler's own. */
  readonly invocations: readonly {
    readonly answer: unknown;
    readonly wallMs: number;
    readonly cpuMs: number;
  }[];
}

export type Result =
  | { readonly kind: 'measured'; readonly measured: Measured }
  | {
      readonly kind: 'failed';
      /** In a word or two: the function's code, where it has one. */
      readonly reason: string;
      readonly message: string;
    };

/** What program.cjs says. */
interface Said {
  readonly invocations: readonly {
    readonly answer?: unknown;
    readonly startMs: number;
    readonly endMs: number;
    readonly cpuMs: number;
  }[];
  readonly failure?: { readonly message: string; readonly report?: unknown };
  readonly cpuMs: number;
  readonly peakKb: number;
  readonly fileKb: number;
}

/** Resolves once the process has ended, by itself or because the time was up. */
export async function runHandler(command: Command): Promise<Result> {
  const ran = await runProgram(command);
  return 'kind' in ran ? ran : toResult(ran.said, ran.startMs, command.events.length);
}

/**
 * @param command Without events the file is only loaded; it needs no handler then.
 * @returns CPU time of the process with all its threads, from its start to its end; milliseconds.
 * @throws {Error} if it did not end well, or a handler threw.
 */
export async function cpuOfProgram(command: Command): Promise<number> {
  const ran = await runProgram(command);
  const failure = 'kind' in ran ? ran : ran.said.failure;
  if (failure !== undefined) throw new Error(`${command.file}: ${failure.message}`);
  return (ran as Ran).said.cpuMs;
}

interface Ran {
  readonly said: Said;
  readonly startMs: number;
}

async function runProgram({
  node,
  file,
  events,
  context,
  env,
  enter = [],
}: Command): Promise<Ran | Extract<Result, { kind: 'failed' }>> {
  const [command = node, ...args] = [...enter, node, program, JSON.stringify({ file, events, context })];
  const startMs = now();
  const child = spawn(command, args, {
    cwd: dirname(file),
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    timeout: longest,
    killSignal: 'SIGKILL',
  });
  const kill = undoAtExit(() => child.kill('SIGKILL'));
  const ended = new Promise<string | undefined>((resolve, reject) => {
    child.on('error', reject).on('close', (code, signal) => {
      if (signal !== null) resolve(`killed by ${signal}`);
      else resolve(code === 0 ? undefined : `ended with exit code ${code}`);
    });
  });
  try {
    const [problem, said, stderr] = await Promise.all([
      ended,
      text(child.stdio[3] as Readable),
      text(child.stderr as Readable),
    ]);
    if (problem !== undefined) return failed(problem, `${problem} ${lastLine(stderr)}`.trim());
    return { said: JSON.parse(said) as Said, startMs };
  } finally {
    kill();
  }
}

/** program.cjs reads the same clock. */
function now(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

function toResult(
  { failure, cpuMs, peakKb, fileKb, ...said }: Said,
  startMs: number,
  wanted: number,
): Result {
  if (failure !== undefined) return failed(firstCode(failure.report) ?? 'it threw', failure.message);
  const [first] = said.invocations;
  if (!first || said.invocations.length < wanted) return failed('it ended without an answer');
  const invocations = said.invocations.map((one) => ({
    answer: one.answer,
    wallMs: one.endMs - one.startMs,
    cpuMs: one.cpuMs,
  }));
  return {
    kind: 'measured',
    measured: {
      wallMs: first.endMs - startMs,
      loadMs: first.startMs - startMs,
      cpuMs,
      peakMb: peakKb / 1024,
      heldMb: (peakKb - fileKb) / 1024,
      invocations,
    },
  };
}

export function failed(reason: string, message = reason): Extract<Result, { kind: 'failed' }> {
  return { kind: 'failed', reason, message };
}

/** @param report A handler's answer, or several. */
export function firstCode(report: unknown): string | undefined {
  return /"code":"([^"]+)"/.exec(JSON.stringify(report) ?? '')?.[1];
}

function lastLine(output: string): string {
  return output.trim().split('\n').at(-1) ?? '';
}
