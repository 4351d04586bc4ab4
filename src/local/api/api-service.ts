// Handles one request to the cloud API: reads, authenticates, carries out, logs and answers it.

import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiUser } from './account.ts';
import type { ActionContext } from './action.ts';
import { type ApiService, apiServices } from './action-table.ts';
import type { ApiFaultKind, ApiFaults } from './api-faults.ts';
import { authenticateCall } from './authentication.ts';
import { ApiRefusal } from './refusal.ts';

export interface LoggedCall {
  /** `scf`, `cam`, `sts` or `cls`; empty if the host was none of them. */
  readonly service: string;
  readonly action: string;
  readonly user: string | undefined;
  /** Without the code of functions, of which only the length is kept. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** The error code; undefined if the call succeeded. */
  readonly code: string | undefined;
  readonly requestId: string;
}

export interface ApiServiceOptions {
  readonly faults: ApiFaults;
  readonly context: Omit<ActionContext, 'user' | 'createFailure' | 'throttle'>;
  log(call: LoggedCall): void;
}

const maxBodyBytes = 10 * 1024 * 1024;

export function createApiService({ faults, context, log }: ApiServiceOptions) {
  async function carryOut(call: ApiCall, fault: ApiFaultKind | undefined): Promise<object> {
    if (fault && 'code' in fault) {
      throw new ApiRefusal(fault.code, fault.message ?? 'This error was requested with a fault.');
    }
    const { account } = context;
    const service = readService(call);
    checkForm(call);
    const now = Math.floor(Date.now() / 1000);
    const user = authenticateCall(call, (id) => account.findUser(id), now);
    call.user = user;
    const { action, perform } = readAction(call, service, account.region);
    checkAllowed(user, call.service, action);
    return perform.perform(call.parameters, {
      ...context,
      user,
      createFailure: fault && 'createFailure' in fault ? fault.createFailure : undefined,
      throttle: fault && 'throttle' in fault ? fault.throttle : undefined,
    });
  }

  return async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readBody(message);
    if (!body) return;
    const call = readCall(message, body);
    const fault = faults.take(call.service, call.action);
    if (fault && 'cut' in fault && fault.cut === 'before') return cut(response);
    if (fault && 'status' in fault) return sendPage(response, fault.status);
    const requestId = randomUUID();
    const { code, answer } = await answerOf(carryOut(call, fault));
    log({
      service: apiServices.has(call.service) ? call.service : '',
      action: call.action,
      user: call.user?.name,
      parameters: withoutCode(call.parameters),
      code,
      requestId,
    });
    if (fault && 'cut' in fault) return cut(response);
    if (fault && 'slowMs' in fault) await sleep(fault.slowMs);
    if (fault && 'garbage' in fault) return sendPage(response, 200);
    send(response, { Response: { ...answer, RequestId: requestId } });
  };
}

interface ApiCall {
  readonly message: IncomingMessage;
  readonly service: string;
  readonly action: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** What the body holds, or an empty object. */
  readonly parameters: Readonly<Record<string, unknown>>;
  user: ApiUser | undefined;
}

async function readBody(message: IncomingMessage): Promise<Buffer | undefined> {
  try {
    return await buffer(message);
  } catch {
    // The client has closed the connection: it needs no answer.
    return undefined;
  }
}

function readCall(message: IncomingMessage, body: Buffer): ApiCall {
  const headers = Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [name, String(value)]),
  );
  return {
    message,
    service:
      /^([a-z]+)\.(?:[a-z0-9-]+\.)?tencentcloudapi\.com(?::\d+)?$/.exec(headers['host'] ?? '')?.[1] ?? '',
    action: headers['x-tc-action'] ?? '',
    headers,
    body,
    parameters: parse(body) ?? {},
    user: undefined,
  };
}

/** @returns undefined if the bytes are not a JSON object. */
function parse(body: Buffer): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body.toString());
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

function readService({ service, headers }: ApiCall): ApiService {
  const found = apiServices.get(service);
  if (found) return found;
  throw new ApiRefusal(
    'InvalidParameter',
    `The host "${headers['host']}" is not that of ${[...apiServices.keys()].join(', ')}, such as scf.tencentcloudapi.com. Send the real Host header to this server.`,
  );
}

function checkForm({ message, headers, body }: ApiCall): void {
  if (message.method !== 'POST' || message.url !== '/') {
    throw new ApiRefusal('UnsupportedProtocol', 'The local cloud API takes only POST / without a query.');
  }
  if (!/^application\/json(; ?charset=utf-8)?$/i.test(headers['content-type'] ?? '')) {
    throw new ApiRefusal('UnsupportedProtocol', 'Content-Type must be application/json.');
  }
  if (body.length > maxBodyBytes) {
    throw new ApiRefusal(
      'RequestSizeLimitExceeded',
      `The request has ${body.length} bytes, the limit is 10 MB.`,
    );
  }
  for (const name of ['authorization', 'x-tc-action', 'x-tc-version', 'x-tc-timestamp']) {
    if (!headers[name]) {
      throw new ApiRefusal('MissingParameter', `The request is missing the header ${name}.`);
    }
  }
  if (!parse(body)) throw new ApiRefusal('InvalidParameter', 'The body is not a JSON object.');
}

function readAction(
  { headers, action }: ApiCall,
  { version, actions, isRegional }: ApiService,
  region: string,
) {
  if (headers['x-tc-version'] !== version) {
    throw new ApiRefusal('NoSuchVersion', `The version must be ${version}, not ${headers['x-tc-version']}.`);
  }
  const perform = Object.hasOwn(actions, action) ? actions[action] : undefined;
  if (!perform) {
    throw new ApiRefusal('InvalidAction', `The requested action \`${action}\` is invalid or not found.`);
  }
  const given = headers['x-tc-region'];
  if (isRegional && !given)
    throw new ApiRefusal('MissingParameter', 'The request is missing the header X-TC-Region.');
  if (isRegional && given !== region) {
    throw new ApiRefusal('UnsupportedRegion', `The local cloud is in ${region}, not in ${given}.`);
  }
  return { action, perform };
}

function checkAllowed(user: ApiUser, service: string, action: string): void {
  if (user.allowsCall?.(service, action) !== false) return;
  const code =
    service === 'scf' || service === 'cls' ? 'UnauthorizedOperation' : 'AuthFailure.UnauthorizedOperation';
  throw new ApiRefusal(code, `You are not authorized to perform operation (${service}:${action}).`);
}

async function answerOf(carriedOut: Promise<object>): Promise<{ answer: object; code: string | undefined }> {
  try {
    return { answer: await carriedOut, code: undefined };
  } catch (error) {
    const { code, message } =
      error instanceof ApiRefusal ? error : new ApiRefusal('InternalError', String(error));
    return { answer: { Error: { Code: code, Message: message } }, code };
  }
}

/** Replaces the code of functions by its length. */
function withoutCode(parameters: ApiCall['parameters']): ApiCall['parameters'] {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => {
      if (name === 'ZipFile' && typeof value === 'string') return [name, value.length];
      return [name, name === 'Code' ? withoutCode((value ?? {}) as ApiCall['parameters']) : value];
    }),
  );
}

function send(response: ServerResponse, answer: object): void {
  response.writeHead(200, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(answer));
}

function sendPage(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'Content-Type': 'text/html' });
  response.end(`<html><head><title>${status}</title></head><body><center>nginx</center></body></html>`);
}

function cut(response: ServerResponse): void {
  response.socket?.destroy();
}
