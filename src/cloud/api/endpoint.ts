// Sends what is meant for Tencent Cloud's API to another address.

import { Agent, type ClientRequestArgs } from 'node:http';
import { connect, type Socket } from 'node:net';

/**
 * Connects every request to one address and leaves the request as it is: it still names the real host in its Host header
 * and in its signature. So a strict local server can check both.
 */
export class EndpointAgent extends Agent {
  readonly #host: string;
  readonly #port: number;

  constructor(endpoint: URL) {
    super();
    this.#host = endpoint.hostname.replace(/^\[(.*)\]$/, '$1');
    this.#port = Number(endpoint.port || 80);
  }

  override createConnection(_options: ClientRequestArgs): Socket {
    return connect(this.#port, this.#host);
  }
}
