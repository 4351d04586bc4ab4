// The answer to "what would it cost?": what a bucket holds, what of it would be done, how long that takes and what it costs.

import type { Prices } from '../prices.ts';
import type { LeftOut } from './choose.ts';
import type { Estimate } from './estimate.ts';

/** Objects and their bytes. */
export interface Amount {
  readonly objects: number;
  readonly bytes: number;
}

export interface Quote {
  /** When the bucket was listed, in ISO 8601 and UTC. */
  readonly time: string;
  readonly memoryMb: number;
  readonly timeoutS: number;
  readonly listed: Amount;
  /** What would be sent to the function. */
  readonly taken: Amount;
  readonly leftOut: Readonly<Partial<Record<LeftOut, number>>>;
  /** Of what is taken: extension in lower case -> amount; the empty name is that of keys without one. */
  readonly byExtension: Readonly<Record<string, Amount>>;
  /** Of all that is listed. */
  readonly byStorageClass: Readonly<Record<string, Amount>>;
  /** `sample`: photos of this bucket were sent through the function. `figures`: by figures of other photos. */
  readonly basis: 'sample' | 'figures';
  readonly sample: {
    readonly photos: number;
    readonly stored: number;
    readonly skipped: number;
    readonly failed: number;
    readonly codes: Readonly<Record<string, number>>;
    readonly yuan: number;
  };
  readonly recordsPerCall: number;
  /** 95 of 100 photos take at most that long; undefined: not measured. */
  readonly p95Ms: number | undefined;
  readonly calls: number;
  /** To COS: by the function, and for the listings. */
  readonly requests: number;
  readonly gbSeconds: Estimate;
  readonly yuan: Estimate;
  /** With `concurrency` calls under way all the time. */
  readonly hours: Estimate;
  readonly concurrency: number;
  readonly prices: Prices;
}
