// The built file tells a receiver that a photo is done: on every runtime, over TLS, with the address that it has checked.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Report } from '../../../src/function/report.ts';
import { samples } from '../../fixtures/images/images.ts';
import { briefly } from '../../support/outcomes.ts';
import { isSigned, receiverHost, startReceiver } from '../../support/receiver.ts';
import { openStage, TARGET } from '../../support/stage.ts';

const stage = await openStage({ protocol: 'https' });
const receiver = await startReceiver();
const folder = mkdtempSync(join(tmpdir(), 'notify-'));
afterAll(async () => {
  await receiver.close();
  rmSync(folder, { recursive: true });
});
const event = await stage.upload('photos/cat.jpg', readFileSync(samples.portrait.path));
const secret = 'fedcba9876543210fedcba9876543210';

/** A name server that gives an address to the receiver's name, and an internet that has the receiver behind a public one. */
function environment(address: string): Record<string, string> {
  const file = join(folder, `${address}.js`);
  const script = `
    const dns = require('dns'), net = require('net');
    const { lookup } = dns, { connect } = net.Socket.prototype;
    dns.lookup = (host, options, done) =>
      host === '${receiverHost}' ? done(null, [{ address: '${address}', family: 4 }]) : lookup(host, options, done);
    net.Socket.prototype.connect = function (...args) {
      const options = Array.isArray(args[0]) ? args[0][0] : args[0];
      if (options && options.host === '${receiverHost}') {
        const given = options.lookup;
        options.port = ${receiver.port};
        options.lookup = (host, wanted, done) =>
          given(host, { all: true }, (error, [found]) => {
            if (found.address !== '93.184.216.34') throw new Error('connects to ' + found.address);
            const here = { address: '127.0.0.1', family: 4 };
            if (wanted.all) done(error, [here]);
            else done(error, here.address, here.family);
          });
      }
      return connect.apply(this, args);
    };`;
  writeFileSync(file, script);
  return {
    NODE_OPTIONS: `--require ${file}`,
    THUMB_NOTIFY: `https://${receiverHost}/done`,
    THUMB_NOTIFY_SECRET: secret,
  };
}

test('a receiver gets the report, signed, and the instance sleeps then', async () => {
  const invocation = await stage.start({ env: environment('93.184.216.34') }).invoke(event);
  expect(briefly(invocation)).toEqual(['stored photos/cat.jpg']);
  const { records } = invocation.answer as Report;
  expect(records[0]?.warnings).toBeUndefined();
  expect(receiver.received).toHaveLength(1);
  const [one] = receiver.received;
  expect(JSON.parse(one?.body ?? '')).toMatchObject({ version: 1, redelivery: false, record: records[0] });
  expect(one && isSigned(one, secret)).toBe(true);
  expect(JSON.stringify(invocation)).not.toContain(secret);
});

test('a name that leads into the private network gets nothing, and the thumbnail is there', async () => {
  stage.server.objects.delete(TARGET, 'photos/cat.jpg');
  const before = receiver.connections();
  const invocation = await stage.start({ env: environment('169.254.0.23') }).invoke(event);
  expect(briefly(invocation)).toEqual(['stored photos/cat.jpg']);
  const { records } = invocation.answer as Report;
  expect(records[0]?.warnings).toEqual([expect.stringContaining('leads to 169.254.0.23')]);
  expect(receiver.connections()).toBe(before);
  expect(JSON.stringify(invocation)).not.toContain(secret);
});
