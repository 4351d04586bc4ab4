// Reads THUMB_NOTIFY and THUMB_NOTIFY_SECRET. Their messages show neither a secret nor what may be one in an address.

import { ConfigError } from '../errors.ts';
import { isPublicAddress } from '../notify/public-address.ts';

/** Where notifications are posted. */
export interface NotifyAddress {
  /** A name, or an IP address without brackets. */
  readonly host: string;
  readonly port: number;
  /** With the query. */
  readonly path: string;
}

const example = 'https://example.com/thumbnails';

/**
 * Reads an https address of the public internet.
 *
 * @throws {ConfigError} for anything else. Where a name leads to is looked up for each notification.
 * @example parseNotifyAddress('https://example.com/done?app=1') // { host: 'example.com', port: 443, path: '/done?app=1' }
 */
export function parseNotifyAddress(text: string): NotifyAddress {
  const problem = addressProblem(text);
  if (problem !== undefined) throw new ConfigError([problem]);
  const { hostname, port, pathname, search } = new URL(text);
  return { host: withoutBrackets(hostname), port: port === '' ? 443 : Number(port), path: pathname + search };
}

function addressProblem(text: string): string | undefined {
  const url = parseUrl(text);
  if (!url || url.port === '0') return `expected an https address like ${example}${hintOf(text)}`;
  const { protocol, username, password, hash, hostname } = url;
  if (username !== '' || password !== '') {
    return `expected an address without a user, like ${example}: the receiver knows the function by its signature`;
  }
  if (protocol !== 'https:') {
    return `the address must begin with https://, found "${protocol}//"; the nearest is "https://${hostname}..."`;
  }
  if (hash !== '') return `what is behind "#" is never sent; leave it out, as in ${example}`;
  const host = withoutBrackets(hostname);
  const isNumeric = host.includes(':') || /^[\d.]+$/.test(host);
  if (isNumeric && !isPublicAddress(host)) {
    return `${host} is no address of the public internet; expected one that is, like ${example}`;
  }
  if (/(^|\.)(localhost|local|internal|localdomain)\.?$/i.test(host) || !/[.:]/.test(host)) {
    return `"${host}" is a name of this machine or network; expected one of the public internet, like ${example}`;
  }
  return undefined;
}

/** Without the path, which may hold a token. */
function hintOf(text: string): string {
  const near = parseUrl(`https://${text}`);
  if (!near?.hostname.includes('.') || /[\s@?#]/.test(text)) return '';
  return `; did you mean "https://${near.host}${near.pathname === '/' ? '' : '...'}"?`;
}

function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

function withoutBrackets(host: string): string {
  return host.replace(/^\[|\]$/g, '');
}

const secretLimits = { min: 32, max: 256 };

/** @throws {ConfigError} if it is too short to be a secret, or has characters that get lost on their way. */
export function parseNotifySecret(text: string): string {
  const { min, max } = secretLimits;
  if (!/^[\x21-\x7e]*$/.test(text)) {
    throw new ConfigError([
      'expected letters, digits and signs of ASCII without spaces, like the output of openssl rand -hex 32',
    ]);
  }
  if (text.length >= min && text.length <= max) return text;
  throw new ConfigError([
    `expected ${min} to ${max} characters that nobody can guess, like the output of openssl rand -hex 32, ` +
      `found ${text.length}; the nearest is ${text.length < min ? min : max}`,
  ]);
}
