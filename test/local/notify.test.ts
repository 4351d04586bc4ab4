// Messages over real sockets, to receivers that are well, slow, dead, redirecting, lying, or private.

import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:tls';
import { afterEach, describe, expect, test } from 'vitest';
import { Deadline } from '../../src/function/deadline.ts';
import { internet, type Network } from '../../src/function/notify/https-post.ts';
import type { Notice } from '../../src/function/notify/message.ts';
import { createNotify } from '../../src/function/notify/notify.ts';
import { isSigned, type Receiver, receiverHost, startReceiver } from '../support/receiver.ts';
import { certificate } from './cos/tls.ts';

const secret = 'fedcba9876543210fedcba9876543210';
const notice: Notice = {
  version: 1,
  time: '2026-11-22T15:33:08.000Z',
  engine: 'a test',
  redelivery: false,
  record: { bucket: 'example-1250000000', key: '图片/猫.jpg', ms: 1, outcomes: [] },
};
/** The tests' name leads to this machine, which is allowed here. */
const local: Network = {
  resolve: async () => ['127.0.0.1'],
  isAllowed: (address) => address === '127.0.0.1',
  ca: certificate.cert,
};

const receivers: Receiver[] = [];
afterEach(() => Promise.all(receivers.splice(0).map((one) => one.close())));

async function receive(answer?: (response: ServerResponse, number: number) => unknown): Promise<Receiver> {
  const receiver = await startReceiver(answer);
  receivers.push(receiver);
  return receiver;
}

interface Telling {
  readonly host?: string;
  readonly network?: Partial<Network>;
  readonly ms?: number;
}

function tell(port: number, { host = receiverHost, network = {}, ms = 20_000 }: Telling = {}) {
  const address = { host, port, path: '/done?token=fedcba' };
  return createNotify({ address, secret }, { ...local, ...network })(notice, Deadline.in(ms));
}

describe('a receiver', () => {
  test('gets the record, signed', async () => {
    const receiver = await receive();
    expect(await tell(receiver.port)).toBeUndefined();
    const [one, ...others] = receiver.received;
    expect(others).toEqual([]);
    expect(JSON.parse(one?.body ?? '')).toEqual(notice);
    expect(one).toMatchObject({
      path: '/done?token=fedcba',
      headers: { 'content-type': 'application/json' },
    });
    expect(one?.headers.host).toBe(`${receiverHost}:${receiver.port}`);
    expect(one && isSigned(one, secret)).toBe(true);
    expect(one && isSigned(one, `${secret}x`)).toBe(false);
    expect(one && isSigned({ ...one, body: `${one.body} ` }, secret)).toBe(false);
    const later = { ...one?.headers, 'x-thumbnailer-timestamp': String(Math.floor(Date.now() / 1000) + 1) };
    expect(one && isSigned({ ...one, headers: later }, secret)).toBe(false);
  });

  test('that has a problem twice is told a third time, of the same', async () => {
    const receiver = await receive((response, number) => response.writeHead(number < 3 ? 503 : 200).end());
    expect(await tell(receiver.port)).toBeUndefined();
    const [first, ...others] = receiver.received;
    expect(others.map(({ body }) => body)).toEqual([first?.body, first?.body]);
  });

  test('that has a problem each time is told three times, and no more', async () => {
    const receiver = await receive((response) => response.writeHead(500).end());
    expect(await tell(receiver.port)).toBe(
      `THUMB_NOTIFY: ${receiverHost} was not told of this record in 3 attempts: it answered with HTTP 500`,
    );
    expect(receiver.received).toHaveLength(3);
  });

  test.each([400, 401, 404, 410])('that refuses with %i is told once', async (status) => {
    const receiver = await receive((response) => response.writeHead(status).end());
    expect(await tell(receiver.port)).toContain(`in 1 attempt: it answered with HTTP ${status}`);
    expect(receiver.received).toHaveLength(1);
  });

  test('that never answers is given up by the deadline', async () => {
    const receiver = await receive(() => undefined);
    const start = Date.now();
    expect(await tell(receiver.port, { ms: 700 })).toContain('no answer in');
    expect(Date.now() - start).toBeLessThan(3000);
  });

  test('whose answer never ends has answered', async () => {
    const receiver = await receive((response) => response.writeHead(200).write('a'));
    expect(await tell(receiver.port, { ms: 5000 })).toBeUndefined();
    expect(receiver.received).toHaveLength(1);
  });

  test('that is dead is tried three times', async () => {
    const { port, close } = await startReceiver();
    await close();
    expect(await tell(port)).toContain('in 3 attempts: ECONNREFUSED');
  });

  test('that is asked for with no time left is not told', async () => {
    const receiver = await receive();
    expect(await tell(receiver.port, { ms: 0 })).toContain('in 0 attempts: no time was left');
    expect(receiver.connections()).toBe(0);
  });

  test.each([301, 302, 303, 307, 308])('that redirects with %i is not followed', async (status) => {
    const other = await receive();
    const location = `https://${receiverHost}:${other.port}/`;
    const receiver = await receive((response) => response.writeHead(status, { Location: location }).end());
    expect(await tell(receiver.port)).toContain(`HTTP ${status}, a redirect, which is not followed`);
    expect([receiver.received.length, other.connections()]).toEqual([1, 0]);
  });
});

describe('a receiver that lies', () => {
  /** Answers each connection by these bytes, whatever it is told, and maybe again and again. @returns Its port. */
  async function lie(text: string, { isEndless = false, hangsUp = false } = {}): Promise<number> {
    const server = createServer(certificate, (socket) => {
      socket.on('error', () => {});
      const speak = () => {
        while (!socket.destroyed && socket.write(text) && isEndless);
      };
      if (isEndless) socket.on('drain', speak);
      socket.once('data', () => (hangsUp ? socket.end(text) : speak()));
      server.once('close', () => socket.destroy());
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    let connections = 0;
    server.on('connection', () => connections++);
    const { port } = server.address() as AddressInfo;
    const close = () => {
      server.emit('close');
      server.close();
      return Promise.resolve();
    };
    receivers.push({ port, received: [], connections: () => connections, close });
    return port;
  }
  const head = 'HTTP/1.1 200 OK\r\n';

  test.each<[string, string, { isEndless?: boolean; hangsUp?: boolean }, RegExp]>([
    ['with what is no HTTP', 'yes, yes\r\n\r\n', {}, /in 3 attempts: HPE_\w+$/],
    ['with nothing', '', { hangsUp: true }, /in 3 attempts: ECONNRESET$/],
    ['with half a head', head, { hangsUp: true }, /in 3 attempts: \w+$/],
    [
      'with a head that never ends',
      `${head}a: ${'b'.repeat(60_000)}`,
      {},
      /in 3 attempts: HPE_HEADER_OVERFLOW$/,
    ],
    [
      'that it goes on for ever',
      'HTTP/1.1 100 Continue\r\n\r\n',
      { isEndless: true },
      /no answer in \d+ ms$/,
    ],
    [
      'by another protocol',
      'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n',
      {},
      /in 1 attempt: it answered with HTTP 101, another protocol$/,
    ],
  ])('%s is not believed, and costs no more than its time', async (_, text, how, expected) => {
    const port = await lie(text, how);
    const start = Date.now();
    expect(await tell(port, { ms: 4000 })).toMatch(expected);
    expect(Date.now() - start).toBeLessThan(6000);
  });

  test('with garbage behind a good head has answered', async () => {
    const port = await lie(`${head}Content-Length: 9\r\n\r\n\u0000garbage`, { isEndless: true });
    expect(await tell(port)).toBeUndefined();
  });
});

describe('a receiver that is not who it says', () => {
  test('by its name learns nothing', async () => {
    const receiver = await receive();
    expect(await tell(receiver.port, { host: 'example.com' })).toContain(
      'in 1 attempt: ERR_TLS_CERT_ALTNAME_INVALID',
    );
    expect(receiver.received).toEqual([]);
  });

  test('by a certificate of its own learns nothing, also where the environment would allow it', async () => {
    const receiver = await receive();
    const before = process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    try {
      expect(await tell(receiver.port, { network: { ca: undefined } })).toMatch(
        /in 1 attempt: \w*SELF_SIGNED_CERT/,
      );
    } finally {
      if (before === undefined) delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
      else process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = before;
    }
    expect(receiver.received).toEqual([]);
  });
});

describe('a name that leads to an address that is not public', () => {
  const { isAllowed } = internet;

  test.each([
    ['127.0.0.1'],
    ['10.0.0.1'],
    ['172.16.0.1'],
    ['192.168.0.1'],
    ['100.64.0.1'],
    ['169.254.0.23'],
    ['224.0.0.1'],
    ['0.0.0.0'],
    ['::1'],
    ['::'],
    ['::ffff:127.0.0.1'],
    ['::ffff:7f00:1'],
    ['fe80::1'],
    ['fd00::1'],
    ['ff02::1'],
    ['64:ff9b::7f00:1'],
    ['2002:7f00:1::'],
    ['93.184.216.34', '127.0.0.1'],
    ['2606:2800:220:1::1', '::1'],
  ])('is not connected to: %s %s', async (...addresses) => {
    const receiver = await receive();
    const asked: string[] = [];
    const resolve = async (host: string) => {
      asked.push(host);
      return addresses.filter((one) => one !== undefined);
    };
    const warning = await tell(receiver.port, { network: { resolve, isAllowed } });
    expect(warning).toMatch(
      /in 1 attempt: hook\.\S+ leads to \S+, which is no address of the public internet$/,
    );
    expect([asked, receiver.connections()]).toEqual([[receiverHost], 0]);
  });

  test.each(['127.0.0.1', '::1', '::ffff:127.0.0.1'])('nor is such an address itself: %s', async (host) => {
    const receiver = await receive();
    expect(await tell(receiver.port, { host, network: { isAllowed } })).toContain(
      'no address of the public internet',
    );
    expect(receiver.connections()).toBe(0);
  });

  test('nor one that a name leads to the second time: each attempt connects to what it has checked', async () => {
    const receiver = await receive((response) => response.writeHead(500).end());
    const answers = [['127.0.0.1'], ['10.0.0.1']];
    const resolve = async () => answers.shift() ?? [];
    expect(await tell(receiver.port, { network: { resolve } })).toContain('in 2 attempts: hook');
    expect(receiver.connections()).toBe(1);
  });

  test('a name without an address is tried again, one that does not exist is not', async () => {
    expect(await tell(9, { network: { resolve: async () => [] } })).toContain('in 3 attempts: hook');
    const missing = Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' });
    const resolve = () => Promise.reject(missing);
    expect(await tell(9, { network: { resolve } })).toContain('in 1 attempt: ENOTFOUND');
  });
});

test('what cannot even be begun is a warning, too', async () => {
  const address = { host: receiverHost, port: 70_000, path: '/' };
  expect(await createNotify({ address, secret }, local)(notice, Deadline.in(1000))).toContain(
    'ERR_SOCKET_BAD_PORT',
  );
});

test('no warning holds the secret, the path or a header', async () => {
  const receiver = await receive((response) => response.writeHead(500).end());
  expect(await tell(receiver.port)).not.toMatch(/fedcba|token|sha256/);
});
