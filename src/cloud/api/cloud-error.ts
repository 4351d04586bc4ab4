// What went wrong at the cloud, in words for the person who runs a command.

import type { Bilingual } from '../../function/doctor/bilingual.ts';

export interface CloudErrorFacts {
  /** What happened and how to mend it, as whole sentences. */
  readonly text: Bilingual;
  /** The API's name for what was asked, such as `CreateFunction`; undefined if nothing was asked yet. */
  readonly action?: string | undefined;
  /** The API's error code, such as `ResourceInUse.FunctionName`; undefined if no answer came. */
  readonly code?: string | undefined;
  readonly requestId?: string | undefined;
  readonly cause?: unknown;
}

/** An expected failure: its `text` is all that a person needs, and holds no credentials. `message` is the English text. */
export class CloudError extends Error {
  override readonly name = 'CloudError';
  readonly text: Bilingual;
  readonly action: string | undefined;
  readonly code: string | undefined;
  readonly requestId: string | undefined;

  constructor({ text, action, code, requestId, cause }: CloudErrorFacts) {
    super(text.en, { cause });
    this.text = text;
    this.action = action;
    this.code = code;
    this.requestId = requestId;
  }
}
