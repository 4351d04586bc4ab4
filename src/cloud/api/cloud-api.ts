// The port to Tencent Cloud's API: what deploy, doctor, backfill and logs need of it, in this project's words. One account,
// one region, the namespace `default`.
//
// Every method throws {CloudError}, also where the network fails. Requests that the API refuses for a moment
// (`RequestLimitExceeded`, `FailedOperation.FunctionStatusError`) have been repeated by then. Where a thing may be absent, the
// answer is undefined instead of an error.

export interface CloudApi {
  /** The long name, such as `ap-guangzhou`. */
  readonly region: string;

  /** cam:GetUserAppId and sts:GetCallerIdentity. */
  identity(): Promise<Identity>;

  functions: FunctionsApi;
  triggers: TriggersApi;
  roles: RolesApi;
  policies: PoliciesApi;
  logs: LogsApi;
}

export interface Identity {
  /** Digits; the end of every bucket's name. */
  readonly appid: string;
  /** The account that pays. */
  readonly ownerUin: string;
  readonly arn: string;
}

export interface FunctionsApi {
  /** scf:ListFunctions, all pages: the names. */
  list(): AsyncIterable<string>;
  /** scf:GetFunction. */
  get(name: string): Promise<DeployedFunction | undefined>;
  /** scf:CreateFunction; does not wait until the function is active. */
  create(options: NewFunction): Promise<void>;
  /** scf:UpdateFunctionCode; does not wait. */
  updateCode(name: string, code: { readonly zip: Uint8Array; readonly handler: string }): Promise<void>;
  /** scf:UpdateFunctionConfiguration; does not wait. What is absent stays as it is; `environment` replaces all variables. */
  updateConfiguration(name: string, change: ConfigurationChange): Promise<void>;
  /** scf:DeleteFunction. */
  delete(name: string): Promise<void>;
  /**
   * Asks scf:GetFunction until nothing is under way any more.
   *
   * @returns The function as it is then: `Active`, or failed with its reasons.
   * @throws {CloudError} if that takes longer than five minutes.
   */
  settled(name: string): Promise<DeployedFunction>;
  /** scf:GetFunctionEventInvokeConfig. */
  asyncRetry(name: string): Promise<AsyncRetry>;
  /** scf:UpdateFunctionEventInvokeConfig. */
  setAsyncRetry(name: string, retry: AsyncRetry): Promise<void>;
  /**
   * scf:InvokeFunction, synchronously. An invocation that fails is an answer, not an error; throttling (432) and an
   * account without room (429) are answers as well.
   *
   * @param event Serialised by this method; at most 6 MB.
   */
  invoke(name: string, event: unknown, options?: { readonly timeoutMs?: number }): Promise<InvocationAnswer>;
}

export interface DeployedFunction {
  readonly name: string;
  /** `Active`, `Creating`, `CreateFailed`, `Updating`, `UpdateFailed`, `Publishing`, `Deleting` … */
  readonly status: string;
  /** What the API says to a failed state. */
  readonly statusReasons: readonly string[];
  /** `Available`, `InsufficientBalance`, `Unavailable`: may it be invoked? */
  readonly availability: string;
  readonly description: string;
  readonly runtime: string;
  readonly handler: string;
  readonly memoryMb: number;
  readonly timeoutS: number;
  /** The name of the execution role; undefined: none. */
  readonly role: string | undefined;
  readonly environment: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly codeBytes: number;
  /** `2026-11-27 12:00:00`, as the API writes it. */
  readonly modified: string;
  /** Where its logs go; undefined: nowhere. */
  readonly logTopic: { readonly logsetId: string; readonly topicId: string } | undefined;
  readonly deadLetterQueue: string | undefined;
}

/** What a deployment decides. */
export interface FunctionConfiguration {
  readonly description: string;
  readonly memoryMb: number;
  readonly timeoutS: number;
  readonly role: string;
  readonly environment: Readonly<Record<string, string>>;
}

export interface NewFunction extends FunctionConfiguration {
  readonly name: string;
  readonly runtime: string;
  readonly handler: string;
  readonly zip: Uint8Array;
  readonly tags: Readonly<Record<string, string>>;
}

export type ConfigurationChange = Partial<FunctionConfiguration>;

export interface AsyncRetry {
  /** 0 to 2. */
  readonly retries: number;
  /** Seconds that an event may wait, 60 to 21,600. */
  readonly maxAgeS: number;
}

export interface InvocationAnswer {
  readonly requestId: string;
  /** What the handler returned, as JSON text; undefined if the invocation failed. */
  readonly json: string | undefined;
  /** Why it failed: SCF's text, often JSON with errorCode, errorMessage and statusCode; undefined if it did not. */
  readonly error: { readonly statusCode: number | undefined; readonly text: string } | undefined;
  /** The end of its log, at most 4 KB. */
  readonly log: string;
  /** Milliseconds that are paid for. */
  readonly billedMs: number;
  readonly memoryBytes: number;
}

export interface TriggersApi {
  /** scf:ListTriggers, all pages. */
  list(functionName: string): Promise<readonly CosTrigger[]>;
  /** scf:CreateTrigger. A rule of another function on the same bucket makes it fail with `…CosNotifyRuleConflict`. */
  create(functionName: string, trigger: CosTrigger): Promise<void>;
  /** scf:DeleteTrigger. */
  delete(functionName: string, trigger: CosTrigger): Promise<void>;
}

/** A trigger of COS. A trigger of another kind has its `type` and nothing else that is meant for us. */
export interface CosTrigger {
  readonly type: 'cos' | (string & {});
  /** The bucket's host, such as `example-1250000000.cos.ap-guangzhou.myqcloud.com`. */
  readonly name: string;
  /** `cos:ObjectCreated:*`. */
  readonly event: string;
  /** Empty: every key. */
  readonly prefix: string;
  readonly suffix: string;
  readonly enabled: boolean;
  /** `$DEFAULT`, `$LATEST`, or a version's or an alias' name. */
  readonly qualifier: string;
}

export interface RolesApi {
  /** cam:GetRole. */
  get(name: string): Promise<Role | undefined>;
  /** cam:CreateRole. */
  create(role: {
    readonly name: string;
    readonly description: string;
    readonly trust: string;
  }): Promise<void>;
  /** cam:DeleteRole. */
  delete(name: string): Promise<void>;
  /** cam:ListAttachedRolePolicies, all pages: the policies' names. */
  attachedPolicies(name: string): Promise<readonly string[]>;
  /** cam:AttachRolePolicy. */
  attach(role: string, policy: string): Promise<void>;
  /** cam:DetachRolePolicy. */
  detach(role: string, policy: string): Promise<void>;
}

export interface Role {
  readonly name: string;
  readonly description: string;
  /** Who may take it on: a policy document as JSON text. */
  readonly trust: string;
}

export interface PoliciesApi {
  /** cam:ListPolicies by name, then cam:GetPolicy. Policies of the account itself, and Tencent's own. */
  get(name: string): Promise<Policy | undefined>;
  /** cam:CreatePolicy. */
  create(policy: Policy): Promise<void>;
  /** cam:UpdatePolicy. */
  update(policy: Policy): Promise<void>;
  /** cam:DeletePolicy. */
  delete(name: string): Promise<void>;
}

export interface Policy {
  readonly name: string;
  readonly description: string;
  /** JSON text. */
  readonly document: string;
}

export interface LogsApi {
  /** cls:SearchLog, all pages, newest first. */
  search(search: LogSearch): AsyncIterable<LogLine>;
}

export interface LogSearch {
  readonly topicId: string;
  /** In CLS' query language. */
  readonly query: string;
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
}

export interface LogLine {
  /** Milliseconds since 1970. */
  readonly time: number;
  /** Field -> text, as CLS has it; the fields of our own lines among them. */
  readonly fields: Readonly<Record<string, string>>;
}
