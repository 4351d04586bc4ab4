// An answer onto the wire, whole or as a fault wants it. Knows sockets, no COS.

import type { ServerResponse } from 'node:http';
import { TLSSocket } from 'node:tls';
import type { Answer } from './answer.ts';
import type { FaultKind, Moment } from './faults.ts';

/** Sends the answer; resolves once nothing more will be written. */
export async function send(
  response: ServerResponse,
  answer: Answer,
  fault: FaultKind | undefined,
): Promise<void> {
  if (!fault) return sendWhole(response, answer);
  if ('reset' in fault) return cut(response, answer, fault.reset, () => reset(response));
  if ('close' in fault) return cut(response, answer, fault.close, () => response.socket?.destroySoon());
  if ('stall' in fault) return cut(response, answer, fault.stall, () => {});
  if ('drip' in fault) return drip(response, answer, fault.drip);
  if ('unterminatedChunked' in fault) {
    const { 'Content-Length': _length, ...headers } = answer.headers;
    return cut(response, { ...answer, headers }, 'mid-body', () => response.socket?.destroySoon());
  }
  return sendWhole(response, answer);
}

function sendWhole(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, headers);
  response.end(body);
}

/**
 * A client that finds data and a reset at the same time takes it for an orderly end (libuv does so). So the data gets a moment,
 * and in our own process a turn of the event loop, to be read first.
 */
async function reset({ socket }: ServerResponse): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 20));
  await new Promise((resolve) => setImmediate(resolve));
  // TLS sockets know no reset.
  if (socket instanceof TLSSocket) socket.destroy();
  else socket?.resetAndDestroy();
}

/** Nothing, or half the body; then the deed. */
async function cut(
  response: ServerResponse,
  { status, headers, body }: Answer,
  moment: Moment,
  deed: () => unknown,
): Promise<void> {
  if (moment === 'mid-body') {
    response.writeHead(status, headers);
    await write(response, body.subarray(0, body.length >> 1));
  }
  await deed();
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
