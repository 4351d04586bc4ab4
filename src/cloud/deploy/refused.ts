// A deployment that is not begun, and every reason why.

import type { Bilingual } from '../../function/doctor/bilingual.ts';
import { CloudError } from '../api/cloud-error.ts';

/** Nothing has been changed. */
export class Refused extends CloudError {
  readonly reasons: readonly Bilingual[];

  /** @param reasons Whole sentences, which say how to mend it. */
  constructor(reasons: readonly Bilingual[]) {
    super({
      text: {
        en: reasons.map(({ en }) => en).join('\n'),
        zh: reasons.map(({ zh }) => zh).join('\n'),
      },
    });
    this.reasons = reasons;
  }
}
