// A deployment as what is to be filled in by hand in the console, with the console's own labels. Pure.

import type { Bilingual } from '../../function/doctor/bilingual.ts';
import { isSecret } from '../secret-settings.ts';
import { type Deployment, newestRuntime } from './deployment.ts';

export function consoleForm(deployment: Deployment, zip: string): Bilingual {
  const { functionName, region, role, policy, runtime = newestRuntime, triggers } = deployment;
  const { handler, memoryMb, timeoutS, settings, description, source } = deployment;
  const indented = policy.document
    .split('\n')
    .map((line) => `     ${line}`)
    .join('\n');
  const rows = (language: keyof Bilingual) => [
    heading(1, 'Policy', '策略', language, 'https://console.cloud.tencent.com/cam/policy'),
    '   策略 → 新建自定义策略 → 按策略语法创建 → 空白模板',
    `   策略名称: ${policy.name}`,
    `   描述: ${policy.description}`,
    '   策略内容:',
    indented,
    heading(2, 'Execution role', '运行角色', language, 'https://console.cloud.tencent.com/cam/role'),
    '   角色 → 新建角色 → 腾讯云产品服务 → 云函数 (scf)',
    `   策略: ${policy.name}`,
    `   角色名称: ${role.name}`,
    `   角色描述: ${role.description}`,
    heading(3, 'Function', '函数', language, 'https://console.cloud.tencent.com/scf/list'),
    `   函数服务 → 新建 → 从头开始, 地域: ${region}`,
    '   函数类型: 事件函数',
    `   函数名称: ${functionName}`,
    `   描述: ${description}`,
    `   运行环境: ${runtime}`,
    `   执行方法: ${handler}`,
    `   提交方法: 本地上传zip包, ${zip}`,
    `   内存: ${memoryMb} MB`,
    `   执行超时时间: ${timeoutS}`,
    `   运行角色: ${role.name}`,
    ...variableRows(settings, language),
    heading(4, 'Trigger', '触发器', language),
    ...triggers.flatMap(({ event, prefix, suffix }) => [
      '   触发管理 → 创建触发器: COS触发',
      `   COS Bucket: ${source}`,
      `   事件类型: ${event.includes('Created') ? '全部创建' : '全部删除'} (${event})`,
      `   前缀过滤: ${prefix}`,
      `   后缀过滤: ${suffix}`,
      '   立即启用: ✓',
    ]),
  ];
  return { en: rows('en').join('\n'), zh: rows('zh').join('\n') };
}

function variableRows(settings: Deployment['settings'], language: keyof Bilingual): string[] {
  const variables = Object.entries(settings);
  if (variables.length === 0) return [];
  const rows = variables.map(([name, value]) => {
    return `     ${name} = ${isSecret(name) ? notPrinted[language] : value}`;
  });
  return ['   环境变量:', ...rows];
}

const notPrinted: Bilingual = {
  en: '(the secret that was given with --env; it is not printed)',
  zh: '（用 --env 给出的密钥，此处不显示）',
};

function heading(
  number: number,
  en: string,
  zh: string,
  language: keyof Bilingual,
  address?: string,
): string {
  const title = language === 'zh' ? zh : `${en} (${zh})`;
  return [`${number}. ${title}`, ...(address ? [address] : [])].join(': ');
}
