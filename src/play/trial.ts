// What the page shows of one photo and one answer of the function to it: upload, event, invocations, results.

import type { Bilingual } from '../function/doctor/bilingual.ts';
import type { Outcome } from '../function/report.ts';
import type { CosEvent, LoggedRequest } from '../local/cos/cos.ts';
import type { Invocation } from '../local/scf/invocation.ts';
import type { Machine, ScfEstimate } from './machine.ts';

/** A photo in the local bucket. */
export interface PlayPhoto {
  readonly id: string;
  readonly key: string;
  readonly bytes: number;
  /** As the browser said; empty if it did not know. */
  readonly contentType: string;
  /** The text of x-cos-meta-focus, or empty. */
  readonly focus: string;
  /** Why its thumbnails have other colours, if they have. */
  readonly colours?: Bilingual;
  readonly deleted: boolean;
}

/** What the function is asked to do, and on which machine. */
export interface Configuration {
  /** Settings of the function: names that begin with `THUMB_`. */
  readonly env: Readonly<Record<string, string>>;
  readonly machine: Machine;
}

/** An object that the function has stored, or found in its place. */
export interface Kept {
  /** Where the page gets its bytes. */
  readonly href: string;
  readonly bucket: string;
  readonly key: string;
  readonly bytes: number;
  readonly headers: Readonly<Record<string, string>>;
}

export interface TrialResult {
  readonly outcome: Outcome;
  /** Of a thumbnail that was up-to-date: the outcome of the trial that stored it. */
  readonly made?: Outcome;
  /** Absent if nothing is in the target bucket. */
  readonly object?: Kept;
}

export type Occasion = 'upload' | 'overwrite' | 'delete' | 'deliver' | 'settings';

export interface PlayTrial {
  readonly id: string;
  readonly photo: string;
  readonly occasion: Occasion;
  /** `superseded`: newer settings came before its turn. `failed`: the function could not be run at all. */
  readonly state: 'waiting' | 'running' | 'done' | 'failed' | 'superseded';
  readonly configuration: Configuration;
  /** The globs of the route of THUMB_PRESETS that the photo's key fits, as written; absent if it has no routes, or none fits. */
  readonly globs?: string;
  /** Of the upload or removal that made the event. */
  readonly request: LoggedRequest | undefined;
  readonly event: CosEvent;
  /** More than one if the event was delivered again. */
  readonly invocations: readonly Invocation[];
  /** What the function asked of COS, in order. */
  readonly requests: readonly LoggedRequest[];
  readonly results: readonly TrialResult[];
  /** Parsed. */
  readonly manifest?: unknown;
  readonly estimate?: ScfEstimate;
  /** Why it could not be run. */
  readonly error?: string;
}
