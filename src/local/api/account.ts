// What an account of the local cloud has: keys, roles, policies, functions and their log. All of it is in memory.

import { randomBytes } from 'node:crypto';
import type { Credential } from '../cos/cos.ts';
import type { FunctionRecord } from './function-record.ts';
import type { LogTopic } from './log-topic.ts';
import { decide, parsePolicyDocument, parseTrust, type Statement } from './policy-document.ts';

/** Somebody with a key for the API and for COS. */
export interface ApiUser extends Credential {
  readonly name: string;
  /** May the user call this action? Default: all. */
  allowsCall?(service: string, action: string): boolean;
}

/** An execution role. */
export interface RoleRecord {
  readonly id: string;
  readonly name: string;
  description: string;
  /** A policy document as JSON text. */
  readonly trust: string;
  /** The services that may take it on. */
  readonly services: readonly string[];
  readonly policyIds: Set<number>;
  readonly added: Date;
}

export interface PolicyRecord {
  readonly id: number;
  readonly name: string;
  /** Is it one of Tencent's own, which nobody can change? */
  readonly isPreset: boolean;
  description: string;
  document: string;
  statements: readonly Statement[];
  readonly added: Date;
  updated: Date;
}

/** The service that runs functions, as trust policies name it. */
export const scfService = 'scf.qcloud.com';
/** SCF needs it to set up triggers. People create it with one click in the console. */
export const configurationRole = 'SCF_QcsRole';

export class Account {
  readonly region: string;
  readonly appid: string;
  readonly uin: string;
  readonly users: ApiUser[];
  readonly roles = new Map<string, RoleRecord>();
  readonly policies = new Map<number, PolicyRecord>();
  readonly functions = new Map<string, FunctionRecord>();
  readonly topic: LogTopic;
  readonly #temporary = new Map<string, Credential>();
  #lastId = 4_611_686_018;

  constructor(
    options: Pick<Account, 'region' | 'appid' | 'uin' | 'topic'> & { readonly users: readonly ApiUser[] },
  ) {
    this.region = options.region;
    this.appid = options.appid;
    this.uin = options.uin;
    this.topic = options.topic;
    this.users = [...options.users];
  }

  newId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  findUser(secretId: string): ApiUser | undefined {
    return this.users.find((user) => user.secretId === secretId);
  }

  /** Finds a key for COS: a user's, or one that was issued to a function. */
  findCredential(secretId: string): Credential | undefined {
    return this.#temporary.get(secretId) ?? this.findUser(secretId);
  }

  findPolicy(name: string): PolicyRecord | undefined {
    return [...this.policies.values()].find((policy) => policy.name === name);
  }

  /** @throws {ApiRefusal} if the trust policy is wrong. */
  addRole(role: Pick<RoleRecord, 'name' | 'description' | 'trust'>): RoleRecord {
    const record = {
      ...role,
      id: String(this.newId()),
      services: parseTrust(role.trust),
      policyIds: new Set<number>(),
      added: new Date(),
    };
    this.roles.set(role.name, record);
    return record;
  }

  /** @throws {ApiRefusal} if the document is wrong. */
  addPolicy(policy: Pick<PolicyRecord, 'name' | 'description' | 'document' | 'isPreset'>): PolicyRecord {
    const statements = parsePolicyDocument(policy.document);
    const now = new Date();
    const record = { ...policy, id: this.newId(), statements, added: now, updated: now };
    this.policies.set(record.id, record);
    return record;
  }

  /**
   * Issues keys of a role to one invocation.
   *
   * @returns undefined if SCF may not take on the role, or if there is none.
   */
  issueCredentials(roleName: string | undefined): Credential | undefined {
    const role = roleName === undefined ? undefined : this.roles.get(roleName);
    if (!role?.services.includes(scfService)) return undefined;
    const credential: Credential = {
      secretId: `AKID${randomBytes(16).toString('hex')}`,
      secretKey: randomBytes(24).toString('base64url'),
      token: randomBytes(48).toString('base64url'),
      // Decided anew for each request: policies are changed while functions run.
      allows: (action, resource) => decide(this.#statementsOf(role.name), action, resource),
    };
    this.#temporary.set(credential.secretId, credential);
    return credential;
  }

  /** The invocation has ended: its keys are worth nothing any more. */
  revokeCredentials(credential: Credential): void {
    this.#temporary.delete(credential.secretId);
  }

  #statementsOf(roleName: string): Statement[] {
    const ids = this.roles.get(roleName)?.policyIds ?? [];
    return [...ids].flatMap((id) => this.policies.get(id)?.statements ?? []);
  }
}
