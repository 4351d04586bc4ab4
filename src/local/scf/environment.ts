// What an SCF instance finds around it: environment variables and the handler's context. Knows no process.

import { dirname } from 'node:path';

export interface Credentials {
  readonly secretId: string;
  readonly secretKey: string;
  /** Of temporary credentials, as an execution role has them. */
  readonly token?: string;
}

/** A function's settings in the SCF console. */
export interface FunctionSettings {
  /** The CommonJS file; its folder stands for the unpacked zip. Absolute. */
  readonly file: string;
  /** MB; SCF's default is 128. */
  readonly memoryMb: number;
  /** Seconds; SCF's default is 3. */
  readonly timeoutS: number;
  readonly env: Readonly<Record<string, string>>;
  /** Long form: `ap-guangzhou`. */
  readonly region: string;
  /** Digits. */
  readonly appid: string;
  readonly functionName: string;
}

const namespace = 'default';
const version = '$LATEST';
const uin = '100000000001';
const reserved = /^(SCF|QCLOUD|TENCENTCLOUD)_/;
const maxEnvironmentBytes = 4096;

/**
 * The environment with which an instance starts, without credentials; nothing of the developer's own leaks into it.
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
    // Not among SCF's variables: its machines are on UTC anyway.
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
  };
}

/** The variables that SCF renews with each invocation. */
export function credentialsEnvironment(credentials: Credentials): Record<string, string> {
  return {
    TENCENTCLOUD_SECRETID: credentials.secretId,
    TENCENTCLOUD_SECRETKEY: credentials.secretKey,
    TENCENTCLOUD_SESSIONTOKEN: credentials.token ?? '',
  };
}

/** The handler's second argument, apart from what only the instance can give it: its methods. */
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

/** @throws {Error} if `env` holds what SCF would refuse: a malformed or reserved name, or more than 4 KB. */
export function checkEnvironment(env: Readonly<Record<string, string>>): void {
  for (const name of Object.keys(env)) {
    if (!/^[a-zA-Z][a-zA-Z0-9_]*$/.test(name) || reserved.test(name)) {
      throw new Error(
        `environment variable ${name}: SCF wants letters, digits and _, a letter first, and keeps SCF_, QCLOUD_ and TENCENTCLOUD_ for itself. Choose another name.`,
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
