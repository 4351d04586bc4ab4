// Sends an answer over the socket, complete or as a fault says.

import type { ServerResponse } from 'node:http';
import { TLSSocket } from 'node:tls';
import type { Answer } from './answer.ts';
import type { FaultKind, Moment } from './faults.ts';

/** Sends the answer. Resolves when nothing more will be written. */
export async function send(
  response: ServerResponse,
  answer: Answer,
  fault: FaultKind | undefined,
): Promise<void> {
  if (!fault) return sendWhole(response, answer);
  if ('reset' in fault) return sendPart(response, answer, fault.reset, () => reset(response));
  if ('close' in fault) return sendPart(response, answer, fault.close, () => response.socket?.destroySoon());
  if ('stall' in fault) return sendPart(response, answer, fault.stall, () => {});
  if ('drip' in fault) return drip(response, answer, fault.drip);
  if ('unterminatedChunked' in fault) {
    const { 'Content-Length': _length, ...headers } = answer.headers;
    return sendPart(response, { ...answer, headers }, 'mid-body', () => response.socket?.destroySoon());
  }
  if ('bytes' in fault && fault.ending === 'cut') return announceMore(response, answer);
  if ('bytes' in fault && fault.ending === 'endless') return repeat(response, answer);
  return sendWhole(response, answer);
}

function sendWhole(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, headers);
  response.end(body);
}

/**
 * Ends the connection with RST, some time after the data. A client that receives data and RST at the same time reports a
 * normal end (libuv does), so the data is given 20 ms, and a turn of the event loop for a client in this process.
 */
async function reset({ socket }: ServerResponse): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 20));
  await new Promise((resolve) => setImmediate(resolve));
  // A TLS socket cannot send RST.
  if (socket instanceof TLSSocket) socket.destroy();
  else socket?.resetAndDestroy();
}

/** Sends nothing, or half the body, and then calls `end`. */
async function sendPart(
  response: ServerResponse,
  { status, headers, body }: Answer,
  moment: Moment,
  end: () => unknown,
): Promise<void> {
  if (moment === 'mid-body') {
    response.writeHead(status, headers);
    await write(response, body.subarray(0, body.length >> 1));
  }
  await end();
}

/** All of the body, where one byte more was announced; then a FIN. */
async function announceMore(response: ServerResponse, { status, headers, body }: Answer): Promise<void> {
  response.writeHead(status, { ...headers, 'Content-Length': String(body.length + 1) });
  await write(response, body);
  response.socket?.destroySoon();
}

/** The body again and again, as long as the client is there. */
async function repeat(response: ServerResponse, { status, headers, body }: Answer): Promise<void> {
  const { 'Content-Length': _length, ...others } = headers;
  response.writeHead(status, others);
  // An answer to HEAD has no body, and Node.js drops what is written: that would never end.
  while (!response.closed && response.req.method !== 'HEAD') await write(response, body);
  response.end();
}

async function drip(
  response: ServerResponse,
  { status, headers, body }: Answer,
  { bytes, everyMs }: { bytes: number; everyMs: number },
): Promise<void> {
  response.writeHead(status, headers);
  response.flushHeaders();
  for (let at = 0; at < body.length && !response.closed; at += bytes) {
    await new Promise((resolve) => setTimeout(resolve, everyMs));
    await write(response, body.subarray(at, at + bytes));
  }
  response.end();
}

function write(response: ServerResponse, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    response.write(bytes, () => resolve());
  });
}
