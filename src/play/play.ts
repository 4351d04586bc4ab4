// The server of `npm run play`: the page, and what it asks for, on 127.0.0.1.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sendBytes, sendJson } from './answer-json.ts';
import { type Api, answerApi } from './api.ts';
import { checkRequest, safeHeaders } from './guard.ts';
import { nothingHere, PlayError } from './play-error.ts';
import { PlayStudio } from './studio.ts';
import { readWebFiles } from './web-files.ts';

export interface PlayOptions {
  /** On 127.0.0.1; 0 chooses a free one. */
  readonly port: number;
  /** Paths of sample photos. */
  readonly samples: readonly string[];
  /** A PNG for trying THUMB_WATERMARK. */
  readonly watermark: Buffer;
  /** How deploy is called: `npm run deploy --`. */
  readonly deployCommand: string;
}

export interface Play {
  /** `http://127.0.0.1:PORT/` */
  readonly url: string;
  readonly studio: PlayStudio;
  close(): Promise<void>;
}

/** @throws {Error} if the function has not been built, or if the port is taken. */
export async function startPlay({ port, samples, watermark, deployCommand }: PlayOptions): Promise<Play> {
  const files = readWebFiles();
  const studio = await PlayStudio.open(watermark);
  const api: Api = { studio, samples, deployCommand };
  const server = createServer((request, response) => {
    void answer(request, response).catch((error: unknown) => refuse(response, error));
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(safeHeaders)) response.setHeader(name, value);
    const { port: own } = server.address() as AddressInfo;
    checkRequest(request, own);
    const url = readUrl(request.url ?? '/', own);
    if (url.pathname.startsWith('/api/')) {
      await answerApi(api, request, response, url);
      return;
    }
    const file = files.get(url.pathname);
    if (file === undefined || request.method !== 'GET') {
      throw nothingHere();
    }
    sendBytes(response, file.bytes, file.contentType);
  }

  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
  } catch (error) {
    await studio.close();
    throw error;
  }
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    studio,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      await studio.close();
    },
  };
}

/** @throws {PlayError} for what is no path. */
function readUrl(path: string, port: number): URL {
  const origin = `http://127.0.0.1:${port}`;
  if (!URL.canParse(path, origin)) throw nothingHere();
  return new URL(path, origin);
}

/** What the page cannot mend, such as a bug, goes to the terminal as well. */
function refuse(response: ServerResponse, error: unknown): void {
  if (!(error instanceof PlayError)) console.error(error);
  const status = error instanceof PlayError ? error.status : 500;
  const text = error instanceof PlayError ? error.text : { en: String(error), zh: String(error) };
  if (response.headersSent) response.destroy();
  // The rest of a body that is too large is not read.
  else sendJson(response.setHeader('Connection', 'close'), status, { error: text });
}
