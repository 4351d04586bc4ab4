// Reads the bodies of requests, and writes answers, within bounds.

import type { IncomingMessage, ServerResponse } from 'node:http';
import { PlayError } from './play-error.ts';

const megabyte = 1024 * 1024;
/** A text of presets and settings is far shorter: SCF allows 4 KB of variables. */
export const maxJsonBytes = megabyte;

/** @throws {PlayError} for more than `max` bytes, before they are all read. */
export async function readBody(request: IncomingMessage, max: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > max) {
      const limit = Math.floor(max / megabyte);
      throw new PlayError(413, {
        en: `Too large: at most ${limit} MB are taken at a time.`,
        zh: `太大：一次最多接收 ${limit} MB。`,
      });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** @throws {PlayError} unless the body is a JSON object. */
export async function readJsonBody(request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  const text = (await readBody(request, maxJsonBytes)).toString('utf8');
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new PlayError(400, { en: 'Expected a JSON object.', zh: '应为一个 JSON 对象。' });
}

export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(value));
}

export function sendBytes(response: ServerResponse, bytes: Uint8Array, contentType: string): void {
  response.writeHead(200, { 'Content-Type': contentType, 'Content-Length': bytes.length });
  response.end(bytes);
}
