// Computes COS' request signature, version 5. authentication.ts checks keys and times.
// https://cloud.tencent.com/document/product/436/7778

import { createHash, createHmac } from 'node:crypto';

/** The part of a request that a signature covers. */
export interface Signable {
  readonly method: string;
  /** `/` and the object key, not percent-encoded. */
  readonly path: string;
  /** The signed query parameters, not percent-encoded. */
  readonly params: Readonly<Record<string, string>>;
  /** The signed headers. Their names may be in any case. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface Signature {
  readonly signKey: string;
  /** The canonical request. COS returns it as FormatString if the signatures differ. */
  readonly httpString: string;
  readonly stringToSign: string;
  readonly signature: string;
}

/** Percent-encodes every byte of the text's UTF-8 except `A-Z a-z 0-9 - _ . ~`. */
export function urlEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Encodes the name of a header or parameter for the lists of signed names. */
export function listName(name: string): string {
  return urlEncode(name).toLowerCase();
}

/** @param keyTime Start and end in seconds since 1970: `1557989151;1557996351`. */
export function computeSignature(secretKey: string, keyTime: string, signable: Signable): Signature {
  const signKey = hmac(secretKey, keyTime);
  const httpString = [
    signable.method.toLowerCase(),
    signable.path,
    canonical(signable.params),
    canonical(signable.headers),
    '',
  ].join('\n');
  const digest = createHash('sha1').update(httpString).digest('hex');
  const stringToSign = `sha1\n${keyTime}\n${digest}\n`;
  return { signKey, httpString, stringToSign, signature: hmac(signKey, stringToSign) };
}

/**
 * Makes an Authorization header.
 *
 * @param signable Everything in it is signed: give only the headers that should be, including `host`.
 */
export function authorize(
  credential: { readonly secretId: string; readonly secretKey: string },
  keyTime: string,
  signable: Signable,
): string {
  const { signature } = computeSignature(credential.secretKey, keyTime, signable);
  return [
    'q-sign-algorithm=sha1',
    `q-ak=${credential.secretId}`,
    `q-sign-time=${keyTime}`,
    `q-key-time=${keyTime}`,
    `q-header-list=${nameList(signable.headers)}`,
    `q-url-param-list=${nameList(signable.params)}`,
    `q-signature=${signature}`,
  ].join('&');
}

function nameList(fields: Readonly<Record<string, string>>): string {
  return Object.keys(fields).map(listName).sort().join(';');
}

function canonical(fields: Readonly<Record<string, string>>): string {
  return Object.entries(fields)
    .map(([name, value]): [string, string] => [listName(name), urlEncode(value)])
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

function hmac(key: string, text: string): string {
  return createHmac('sha1', key).update(text).digest('hex');
}
