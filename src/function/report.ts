// The types of the answer of main_handler: what became of every record, rendition by rendition. Knows no way to make or store
// a thumbnail.

import type { EngineName, Region } from './engine/engine.ts';
import type { ErrorCode } from './errors.ts';
import type { OutputFormat } from './format/format.ts';

/** Why nothing was made of a record or a rendition, on purpose. A skip counts as a success. */
export type SkipCode =
  | 'target-object' // the object is one that this function wrote, like a thumbnail
  | 'folder' // the key ends in `/`, or in `.` or `..` as a path may
  | 'empty-object' // the object has no bytes
  | 'other-event' // the event is not an upload, but a removal, a restore ...
  | 'excluded' // THUMB_INCLUDE or THUMB_EXCLUDE leaves the key out
  | 'no-preset' // THUMB_PRESETS has no route for the key, or one that makes nothing
  | 'not-an-image' // neither the object's bytes, nor its name, nor its Content-Type say that it is an image
  | 'source-missing' // the object was deleted since the event
  | 'up-to-date' // the target already holds the thumbnail or manifest that would be made
  | 'incomplete'; // no manifest is written, because not all thumbnails are there

export type Outcome = StoredOutcome | StoredManifest | SkippedOutcome | RemovedOutcome | FailedOutcome;

/** A thumbnail that was stored. */
export interface StoredOutcome {
  /** The preset's name; empty for an unnamed preset. */
  readonly preset: string;
  readonly manifest?: never;
  readonly status: 'stored';
  readonly bucket: string;
  readonly key: string;
  readonly format: OutputFormat;
  /** The thumbnail's size in pixels. */
  readonly width: number;
  readonly height: number;
  readonly bytes: number;
  readonly contentType: string;
  /** The thumbnail's own ETag, with its quotes. */
  readonly etag: string;
  /** How many frames an animation has; absent for a still image. */
  readonly pages?: number;
  /** The part of the photo that a crop kept, in pixels of the photo at its full size; absent when all of it was kept. */
  readonly crop?: Region;
  /** What made it; the report's own `engine` has the versions. */
  readonly engine: EngineName;
  /** Set when the source's own data was stored, without its metadata, because encoding it again gave more bytes. */
  readonly kept?: 'source';
  /** Where the thumbnail differs from what was asked for, and how to fix it; one sentence each. */
  readonly warnings?: readonly string[];
}

/** The manifest of a photo, which is stored once all of its thumbnails are in place. */
export interface StoredManifest {
  readonly manifest: true;
  readonly status: 'stored';
  readonly bucket: string;
  readonly key: string;
  readonly bytes: number;
  readonly contentType: string;
  readonly etag: string;
}

/** A rendition, or the manifest, of which nothing was made on purpose; without either, the whole record was skipped. */
export interface SkippedOutcome {
  readonly preset?: string;
  readonly manifest?: true;
  readonly status: 'skipped';
  readonly code: SkipCode;
  readonly message: string;
}

/** A thumbnail that is in the target bucket already. A rendition is skipped for no other reason. */
export interface UpToDateOutcome extends SkippedOutcome {
  readonly preset: string;
  readonly code: 'up-to-date';
}

/**
 * A thumbnail that was removed because its source was deleted, or overwritten by one of another format or without such a thumbnail.
 * Without `preset` it is another object of the source: its manifest, or its failure record.
 */
export interface RemovedOutcome {
  readonly preset?: string;
  readonly manifest?: true;
  readonly status: 'removed';
  readonly bucket: string;
  readonly key: string;
}

/** A rendition, or the manifest, that failed; without either, the whole record failed. */
export interface FailedOutcome {
  readonly preset?: string;
  readonly manifest?: true;
  readonly status: 'failed';
  /** The error's code; `internal` for a bug in this function. */
  readonly code: ErrorCode | 'internal';
  readonly message: string;
}

/** What became of one record. */
export interface RecordReport {
  /** The source's bucket with its appid; absent, like `key`, when the record could not be read. */
  readonly bucket?: string;
  readonly key?: string;
  /** The source's ETag, with its quotes; absent until it was read. */
  readonly etag?: string;
  /** How long the record took, in milliseconds. */
  readonly ms: number;
  readonly outcomes: readonly Outcome[];
  /** What went wrong beside the thumbnails, such as a message to THUMB_NOTIFY; a sentence each. */
  readonly warnings?: readonly string[];
}

/** One step of a record's processing, to see where the time goes. */
export interface StepReport {
  readonly bucket: string;
  readonly key: string;
  /** `read`, `inspected` or `rendered`; `changed` when the source was overwritten meanwhile and the record begins again. */
  readonly step: string;
  /** Milliseconds from the beginning of the record to the end of the step. */
  readonly ms: number;
  /** Figures of the step, like bytes and pixels. */
  readonly [fact: string]: unknown;
}

/** The answer of main_handler. Its counts are of outcomes, not of records. */
export interface Report {
  readonly stored: number;
  readonly skipped: number;
  /** Removed objects of photos that were deleted or overwritten; always 0 unless THUMB_ON_DELETE is `mirror`. */
  readonly removed: number;
  readonly failed: number;
  /** The engine's name and version, like `wasm-vips 0.0.19`. */
  readonly engine: string;
  readonly records: readonly RecordReport[];
}

/**
 * Makes the report of an invocation from those of its records, with the outcomes counted by status.
 *
 * @param engine The engine's name and version.
 */
export function summarise(records: readonly RecordReport[], engine: string): Report {
  const outcomes: Outcome[] = [];
  for (const record of records) outcomes.push(...record.outcomes);
  const count = (status: Outcome['status']) => outcomes.filter((outcome) => outcome.status === status).length;
  return {
    stored: count('stored'),
    skipped: count('skipped'),
    removed: count('removed'),
    failed: count('failed'),
    engine,
    records,
  };
}
