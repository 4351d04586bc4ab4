// The function as it is in the cloud, and its settings in the form in which it uses them itself.

import { createHash } from 'node:crypto';
import { type Config, loadConfig } from '../../function/config/config.ts';
import { ConfigError } from '../../function/errors.ts';
import type { CloudApi, DeployedFunction } from '../api/cloud-api.ts';
import { CloudError } from '../api/cloud-error.ts';
import { noFunction } from '../api/no-function.ts';
import { describeSettings } from '../setting-problem.ts';

/** @throws {CloudError} if there is no such function, or if it cannot be invoked now. */
export async function findFunction(
  functions: Pick<CloudApi['functions'], 'get'>,
  name: string,
  region: string,
): Promise<DeployedFunction> {
  const deployed = await functions.get(name);
  if (deployed === undefined) throw noFunction(name, region);
  const { status, availability } = deployed;
  if (status !== 'Active' || !['Available', ''].includes(availability)) {
    throw new CloudError({
      text: {
        en: `The function ${name} cannot be invoked: its state is ${status}, ${availability}. See what is wrong with: npm run doctor`,
        zh: `函数 ${name} 目前无法调用：状态为 ${status}、${availability}。请用 npm run doctor 查找原因。`,
      },
    });
  }
  return deployed;
}

/** @throws {CloudError} with all that is wrong with the settings: then every call would fail. */
export function readSettings({ name, environment }: DeployedFunction): Config {
  return withConfigErrors(name, () => loadConfig(environment));
}

/** @throws {CloudError} in place of the function's own error about its settings. */
export function withConfigErrors<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const problems = describeSettings(error);
    throw new CloudError({
      text: {
        en: `The function ${name} would refuse every event, because its environment variables are wrong:\n${problems.en}\nMend them with npm run deploy, or in the console.`,
        zh: `函数 ${name} 会拒绝所有事件，因为它的环境变量有误：\n${problems.zh}\n请用 npm run deploy 或在控制台修改。`,
      },
      cause: error,
    });
  }
}

/** Changes with any setting of the function, and with nothing else. */
export function settingsDigest({ environment }: DeployedFunction): string {
  const ours = Object.entries(environment).filter(([name]) => name.startsWith('THUMB_'));
  const text = JSON.stringify(ours.sort(([one], [other]) => (one < other ? -1 : 1)));
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
