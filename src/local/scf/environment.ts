// Builds what SCF gives to an instance: the environment variables and the handler's context.

import { dirname } from 'node:path';

export interface Credentials {
  readonly secretId: string;
  readonly secretKey: string;
  /** The session token of temporary credentials, such as those of an execution role. */
  readonly token?: string;
}

/** The settings of a function in the SCF console. */
export interface FunctionSettings {
  /** The CommonJS file, absolute. Its folder is used as the unpacked zip. */
  readonly file: string;
  /** MB. SCF's default is 128. */
  readonly memoryMb: number;
  /** Seconds. SCF's default is 3. */
  readonly timeoutS: number;
  readonly env: Readonly<Record<string, string>>;
  /** Variables that SCF does not know of and that only the local cloud needs. They do not count. */
  readonly localEnv?: Readonly<Record<string, string>>;
  /** The long name of the region, such as `ap-guangzhou`. */
  readonly region: string;
  /** Digits. */
  readonly appid: string;
  readonly functionName: string;
}

const namespace = 'default';
const version = '$LATEST';
const uin = '100000000001';
/** The names that SCF keeps for itself. */
export const reservedNames = /^(SCF|QCLOUD|TENCENTCLOUD)_/;
/** Of all names and values together. */
export const maxEnvironmentBytes = 4096;

/**
 * Builds the environment with which an instance starts, without credentials and without the developer's own variables.
 * Names and values: https://cloud.tencent.com/document/product/583/30228
 *
 * @throws {Error} if SCF would refuse the settings' `env`.
 */
export function instanceEnvironment(settings: FunctionSettings): Record<string, string> {
  checkEnvironment(settings.env);
  const root = dirname(settings.file);
  return {
    TENCENTCLOUD_RUNENV: 'SCF',
    TENCENTCLOUD_REGION: settings.region,
    TENCENTCLOUD_APPID: settings.appid,
    TENCENTCLOUD_UIN: uin,
    TENCENTCLOUD_TZ: 'UTC',
    // SCF does not set this one, because its machines use UTC.
    TZ: 'UTC',
    SCF_FUNCTIONNAME: settings.functionName,
    SCF_FUNCTIONVERSION: version,
    _SCF_SERVER_PORT: '28902',
    USER_CODE_ROOT: `${root}/`,
    NODE_PATH: `${root}:${root}/node_modules:/opt:/opt/node_modules`,
    LD_LIBRARY_PATH: `/var/runtime/java8:${root}:/opt`,
    LANG: 'en_US.UTF8',
    HOME: '/home/qcloud',
    ...settings.env,
    ...settings.localEnv,
  };
}

/**
 * Builds the variables that SCF renews with each invocation.
 *
 * @param credentials undefined: the function has no execution role, or one that SCF may not take on.
 */
export function credentialsEnvironment(credentials: Credentials | undefined): Record<string, string> {
  if (!credentials) return {};
  return {
    TENCENTCLOUD_SECRETID: credentials.secretId,
    TENCENTCLOUD_SECRETKEY: credentials.secretKey,
    TENCENTCLOUD_SESSIONTOKEN: credentials.token ?? '',
  };
}

/** Builds the handler's second argument without its methods, which bootstrap.cjs adds. */
export function invocationContext(settings: FunctionSettings, requestId: string) {
  return {
    request_id: requestId,
    memory_limit_in_mb: settings.memoryMb,
    time_limit_in_ms: settings.timeoutS * 1000,
    environment: JSON.stringify({ SCF_NAMESPACE: namespace }),
    environ: `SCF_NAMESPACE=${namespace}`,
    function_name: settings.functionName,
    function_version: version,
    namespace,
    tencentcloud_region: settings.region,
    tencentcloud_appid: settings.appid,
    tencentcloud_uin: uin,
  };
}

/** @throws {Error} if SCF would refuse `env`: for a malformed or reserved name, or for more than 4 KB. */
export function checkEnvironment(env: Readonly<Record<string, string>>): void {
  for (const name of Object.keys(env)) {
    if (!/^[a-zA-Z][a-zA-Z0-9_]*$/.test(name) || reservedNames.test(name)) {
      throw new Error(
        `environment variable ${name}: SCF allows letters, digits and _, with a letter first, and reserves names that begin with SCF_, QCLOUD_ or TENCENTCLOUD_. Choose another name.`,
      );
    }
  }
  const bytes = Buffer.byteLength(Object.entries(env).flat().join(''));
  if (bytes > maxEnvironmentBytes) {
    throw new Error(
      `the environment variables take ${bytes} bytes, SCF allows ${maxEnvironmentBytes} in total. Shorten them.`,
    );
  }
}
