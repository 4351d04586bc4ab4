// What a gateway answers in COS' place, to the built file: the record that meets it is thrown back, by name, and the other
// records of the event are done. Before Node.js 16 a connection that closes in the middle of a body looks like its end.

import { readFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import type { FaultKind } from '../../../src/local/cos/cos.ts';
import { samples } from '../../fixtures/images/images.ts';
import { openStage, TARGET } from '../../support/stage.ts';

const stage = await openStage();
const photo = readFileSync(samples.portrait.path);
const [bad] = (await stage.upload('bad.jpg', photo)).Records;
const [good] = (await stage.upload('good.jpg', photo)).Records;
const thumbnailer = stage.start();

afterEach(() => {
  stage.server.faults.clear();
  for (const key of stage.server.objects.keys(TARGET)) stage.server.objects.delete(TARGET, key);
});

const page = Buffer.from(`<html><body>${'<br>'.repeat(120)}</body></html>`);
const error = Buffer.from('<?xml version="1.0"?><Error><Code>SlowDown</Code><Message>Slow');
const answers: readonly (readonly [what: string, kind: FaultKind])[] = [
  ['a page', { status: 502, bytes: page }],
  ['the beginning of a page', { status: 404, bytes: Buffer.from('<html') }],
  ['the beginning of a comment', { status: 403, bytes: Buffer.from('<!--') }],
  ['an error that is cut short', { status: 503, bytes: error, ending: 'cut' }],
  ['an error that is closed in the middle of its body', { status: 404, bytes: error, ending: 'cut' }],
  ['a body without an end', { status: 500, bytes: Buffer.alloc(1 << 20, '<a>'), ending: 'endless' }],
];

const requests = answers.flatMap((answer) => ['GET', 'PUT'].map((method) => [...answer, method] as const));

test.each(requests)(
  '%s in answer to a request costs no more than its record (%#)',
  async (_what, kind, method) => {
    stage.server.faults.add({ method, keyPrefix: 'bad', kind, times: Infinity });
    const answer = await thumbnailer.invoke({ Records: [bad, good] });
    expect(answer.statusCode).toBe(430);
    expect(answer.error).toMatchObject({
      type: 'RedeliveryError',
      message: expect.stringMatching(/because of 1 failure:\n.*bad\.jpg: store-unavailable/),
    });
    expect(stage.server.objects.keys(TARGET)).toEqual(['good.jpg']);
  },
);
