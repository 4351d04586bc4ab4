// Sends one HTTP request and takes in its answer. Knows HTTP and its failures, but neither COS nor the SDK. No event can end the
// process: all that may throw is caught and becomes the failure of this exchange.

import http, { type IncomingMessage } from 'http';
import https from 'https';
import type { ResponseHeaders } from './object-headers.ts';

export interface HttpRequest {
  readonly method: string;
  /** Is sent as it is: `URL` would remove the `..` of a key. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer | undefined;
}

/** An answer that arrived as a whole, whatever its status. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: ResponseHeaders;
  /** The body, if it was not written to a sink; empty if it has more than `maxBodyBytes`. */
  readonly body: Buffer;
}

/** Takes in the body of an answer with status 200. What it throws fails the exchange. */
export interface Sink {
  /** Called once, before the body. */
  begin(headers: ResponseHeaders): void;
  write(chunk: Buffer): void;
}

export interface ExchangeOptions {
  /** In milliseconds: the longest time without progress after which the connection is given up. */
  readonly idleTimeout: number;
  readonly sink?: Sink | undefined;
}

/** An exchange that is under way. */
export interface Exchange {
  readonly done: Promise<HttpAnswer>;
  /** Closes the connection; `done` rejects then. */
  abort(): void;
}

/** The connection failed. If the answer had begun, its status and headers are known. */
export class ConnectionError extends Error {
  /** A code of Node.js, like `ECONNRESET`. */
  readonly code: string;
  readonly statusCode: number | undefined;
  readonly headers: ResponseHeaders | undefined;

  constructor(code: string, message: string, response?: IncomingMessage) {
    super(message);
    this.code = code;
    this.statusCode = response?.statusCode;
    this.headers = response && headersOf(response);
  }
}

/**
 * The most bytes of a body that are kept where there is no sink. The errors of COS, which are its longest bodies, have less than
 * 10,000: what has more is not from COS, and may have no end.
 */
export const maxBodyBytes = 64 * 1024;

/** Connections are kept between exchanges. The agents of Node.js do not let them keep the process alive. */
const clients = {
  'http:': { request: http.request, agent: new http.Agent({ keepAlive: true }) },
  'https:': { request: https.request, agent: new https.Agent({ keepAlive: true }) },
};

/** Bytes of a body that are handed over at once: each piece that the system has taken shows that the upload goes on. */
const pieceBytes = 64 * 1024;

/** Begins an exchange. A request that Node.js refuses to send fails it, too. */
export function exchange(request: HttpRequest, options: ExchangeOptions): Exchange {
  let abort = () => {};
  const done = new Promise<HttpAnswer>((resolve, reject) => {
    const outgoing = open(request);
    let response: IncomingMessage | undefined;
    let isConnected = false;
    let isSent = false;
    let isOver = false;
    const end = (settle: () => void) => {
      if (isOver) return;
      isOver = true;
      clearTimeout(idle);
      settle();
    };
    const fail = (error: Error) =>
      end(() => {
        reject(error);
        outgoing.abort();
      });
    const lose = (code: string, message: string) => fail(new ConnectionError(code, message, response));
    // A timer of our own: that of a socket begins anew, once, when it runs out while something still waits to be sent.
    const idle = setTimeout(() => {
      if (isConnected) lose('ESOCKETTIMEDOUT', 'no data in time');
      else lose('ETIMEDOUT', 'no connection in time');
    }, options.idleTimeout);
    // A timer that was cleared would run again.
    const progress = () => {
      if (!isOver) idle.refresh();
    };
    abort = () => fail(new Error('aborted'));

    outgoing.on('socket', (socket) => {
      const connected = () => {
        isConnected = true;
        progress();
      };
      if (!socket.connecting) return connected();
      socket.once('connect', connected);
      socket.once('secureConnect', progress);
    });
    outgoing.on('information', progress);
    outgoing.on('error', ({ code = 'Error', message }: NodeJS.ErrnoException) => lose(code, message));
    // Node.js gives the connection away then, and says neither `response` nor `error`.
    outgoing.on('upgrade', (_, socket) => {
      socket.destroy();
      lose('ECONNRESET', 'the answer changes to another protocol');
    });
    outgoing.on('response', (incoming) => {
      progress();
      response = incoming;
      const status = incoming.statusCode ?? 0;
      const headers = headersOf(incoming);
      const body = new ShortBody();
      const sink = status === 200 && options.sink ? options.sink : body;
      const attempt = (step: () => void) => {
        try {
          if (!isOver) step();
        } catch (error) {
          fail(error instanceof Error ? error : new Error(String(error)));
        }
      };
      const finish = () =>
        end(() => {
          resolve({ status, headers, body: body.bytes });
          // Another request on this connection would follow half a body.
          if (!isSent) outgoing.abort();
        });
      attempt(() => sink.begin(headers));
      incoming.on('data', (chunk: Buffer) => {
        progress();
        attempt(() => sink.write(chunk));
        if (!body.isTooLong) return;
        finish();
        outgoing.abort();
      });
      // Before Node.js 16 an answer that is cut short ends like one that is whole, and has no error.
      const cut = () => lose('ECONNRESET', 'the answer was cut short');
      incoming.on('end', () => (incoming.complete ? finish() : cut()));
      for (const event of ['aborted', 'error', 'close']) incoming.on(event, cut);
    });
    const { body } = request;
    const sendFrom = (start: number) => {
      const end = start + pieceBytes;
      isSent = body === undefined || end >= body.length;
      if (isSent) return void outgoing.end(body?.slice(start));
      outgoing.write(body?.slice(start, end), (error) => {
        progress();
        if (!error && !isOver) sendFrom(end);
      });
    };
    outgoing.on('finish', progress);
    sendFrom(0);
  });
  return { done, abort };
}

function open({ method, url, headers }: HttpRequest): http.ClientRequest {
  const [, protocol = '', hostname = '', port, path] =
    /^(https?:)\/\/(\[[^\]]+\]|[^/:]+)(?::(\d+))?(\/.*)$/.exec(url) ?? [];
  const { request, agent } = clients[protocol === 'http:' ? 'http:' : 'https:'];
  return request({
    method,
    headers: { ...headers },
    hostname: hostname.replace(/^\[|\]$/g, ''),
    port,
    path,
    agent,
  });
}

/** COS repeats no header but `Set-Cookie`, which is not read; Node.js gives an array for that one alone. */
function headersOf({ headers }: IncomingMessage): ResponseHeaders {
  return headers as ResponseHeaders;
}

/** A body of at most `maxBodyBytes`. */
class ShortBody implements Sink {
  isTooLong = false;
  private readonly chunks: Buffer[] = [];
  private length = 0;

  begin(): void {}

  write(chunk: Buffer): void {
    this.length += chunk.length;
    this.isTooLong = this.length > maxBodyBytes;
    if (!this.isTooLong) this.chunks.push(chunk);
  }

  get bytes(): Buffer {
    return this.isTooLong ? Buffer.alloc(0) : Buffer.concat(this.chunks);
  }
}
