// Somebody who is told when a photo is done: an HTTPS server that answers as it is told to, and keeps what it got.

import { createHmac } from 'node:crypto';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { certificate } from '../local/cos/tls.ts';

/** A name in the certificate of the tests. */
export const receiverHost = 'hook.cos.ap-guangzhou.myqcloud.com';

export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Receiver {
  readonly port: number;
  readonly received: readonly Received[];
  /** The connections that were ever opened. */
  connections(): number;
  close(): Promise<void>;
}

/** @param answer Gives each request its answer, or none; default: 204. */
export async function startReceiver(
  answer: (response: ServerResponse, number: number) => unknown = (response) => response.writeHead(204).end(),
): Promise<Receiver> {
  const received: Received[] = [];
  let connections = 0;
  const server = createServer(certificate, async (request, response) => {
    const body = await buffer(request).then(String, () => undefined);
    if (body === undefined) return;
    received.push({ path: request.url ?? '', headers: request.headers, body });
    answer(response, received.length);
  });
  server.on('connection', () => connections++);
  // A client that does not trust the certificate.
  server.on('tlsClientError', () => {});
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    received,
    connections: () => connections,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** As the docs tell a receiver to do it. */
export function isSigned({ headers, body }: Received, secret: string): boolean {
  const timestamp = String(headers['x-thumbnailer-timestamp']);
  const expected = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
  const age = Math.abs(Date.now() / 1000 - Number(timestamp));
  return age < 300 && headers['x-thumbnailer-signature'] === `sha256=${expected}`;
}
