// What befalls one request in a hundred: which, and what. Pure but for chance.

import type { Fault, FaultKind } from '../../../src/local/cos/cos.ts';
import type { Random } from '../../support/random.ts';

/** Of all requests. */
const share = 0.01;

/** What an upload's event takes: one GET of the source, a HEAD of it and one of the target, a PUT. */
const requestsOfUpload = ['GET', 'HEAD', 'HEAD', 'PUT'];
/** What it takes when it comes again. */
const requestsOfRepetition = ['GET', 'HEAD'];

const anywhere: readonly FaultKind[] = [
  { status: 500 },
  { status: 503 },
  { status: 503, html: true },
  { status: 403 },
  { reset: 'before-response' },
  { close: 'before-response' },
];
const particular: Readonly<Record<string, readonly FaultKind[]>> = {
  GET: [
    { reset: 'mid-body' },
    { close: 'mid-body' },
    { unterminatedChunked: true },
    { shortLength: true },
    { corruptByte: true },
    { wrongCrc64: true },
    { wrongEtag: true },
  ],
  HEAD: [],
  PUT: [{ corruptByte: true }, { wrongCrc64: true }, { wrongEtag: true }],
};
/** Takes seconds each: the function waits for a silent connection. */
const silence: FaultKind = { stall: 'before-response' };
const shareOfSilence = 0.02;

/** The fault that one event suffers, most often none. */
export function chooseFault(random: Random, isRepeated: boolean): Fault | undefined {
  const requests = isRepeated ? requestsOfRepetition : requestsOfUpload;
  if (!random.chance(share * requests.length)) return undefined;
  const method = random.pick(requests);
  const kinds = [...anywhere, ...(particular[method] ?? [])];
  return { method, kind: random.chance(shareOfSilence) ? silence : random.pick(kinds) };
}
