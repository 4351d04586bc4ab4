// The entry point that SCF loads: `index.main_handler`. Every Node.js of SCF must be able to parse this file, down to 6.10,
// so that a runtime which is too old gets an error that says so, instead of a failure at the first API that it lacks.

import type { Diagnosis } from './doctor/diagnosis.ts';
import type { Context } from './event/allowance.ts';
import type { Report } from './report.ts';

type Callback = (error: Error) => void;

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const isOld = major < 10 || (major === 10 && minor < 15);

/** Fails the invocation through the callback, because SCF's runtimes before Node.js 10 do not look at a returned promise. */
function refuse(_event: unknown, _context: unknown, callback: Callback): void {
  callback(
    new Error(
      `this function needs Node.js 10.15 or newer and runs on ${process.versions.node}. A function's runtime cannot be ` +
        'changed: create a new function with the newest runtime that the console offers, and upload the same zip.',
    ),
  );
}

/**
 * Makes thumbnails of the photos that a COS event names, and stores them in the target bucket.
 *
 * @param event The event as the COS trigger delivers it, or a test event of the console.
 * @param context SCF's context: the time that is left, the function's memory, the request id.
 * @returns What became of every record of the event; for the event `{"thumbnailer": "doctor"}`, what is wrong with the function.
 * @throws {RedeliveryError} when something failed that another delivery of the event may fix.
 * @throws {ConfigError} when a `THUMB_` setting is wrong.
 * @throws {ThumbnailError} `event-malformed` when the event is not one of COS.
 */
export const main_handler: (event: unknown, context?: Context | null) => Promise<Report | Diagnosis> = isOld
  ? refuse
  : require('./function.ts').main_handler;
