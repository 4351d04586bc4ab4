// Has the SDK make and sign requests. It is the only file that knows the SDK, and the SDK sends nothing: its HTTP client works in
// callbacks outside of every promise, where an exception (its XML parser throws at whatever a gateway may answer) ends the process,
// and it reads bodies without a limit. exchange.ts sends what is signed here.

import COS from 'cos-nodejs-sdk-v5';
import type { ObjectRef } from '../store.ts';
import type { HttpRequest } from './exchange.ts';

export interface SignOptions {
  readonly secretId: string;
  readonly secretKey: string;
  readonly securityToken?: string | undefined;
  /** The address to connect to instead of COS; Host header and signature stay those of COS. */
  readonly endpoint?: string | undefined;
}

/** What is asked for. The headers are those of the object; address and signature are added. */
export interface UnsignedRequest {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

/** The request as the SDK shows it in `before-send`, where its HTTP client would get it next. */
interface ShownRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Thrown in `before-send`, so that the SDK goes no further. */
const taken = new Error('the request was taken over');

/** Makes and signs requests by one clock, which can be corrected. */
export class Signer {
  private readonly sdk: COS;

  constructor({ secretId, secretKey, securityToken, endpoint }: SignOptions) {
    const address = endpoint ? new URL(endpoint) : undefined;
    this.sdk = new COS({
      SecretId: secretId,
      SecretKey: secretKey,
      SecurityToken: securityToken ?? '',
      Protocol: address?.protocol === 'http:' ? 'http:' : 'https:',
      Ip: address?.host ?? '',
      UseRawKey: true,
    });
  }

  /** How many milliseconds COS' clock is ahead of ours. */
  get clockOffset(): number {
    return this.options.SystemClockOffset;
  }

  set clockOffset(ms: number) {
    this.options.SystemClockOffset = ms;
  }

  /** The SDK's options, which its types do not show. */
  private get options(): { SystemClockOffset: number } {
    return (this.sdk as unknown as { options: { SystemClockOffset: number } }).options;
  }

  /**
   * Makes the signed request. All that the SDK does for it is done when this returns.
   *
   * @throws What the SDK says of an address that cannot be one.
   */
  sign({ bucket, region, key }: ObjectRef, { method, headers, body }: UnsignedRequest): HttpRequest {
    let signed: HttpRequest | undefined;
    let refusal: unknown = new Error('the SDK did not sign the request at once');
    const takeOver = (shown: ShownRequest) => {
      signed = { method, url: shown.url, headers: shown.headers, body };
      throw taken;
    };
    const parameters = {
      Bucket: bucket,
      Region: region,
      Key: key,
      Method: method,
      Headers: { ...headers },
      ...(body && { Body: body }),
    };
    this.sdk.on('before-send', takeOver);
    try {
      this.sdk.request(parameters, (error: unknown) => {
        refusal = error;
      });
    } catch (error) {
      if (error !== taken) throw error;
    } finally {
      this.sdk.off('before-send', takeOver);
    }
    if (signed === undefined) throw refusal;
    return signed;
  }
}
