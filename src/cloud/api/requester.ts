// One request to the cloud API by the official SDK: sent, repeated where that helps, and its failure put into words.

import { setTimeout as after } from 'node:timers/promises';
import type { ClientConfig } from 'tencentcloud-sdk-nodejs-common/tencentcloud/common/interface.js';
import type { Client as ScfClient } from 'tencentcloud-sdk-nodejs-scf/tencentcloud/services/scf/v20180416/scf_client.js';
import type { Client as StsClient } from 'tencentcloud-sdk-nodejs-sts/tencentcloud/services/sts/v20180813/sts_client.js';
import type { CloudCredentials } from '../credentials.ts';
import { toCloudError } from './api-failure.ts';
import { EndpointAgent } from './endpoint.ts';
import { mayRepeat, waitMs } from './retry.ts';

export interface CloudOptions {
  /** The long name, such as `ap-guangzhou`. */
  readonly region: string;
  readonly credentials: CloudCredentials;
  /** Where all requests go instead of to Tencent Cloud; http only. */
  readonly endpoint?: URL | undefined;
  /** The language of the API's own messages. */
  readonly language?: 'en' | 'zh';
  /** Waits so many milliseconds. Tests wait less. */
  readonly pause?: (ms: number) => Promise<unknown>;
}

/** The actions of the SCF client of the SDK, and their types. */
type ScfActions = {
  [Action in keyof ScfClient as Action extends 'request' | 'requestOctetStream'
    ? never
    : Action]: ScfClient[Action];
};
export type ScfAction = keyof ScfActions & string;
export type ScfRequest<A extends ScfAction> = ScfClient[A] extends (
  request: infer R,
  ...rest: never[]
) => unknown
  ? R
  : never;
export type ScfAnswer<A extends ScfAction> = ScfClient[A] extends (...args: never[]) => Promise<infer R>
  ? R
  : never;

/** Services without a package of their own in this project: their shapes stand where they are used. */
type Service = 'scf' | 'sts' | 'cam' | 'cls';

/** What the clients of all services have in common. */
interface SdkClient {
  request(action: string, parameters: object): Promise<unknown>;
}

/** What the parts of the port need of a requester. */
export type ApiRequests = Pick<Requester, 'scf' | 'sts' | 'cam' | 'cls' | 'pause'>;

export class Requester {
  readonly region: string;
  readonly pause: (ms: number) => Promise<unknown>;
  readonly #options: CloudOptions;
  readonly #agent: EndpointAgent | undefined;
  readonly #clients = new Map<string, Promise<SdkClient>>();

  constructor(options: CloudOptions) {
    this.region = options.region;
    this.pause = options.pause ?? after;
    this.#options = options;
    this.#agent = options.endpoint && new EndpointAgent(options.endpoint);
  }

  /** @param timeoutMs How long the answer may take. Whole seconds: the SDK counts in them. */
  async scf<A extends ScfAction>(
    action: A,
    parameters: ScfRequest<A>,
    timeoutMs?: number,
  ): Promise<ScfAnswer<A>> {
    return (await this.#send('scf', action, parameters ?? {}, timeoutMs)) as ScfAnswer<A>;
  }

  async sts(action: 'GetCallerIdentity'): Promise<Awaited<ReturnType<StsClient['GetCallerIdentity']>>> {
    return (await this.#send('sts', action, {})) as Awaited<ReturnType<StsClient['GetCallerIdentity']>>;
  }

  /** Answer: the fields that the caller needs of the API's answer. */
  async cam<Answer>(action: string, parameters: object): Promise<Answer> {
    return (await this.#send('cam', action, parameters)) as Answer;
  }

  /** Answer: the fields that the caller needs of the API's answer. */
  async cls<Answer>(action: string, parameters: object): Promise<Answer> {
    return (await this.#send('cls', action, parameters)) as Answer;
  }

  async #send(service: Service, action: string, parameters: object, timeoutMs = 60_000): Promise<unknown> {
    const client = await this.#client(service, Math.ceil(timeoutMs / 1000));
    const reads = /^(Get|List|Search)/.test(action);
    for (let sent = 1; ; sent++) {
      try {
        return await client.request(action, parameters);
      } catch (error) {
        const { code } = error as { readonly code?: string };
        if (!mayRepeat({ code, reads, sent })) throw this.#explain(error, service, action);
        await this.pause(waitMs(sent, Math.random()));
      }
    }
  }

  #explain(error: unknown, service: Service, action: string) {
    const { credentials, endpoint } = this.#options;
    const secrets = [credentials.secretKey, ...(credentials.token ? [credentials.token] : [])];
    const host = endpoint?.host ?? `${service}.tencentcloudapi.com`;
    return toCloudError(error, { service, action, host, secrets });
  }

  #client(service: Service, timeoutS: number): Promise<SdkClient> {
    const name = `${service} ${timeoutS}`;
    const client = this.#clients.get(name) ?? openClient(service, this.#config(timeoutS));
    this.#clients.set(name, client);
    return client;
  }

  #config(timeoutS: number): ClientConfig {
    const { region, credentials, language = 'en' } = this.#options;
    const { secretId, secretKey, token } = credentials;
    return {
      region,
      credential: { secretId, secretKey, ...(token !== undefined && { token }) },
      profile: {
        language: language === 'zh' ? 'zh-CN' : 'en-US',
        httpProfile: {
          reqTimeout: timeoutS,
          ...(this.#agent && { protocol: 'http://', agent: this.#agent }),
        },
      },
    };
  }
}

/** Loads the packages of the SDK only now: they take half a second, and `--help` needs none of them. */
async function openClient(service: Service, config: ClientConfig): Promise<SdkClient> {
  if (service === 'scf') {
    const { scf } = await import('tencentcloud-sdk-nodejs-scf');
    return new scf.v20180416.Client(config);
  }
  if (service === 'sts') {
    const { sts } = await import('tencentcloud-sdk-nodejs-sts');
    return new sts.v20180813.Client(config);
  }
  const { CommonClient } = await import('tencentcloud-sdk-nodejs-common');
  const version = { cam: '2019-01-16', cls: '2020-10-16' }[service];
  return new CommonClient(`${service}.tencentcloudapi.com`, version, config);
}
