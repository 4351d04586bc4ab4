// Pure: which requests the page's server answers. It listens on this machine only, but any site that is open in the same browser
// can send requests to it: directly, or by a name of its own that points to 127.0.0.1 (DNS rebinding).

import type { IncomingMessage } from 'node:http';
import { PlayError } from './play-error.ts';

/** Everything comes from the server itself; no script or style stands in a page, and no page may frame this one. */
export const contentPolicy = [
  "default-src 'self'",
  "img-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Of every answer. */
export const safeHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': contentPolicy,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cache-Control': 'no-store',
};

/** @throws {PlayError} unless the request is sent to this server by its own name, and by its own page. */
export function checkRequest(
  { headers, headersDistinct }: Pick<IncomingMessage, 'headers' | 'headersDistinct'>,
  port: number,
): void {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  const { host = '', origin } = headers;
  const site = headers['sec-fetch-site'];
  // Of several Host headers Node.js believes the first.
  if (!hosts.includes(host) || headersDistinct['host']?.length !== 1) {
    throw new PlayError(421, {
      en: `This server is ${hosts[0]}, and answers no other name.`,
      zh: `本服务器是 ${hosts[0]}，不回应其他主机名。`,
    });
  }
  const isOwn = origin === undefined || origin === `http://${host}`;
  if (!isOwn || (site !== undefined && site !== 'same-origin' && site !== 'none')) {
    throw new PlayError(403, {
      en: 'This server answers its own page only, not other sites.',
      zh: '本服务器只回应自己的页面，不回应其他网站。',
    });
  }
}
