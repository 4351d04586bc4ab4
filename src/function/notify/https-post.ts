// Posts one message over HTTPS to an address of the public internet. It looks up the name itself, checks every address that the name
// server gives, and connects to one that it has checked: a name that leads elsewhere a moment later leads nowhere.

import dns from 'dns';
import https from 'https';
import net from 'net';
import type { NotifyAddress } from '../config/notify.ts';
import { isPublicAddress } from './public-address.ts';

export interface Message {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** What is behind a post. Tests put something else there. */
export interface Network {
  /** @returns The addresses of a name. */
  readonly resolve: (host: string) => Promise<readonly string[]>;
  readonly isAllowed: (address: string) => boolean;
  /** Certificates to trust in place of Node.js' own; undefined: its own. */
  readonly ca?: string | undefined;
}

export const internet: Network = {
  resolve: (host) =>
    new Promise((resolve, reject) => {
      dns.lookup(host, { all: true }, (error, found) => {
        if (error) reject(error);
        else resolve(found.map(({ address }) => address));
      });
    }),
  isAllowed: isPublicAddress,
};

/** The post has failed. */
export class PostError extends Error {
  override readonly name = 'PostError';
  /** May the same post succeed in a moment? */
  readonly isTransient: boolean;

  constructor(message: string, isTransient: boolean) {
    super(message);
    this.isTransient = isTransient;
  }
}

/**
 * Resolves once the receiver has answered with a status from 200 to 299. Its body is not read.
 *
 * @param timeoutMs For all of it: looking up the name, connecting, sending, and the answer's head.
 * @throws {PostError} Its message has neither the path nor a header.
 */
export function post(
  address: NotifyAddress,
  message: Message,
  timeoutMs: number,
  network: Network = internet,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let abort = () => {};
    const end = (settle: () => void) => {
      clearTimeout(timer);
      abort();
      settle();
    };
    const timer = setTimeout(
      () => end(() => reject(new PostError(`no answer in ${timeoutMs} ms`, true))),
      timeoutMs,
    );
    let isOver = false;
    const fail = (error: unknown) => end(() => reject(toPostError(error)));
    const send = (checked: string) => {
      if (isOver) return;
      const outgoing = open(address, checked, message, network);
      abort = () => {
        isOver = true;
        outgoing.abort();
      };
      outgoing.on('error', fail);
      outgoing.on('response', ({ statusCode = 0 }) => {
        const problem = statusProblem(statusCode);
        if (problem) fail(problem);
        else end(resolve);
      });
      // Another protocol is no answer, and Node.js would say nothing of it.
      outgoing.on('upgrade', ({ statusCode = 0 }, socket) => {
        socket.destroy();
        fail(new PostError(`it answered with HTTP ${statusCode}, another protocol`, false));
      });
      outgoing.end(message.body);
    };
    lookUp(address.host, network).then(send).catch(fail);
    abort = () => {
      isOver = true;
    };
  });
}

/**
 * @returns The first address of a host.
 * @throws {PostError} if any of its addresses is not allowed: a receiver has no reason to have one that is private.
 */
async function lookUp(host: string, { resolve, isAllowed }: Network): Promise<string> {
  const addresses = net.isIP(host) ? [host] : await resolve(host);
  const [first] = addresses;
  if (first === undefined) throw new PostError(`${host} has no address`, true);
  const refused = addresses.find((one) => !isAllowed(one));
  if (refused === undefined) return first;
  throw new PostError(`${host} leads to ${refused}, which is no address of the public internet`, false);
}

function open({ host, port, path }: NotifyAddress, checked: string, message: Message, { ca }: Network) {
  const family = net.isIP(checked);
  return https.request({
    method: 'POST',
    hostname: host,
    port,
    path,
    headers: { ...message.headers, 'Content-Length': String(message.body.length) },
    // A connection of its own, which keeps no instance awake, and no proxy.
    agent: false,
    // Also where the environment says otherwise.
    rejectUnauthorized: true,
    ...(ca !== undefined && { ca }),
    // The name stays that of the request and of its certificate; only the address is given.
    lookup: (_host, options, callback) => {
      // Since Node.js 20 it is asked for all addresses, and then has another answer than its types say.
      const answer = callback as unknown as (error: null, found: unknown, family?: number) => void;
      if ((options as { all?: boolean }).all) answer(null, [{ address: checked, family }]);
      else answer(null, checked, family);
    },
  });
}

function statusProblem(status: number): PostError | undefined {
  if (status >= 200 && status < 300) return undefined;
  if (status >= 300 && status < 400) {
    return new PostError(`it answered with HTTP ${status}, a redirect, which is not followed`, false);
  }
  const isTransient = status >= 500 || status === 408 || status === 429;
  return new PostError(`it answered with HTTP ${status}`, isTransient);
}

/** Codes of certificates that are wrong now and will be in a moment. */
const certificateCode = /CERT|SIGNATURE|UNABLE_TO_/;
/** Characters: a receiver's certificate may have a thousand names, and the message has them all. */
const longestMessage = 200;

function toPostError(error: unknown): PostError {
  if (error instanceof PostError) return error;
  const { code = 'Error', message = String(error) } = error as { code?: string; message?: string };
  const isLasting = certificateCode.test(code) || code === 'ENOTFOUND';
  return new PostError(isLasting ? `${code}: ${message.slice(0, longestMessage)}` : code, !isLasting);
}
