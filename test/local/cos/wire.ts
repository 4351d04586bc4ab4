// One signed GET over a bare socket, to see what an HTTP client hides: how the connection ends.

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { CosServer } from '../../../src/local/cos/cos.ts';
import { authorize } from '../../../src/local/cos/signature.ts';
import { encodeTarget, host, keyTime, permanent } from './cloud.ts';

export interface Ending {
  /** Empty if nothing came. */
  readonly head: string;
  readonly body: string;
  readonly ending: 'FIN' | 'RST';
}

/** Sends the request and leaves the rest to the caller. */
export function ask(server: CosServer, key: string): Socket {
  const signable = { method: 'GET', path: `/${key}`, params: {}, headers: { host } };
  const authorization = authorize(permanent, keyTime(), signable);
  const socket = connect(server.port, '127.0.0.1');
  socket.write(
    `GET ${encodeTarget(key)} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: ${authorization}\r\nConnection: close\r\n\r\n`,
  );
  return socket;
}

/** The whole conversation. */
export async function listen(server: CosServer, key: string): Promise<Ending> {
  const socket = ask(server, key);
  let text = '';
  let ending: Ending['ending'] = 'FIN';
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1');
  });
  socket.on('error', () => {
    ending = 'RST';
  });
  await new Promise((resolve) => socket.on('close', resolve));
  const [head = '', ...body] = text.split('\r\n\r\n');
  return { head, body: body.join('\r\n\r\n'), ending };
}

/** Resolves once that much text has come. */
export async function received(socket: Socket, text: string): Promise<void> {
  let all = '';
  while (!all.includes(text)) {
    const [chunk] = await once(socket, 'data');
    all += chunk.toString('latin1');
  }
}
