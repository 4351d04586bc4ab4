// The messages between the host and an engine's script. Types only; knows no engine.

import type { Encoded, Region, Rendered, RenderJob, SourceInfo } from '../../src/function/engine/engine.ts';
import type { ErrorCode } from '../../src/function/errors.ts';
import type { SourceFormat } from '../../src/function/format/format.ts';

/**
 * Names a source in requests, so that an engine never takes the bytes of another one for it: different for different bytes
 * as long as the process lives.
 */
export type SourceId = number;

/**
 * A request to an engine, which answers requests in order.
 *
 * @typeParam Name The names of the modules that the engine consists of.
 */
export type Request<Name extends string = string> =
  | { readonly op: 'boot'; readonly modules: Readonly<Partial<Record<Name, Uint8Array>>> }
  | {
      readonly op: 'inspect';
      readonly source: SourceId;
      readonly bytes: Uint8Array;
      readonly format: SourceFormat;
      /** The function's memory, MB; undefined or 0 if it is not known. */
      readonly memoryMb?: number;
    }
  | {
      readonly op: 'trim';
      readonly source: SourceId;
      /** May be left out if the engine holds the source: it keeps that of the last `inspect` or `trim`, until a `render`. */
      readonly bytes?: Uint8Array;
      readonly info: SourceInfo;
      readonly threshold: number;
      readonly memoryMb?: number;
    }
  | {
      readonly op: 'render';
      readonly source: SourceId;
      /** `bytes` may be left out as for a `trim`. */
      readonly job: Partial<Pick<RenderJob, 'bytes'>> & Omit<RenderJob, 'bytes'>;
      readonly memoryMb?: number;
    };

/** The answer to each request, by its `op`. */
export interface Answers {
  boot: undefined;
  inspect: SourceInfo;
  trim: Region;
  render: Rendered;
}

/** A failure as it crosses threads, where errors lose their class. */
export interface EngineFailure {
  readonly code: ErrorCode;
  readonly message: string;
  /** Whether the engine must be replaced. After a trap its memory is in an unknown state. */
  readonly fatal: boolean;
}

/** Sent before the reply to a `render`: one thumbnail that is ready while others are still made. The reply contains it again. */
export interface Delivery {
  /** The index of the thumbnail's spec in the job. */
  readonly index: number;
  readonly encoded: Encoded;
}

/** The reply to a request. */
export type Reply =
  | {
      readonly ok: true;
      readonly answer: Answers[keyof Answers];
      /** Bytes of linear memory, which never shrinks. */
      readonly memory: number;
    }
  | { readonly ok: false; readonly failure: EngineFailure };
