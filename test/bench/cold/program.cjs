// The child process of a measurement: loads a handler, calls it with one event after the other, and says on file
// descriptor 3 what that took once nothing is left to do. Runs on Node.js 10.15 itself: plain CommonJS, no newer syntax.
'use strict';

// biome-ignore lint/style/useNodejsImportProtocol: Node.js 10 and 12 do not know it.
const { readFileSync, writeSync } = require('fs');

const { file, events, context } = JSON.parse(process.argv[2]);

/** Milliseconds by the system's monotonic clock, which other processes read alike. */
function now() {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1e3 + nanoseconds / 1e6;
}

/** CPU time of the process and all its threads so far, milliseconds. */
function cpu() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e3;
}

/** VmHWM, and RssFile now: the pages of files, above all of Node.js' own binary, that the kernel can drop; kB. */
function memory() {
  if (process.platform !== 'linux') {
    return { peakKb: process.resourceUsage ? process.resourceUsage().maxRSS : 0, fileKb: 0 };
  }
  const status = readFileSync('/proc/self/status', 'utf8');
  const field = (name) => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)[1]);
  return { peakKb: field('VmHWM'), fileKb: field('RssFile') };
}

const invocations = [];
let failure;

process.on('exit', () => {
  writeSync(3, JSON.stringify(Object.assign({ invocations, failure, cpuMs: cpu() }, memory())));
});

async function main() {
  const handler = require(file).main_handler;
  // The first event comes by a socket, for which the event loop has to turn.
  await new Promise(setImmediate);
  for (const event of events) {
    const startMs = now();
    const startCpuMs = cpu();
    const answer = await handler(event, context);
    invocations.push({ answer, startMs, endMs: now(), cpuMs: cpu() - startCpuMs });
  }
}

main().catch((error) => {
  // What a handler throws may carry its answer, as that of this function does.
  failure =
    error instanceof Error ? { message: error.message, report: error.report } : { message: String(error) };
});
