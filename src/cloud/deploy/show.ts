// A plan as text for people: what is there, and what will be. Pure.

import type { Bilingual } from '../../function/doctor/bilingual.ts';
import type { PlanItem, Step } from './step.ts';

const parts: Readonly<Record<PlanItem['part'], Bilingual>> = {
  role: { en: 'role', zh: '角色' },
  policy: { en: 'policy', zh: '策略' },
  attachment: { en: 'policy of the role', zh: '角色的策略' },
  function: { en: 'function', zh: '函数' },
  code: { en: 'code', zh: '代码' },
  configuration: { en: 'configuration', zh: '配置' },
  trigger: { en: 'trigger', zh: '触发器' },
};

/** Names of fields that differ between the languages. */
const fieldNames: Readonly<Record<string, string>> = {
  allow: '允许',
  carrier: '载体',
  enabled: '启用',
  handler: '执行方法',
  'maximum age': '最长等待',
  memory: '内存',
  prefix: '前缀',
  qualifier: '版本或别名',
  retries: '异步重试',
  role: '运行角色',
  runtime: '运行环境',
  state: '状态',
  suffix: '后缀',
  timeout: '超时',
};

const signs: Readonly<Record<PlanItem['change'], string>> = {
  create: '+',
  update: '~',
  delete: '-',
  none: '=',
};

const steps: Readonly<Record<Step['kind'], Bilingual>> = {
  'create-role': { en: 'creating the role', zh: '创建角色' },
  'delete-role': { en: 'deleting the role', zh: '删除角色' },
  'create-policy': { en: 'creating the policy', zh: '创建策略' },
  'update-policy': { en: 'updating the policy', zh: '更新策略' },
  'delete-policy': { en: 'deleting the policy', zh: '删除策略' },
  'attach-policy': { en: 'attaching the policy to the role', zh: '为角色关联策略' },
  'detach-policy': { en: 'detaching the policy from the role', zh: '解除角色与策略的关联' },
  'create-function': { en: 'creating the function', zh: '创建函数' },
  'update-code': { en: 'uploading the code', zh: '上传代码' },
  'update-configuration': { en: 'changing the configuration', zh: '更新配置' },
  'delete-function': { en: 'deleting the function', zh: '删除函数' },
  'set-retries': { en: 'setting the asynchronous retries', zh: '设置异步重试' },
  'create-trigger': { en: 'creating the trigger', zh: '创建触发器' },
  'delete-trigger': { en: 'deleting the trigger', zh: '删除触发器' },
};

/** `+` what is made, `~` what is changed, `-` what is deleted, `=` what stays. */
export function showPlan(items: readonly PlanItem[], language: keyof Bilingual): string {
  return items.map((item) => showItem(item, language)).join('\n');
}

export function showStep({ kind }: Step, { name }: PlanItem, language: keyof Bilingual): string {
  return `${steps[kind][language]}: ${name}`;
}

function showItem({ part, name, change, fields }: PlanItem, language: keyof Bilingual): string {
  const lines = fields.map((field) => showField(field, language));
  return [`${signs[change]} ${parts[part][language]} ${name}`, ...lines.map((line) => `    ${line}`)].join(
    '\n',
  );
}

function showField({ name, before, after }: PlanItem['fields'][number], language: keyof Bilingual): string {
  const label = language === 'zh' ? (fieldNames[name] ?? name) : name;
  if (before === undefined) return `+ ${label}: ${quoted(after)}`;
  if (after === undefined) return `- ${label}: ${quoted(before)}`;
  return `~ ${label}: ${quoted(before)} -> ${quoted(after)}`;
}

function quoted(value: string | undefined): string {
  return value === undefined || value === '' ? '""' : value;
}
