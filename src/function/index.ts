// The file that SCF loads: `index.main_handler`. It must be read by every Node.js that SCF has, down to 6.10: those that
// cannot run the function are told so, instead of failing on its first modern call.

import type { Context } from './handler.ts';
import type { Report } from './report.ts';

type Callback = (error: Error) => void;

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const isOld = major < 10 || (major === 10 && minor < 15);

/** SCF before Node.js 10 hears of a failure by the callback only. */
function refuse(_event: unknown, _context: unknown, callback: Callback): void {
  callback(
    new Error(
      `this function needs Node.js 10.15 or newer and runs on ${process.versions.node}. A function's runtime cannot be ` +
        'changed: create a new function with the newest runtime that the console offers, and upload the same zip.',
    ),
  );
}

/**
 * Makes thumbnails of the photos that a COS event speaks of.
 *
 * @param event As the COS trigger delivers it, or a test event of the console.
 * @param context SCF's.
 * @throws {RedeliveryError} when the event should be delivered again, {ConfigError} when a `THUMB_` setting is wrong,
 * {ThumbnailError} `event-malformed` when this is no COS event.
 */
export const main_handler: (event: unknown, context?: Context) => Promise<Report> = isOld
  ? refuse
  : require('./function.ts').main_handler;
