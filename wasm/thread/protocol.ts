// What the host and an engine's script say to each other. Types only.

import type { Encoded, Region, Rendered, RenderJob, SourceInfo } from '../../src/function/engine/engine.ts';
import type { ErrorCode } from '../../src/function/errors.ts';
import type { SourceFormat } from '../../src/function/format/format.ts';

/** @typeParam Name The names of the modules that the engine consists of. */
export type Request<Name extends string = string> =
  | { readonly op: 'boot'; readonly modules: Readonly<Partial<Record<Name, Uint8Array>>> }
  | { readonly op: 'inspect'; readonly bytes: Uint8Array; readonly format: SourceFormat }
  | {
      readonly op: 'trim';
      /** Left out: those of the last `inspect`. */
      readonly bytes?: Uint8Array;
      readonly info: SourceInfo;
      readonly threshold: number;
    }
  | {
      readonly op: 'render';
      /** Without bytes: those of the last `inspect` or `trim`, which the engine holds until then. */
      readonly job: Partial<Pick<RenderJob, 'bytes'>> & Omit<RenderJob, 'bytes'>;
    };

/** What each request answers with. */
export interface Answers {
  boot: undefined;
  inspect: SourceInfo;
  trim: Region;
  render: Rendered;
}

export interface EngineFailure {
  readonly code: ErrorCode;
  readonly message: string;
  /** Can the engine serve on? After a trap its memory is in no known state. */
  readonly fatal: boolean;
}

/** Said before the reply to a `render`: a thumbnail that is ready while others are made. The reply has it again. */
export interface Delivery {
  /** Of its spec. */
  readonly index: number;
  readonly encoded: Encoded;
}

export type Reply =
  | {
      readonly ok: true;
      readonly answer: Answers[keyof Answers];
      /** Bytes of linear memory, which never shrinks. */
      readonly memory: number;
    }
  | { readonly ok: false; readonly failure: EngineFailure };
