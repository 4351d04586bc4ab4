// Connections that stall while something is still to be sent: each is given up after the idle limit, as one that is silent, and no
// sooner while an upload goes on.

import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { exchange } from '../../src/function/cos/exchange.ts';
import { Deadline } from '../../src/function/deadline.ts';
import { at, connect } from './lab.ts';

/** More than the buffers of both systems hold. */
const large = new Uint8Array(16 * 1024 * 1024);
const headers = { contentType: 'image/jpeg', metadata: {} };

/** @returns `127.0.0.1:PORT` of a server that does so with each connection, which is closed after the test. */
async function serve(onConnection: (socket: Socket) => void): Promise<string> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    onConnection(socket);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test.each([
  ['a request over TLS', 'https', new Uint8Array(1)],
  ['an upload', 'http', large],
])('%s that stalls leaves time for another attempt', async (_, protocol, bytes) => {
  let connections = 0;
  const host = await serve((socket) => {
    connections++;
    socket.pause();
  });
  const deadline = Deadline.in(2000);
  // Which of the two ends first is a matter of milliseconds.
  const code = expect.stringMatching(/^(deadline|store-unavailable)$/);
  const store = connect(`${protocol}://${host}`);
  await expect(store.put(at('cat.jpg'), bytes, { headers, deadline })).rejects.toMatchObject({ code });
  expect(connections).toBeGreaterThan(1);
});

test('a stall over TLS is called the same as one over HTTP', async () => {
  const host = await serve(() => undefined);
  const request = { method: 'GET', url: `https://${host}/`, headers: {} };
  const { done } = exchange(request, { idleTimeout: 100 });
  await expect(done).rejects.toMatchObject({ code: 'ESOCKETTIMEDOUT' });
});

test('an upload that is slow goes on for longer than the idle limit', async () => {
  const idleTimeout = 1000;
  const start = Date.now();
  let taken = 0;
  const host = await serve((socket) => {
    socket.on('data', (chunk) => {
      taken += chunk.length;
      if (taken >= large.length) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
      // At a pace that takes three times the limit for the whole.
      const due = start + ((3 * idleTimeout) / large.length) * taken;
      socket.pause();
      setTimeout(() => socket.resume(), due - Date.now());
    });
  });
  const request = {
    method: 'PUT',
    url: `http://${host}/`,
    headers: { 'Content-Length': String(large.length) },
    body: Buffer.from(large),
  };
  await expect(exchange(request, { idleTimeout }).done).resolves.toMatchObject({ status: 200 });
  expect(Date.now() - start).toBeGreaterThan(idleTimeout);
});

test('the connection of an upload that is answered too soon is not used again', async () => {
  let connections = 0;
  const host = await serve((socket) => {
    connections++;
    socket.pause();
    socket.write('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n');
  });
  const request = {
    method: 'PUT',
    url: `http://${host}/`,
    headers: { 'Content-Length': String(large.length) },
    body: Buffer.from(large),
  };
  for (const expected of [1, 2]) {
    await expect(exchange(request, { idleTimeout: 5000 }).done).resolves.toMatchObject({ status: 403 });
    expect(connections).toBe(expected);
  }
});
