// What main_handler answers: what became of every record, rendition by rendition.

import type { Region } from './engine/engine.ts';
import type { ErrorCode } from './errors.ts';
import type { OutputFormat } from './format/format.ts';

/** Why a record or a rendition was left alone on purpose: a success. */
export type SkipCode =
  | 'target-object' // one of our own thumbnails
  | 'folder' // a key that ends in `/`
  | 'empty-object'
  | 'other-event' // a removal, a restore ...
  | 'excluded' // by THUMB_INCLUDE or THUMB_EXCLUDE
  | 'not-an-image' // neither its bytes nor its name say so
  | 'source-missing' // deleted since the event
  | 'up-to-date' // of a rendition or a manifest: the target holds what would be made
  | 'incomplete'; // of a manifest: not all thumbnails are there

export type Outcome = StoredOutcome | StoredManifest | SkippedOutcome | RemovedOutcome | FailedOutcome;

export interface StoredOutcome {
  readonly preset: string;
  readonly manifest?: never;
  readonly status: 'stored';
  readonly bucket: string;
  readonly key: string;
  readonly format: OutputFormat;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly bytes: number;
  readonly contentType: string;
  /** The thumbnail's own, with its quotes. */
  readonly etag: string;
  /** Frames of an animation; absent for a still. */
  readonly pages?: number;
  /** What a crop kept, of the photo at its full size; absent: all of it. */
  readonly crop?: Region;
  /** Said where it is the source's own picture without its metadata: encoded anew it would have had more bytes. */
  readonly kept?: 'source';
  /** What is not as it was asked for, and how to mend it. */
  readonly warnings?: readonly string[];
}

/** Of a photo all of whose thumbnails are in place. */
export interface StoredManifest {
  readonly manifest: true;
  readonly status: 'stored';
  readonly bucket: string;
  readonly key: string;
  readonly bytes: number;
  readonly contentType: string;
  readonly etag: string;
}

/** Without `preset` and `manifest` the record was skipped as a whole. */
export interface SkippedOutcome {
  readonly preset?: string;
  readonly manifest?: true;
  readonly status: 'skipped';
  readonly code: SkipCode;
  readonly message: string;
}

/** A thumbnail whose source is gone, or had another format; or, without `preset`, what else there was of a source that is gone. */
export interface RemovedOutcome {
  readonly preset?: string;
  readonly manifest?: true;
  readonly status: 'removed';
  readonly bucket: string;
  readonly key: string;
}

/** Without `preset` and `manifest` the record failed as a whole. */
export interface FailedOutcome {
  readonly preset?: string;
  readonly manifest?: true;
  readonly status: 'failed';
  /** `internal`: a bug of ours. */
  readonly code: ErrorCode | 'internal';
  readonly message: string;
}

export interface RecordReport {
  /** Absent, like key, when the record could not be read. */
  readonly bucket?: string;
  readonly key?: string;
  /** The source's, once it was read. */
  readonly etag?: string;
  readonly ms: number;
  readonly outcomes: readonly Outcome[];
}

/** One step of a record's way, for those who look where the time goes. */
export interface StepReport {
  readonly bucket: string;
  readonly key: string;
  /** `read`, `inspected`, `rendered`; `changed` when the source has meanwhile, and all begins again. */
  readonly step: string;
  /** From the beginning of the record to the end of the step. */
  readonly ms: number;
  /** What the step dealt with: bytes, pixels. */
  readonly [fact: string]: unknown;
}

/** Counts are of outcomes. */
export interface Report {
  readonly stored: number;
  readonly skipped: number;
  /** What is removed of photos that are not there any more, or have another format; always 0 unless THUMB_ON_DELETE is `mirror`. */
  readonly removed: number;
  readonly failed: number;
  /** What served: `wasm-vips 0.0.19`. */
  readonly engine: string;
  readonly records: readonly RecordReport[];
}

/** Counts the outcomes. */
export function summarise(records: readonly RecordReport[], engine: string): Report {
  const outcomes = records.reduce<readonly Outcome[]>((all, record) => all.concat(record.outcomes), []);
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
