// The API's error codes -> what each means and how to mend it. Codes without a row show the API's own message.

import type { Bilingual } from '../../function/doctor/bilingual.ts';

/** Credentials that are wrong, and clocks. */
const authentication: Readonly<Record<string, Bilingual>> = {
  'AuthFailure.SignatureFailure': {
    en: 'The signature is wrong: TENCENTCLOUD_SECRET_KEY does not belong to TENCENTCLOUD_SECRET_ID. Copy both again from https://console.cloud.tencent.com/cam/capi.',
    zh: '签名错误：TENCENTCLOUD_SECRET_KEY 与 TENCENTCLOUD_SECRET_ID 不匹配。请从 https://console.cloud.tencent.com/cam/capi 重新复制两者。',
  },
  'AuthFailure.SignatureExpire': {
    en: "This machine's clock is more than five minutes off. Set it (for example with NTP) and run the command again.",
    zh: '本机时钟偏差超过五分钟。请校准时钟（例如使用 NTP）后重新运行。',
  },
  'AuthFailure.SecretIdNotFound': {
    en: 'Tencent Cloud does not know this SecretId: it was deleted, disabled or mistyped. Look at https://console.cloud.tencent.com/cam/capi.',
    zh: '腾讯云没有这个 SecretId：可能已删除、已禁用，或者写错。请查看 https://console.cloud.tencent.com/cam/capi。',
  },
  'AuthFailure.InvalidSecretId': {
    en: 'This SecretId is not one of the cloud API. Keys of the cloud API begin with AKID; make one at https://console.cloud.tencent.com/cam/capi.',
    zh: '这不是云 API 的 SecretId。云 API 密钥以 AKID 开头，请在 https://console.cloud.tencent.com/cam/capi 创建。',
  },
  'AuthFailure.InvalidAuthorization': {
    en: 'The Authorization header is malformed. A proxy may have changed it.',
    zh: 'Authorization 头格式不正确。可能被代理修改。',
  },
  'AuthFailure.TokenFailure': {
    en: 'The token is wrong or has expired. Get new temporary credentials and set all three: TENCENTCLOUD_SECRET_ID, TENCENTCLOUD_SECRET_KEY and TENCENTCLOUD_TOKEN.',
    zh: '令牌错误或已过期。请重新获取临时凭证，并同时设置 TENCENTCLOUD_SECRET_ID、TENCENTCLOUD_SECRET_KEY 和 TENCENTCLOUD_TOKEN。',
  },
  'AuthFailure.MFAFailure': {
    en: 'The account asks for multi-factor authentication for this action. Use credentials that are exempt from it.',
    zh: '账号对该操作要求多因素认证（MFA）。请使用不要求 MFA 的凭证。',
  },
};

/** Names that are missing or taken, and limits. */
const resources: Readonly<Record<string, Bilingual>> = {
  UnsupportedRegion: {
    en: 'There is no such region, or it does not have this service. Give the long name with --region, such as ap-guangzhou.',
    zh: '没有这个地域，或者该地域没有此服务。请用 --region 给出完整名称，例如 ap-guangzhou。',
  },
  'ResourceNotFound.Function': {
    en: 'There is no function of this name in this region. Check --function and --region.',
    zh: '该地域没有这个名称的函数。请检查 --function 和 --region。',
  },
  'ResourceNotFound.FunctionName': {
    en: 'There is no function of this name in this region. Check --function and --region.',
    zh: '该地域没有这个名称的函数。请检查 --function 和 --region。',
  },
  'ResourceNotFound.Role': {
    en: 'The execution role does not exist. Create it, or run npm run deploy, which does.',
    zh: '运行角色不存在。请创建它，或者运行 npm run deploy 自动创建。',
  },
  'ResourceNotFound.RoleCheck': {
    en: 'The execution role does not exist, or SCF may not take it on. Its trust must name the service scf.qcloud.com.',
    zh: '运行角色不存在，或者 SCF 不能扮演它。角色载体必须包含 scf.qcloud.com。',
  },
  'InvalidParameter.RoleCheck': {
    en: 'SCF may not take on the execution role. Its trust must name the service scf.qcloud.com.',
    zh: 'SCF 不能扮演该运行角色。角色载体必须包含 scf.qcloud.com。',
  },
  'InvalidParameter.RoleNotExist': {
    en: 'There is no role of this name.',
    zh: '没有这个名称的角色。',
  },
  'ResourceInUse.FunctionName': {
    en: 'There is a function of this name already. Run the command again, or choose another name with --function.',
    zh: '已有同名函数。请重新运行，或者用 --function 换一个名称。',
  },
  'ResourceInUse.Function': {
    en: 'There is a function of this name already. Run the command again, or choose another name with --function.',
    zh: '已有同名函数。请重新运行，或者用 --function 换一个名称。',
  },
  'InvalidParameter.RoleNameInUse': {
    en: 'There is a role of this name already.',
    zh: '已有同名角色。',
  },
  'FailedOperation.PolicyNameInUse': {
    en: 'There is a policy of this name already.',
    zh: '已有同名策略。',
  },
  'InvalidParameterValue.CosNotifyRuleConflict': {
    en: 'Another function is triggered by the same event in the same folder of this bucket. COS allows one. Remove that trigger, or give folders that do not overlap with --prefix.',
    zh: '该存储桶的同一文件夹、同一事件已触发另一个函数，COS 只允许一个。请删除那个触发器，或者用 --prefix 指定互不重叠的文件夹。',
  },
  'ResourceInUse.Trigger': {
    en: 'The function has this trigger already.',
    zh: '函数已有这个触发器。',
  },
  'ResourceInUse.TriggerName': {
    en: 'The function has a trigger of this name and event already.',
    zh: '函数已有同名、同事件的触发器。',
  },
  'ResourceInUse.Cos': {
    en: 'The bucket already triggers a function with this event and filter.',
    zh: '该存储桶已用此事件和过滤规则触发函数。',
  },
  'FailedOperation.QcsRoleNotFound': {
    en: 'SCF has not been given its configuration role SCF_QcsRole yet. Open https://console.cloud.tencent.com/scf once and accept the authorisation, then run the command again.',
    zh: 'SCF 尚未获得配置角色 SCF_QcsRole。请打开 https://console.cloud.tencent.com/scf，同意授权，然后重新运行。',
  },
  LimitExceeded: {
    en: "A limit of the account is reached. Delete what is not used, or ask Tencent Cloud's support for more.",
    zh: '已达到账号的配额上限。请删除不用的资源，或者提交工单申请提高配额。',
  },
  'LimitExceeded.Trigger': {
    en: 'The function has as many COS triggers as it may have (10). Delete one that is not used.',
    zh: '函数的 COS 触发器已达上限（10 个）。请删除不用的触发器。',
  },
  'LimitExceeded.Function': {
    en: 'The account has as many functions in this region as it may have. Delete one that is not used.',
    zh: '账号在该地域的函数数量已达上限。请删除不用的函数。',
  },
  RequestLimitExceeded: {
    en: 'Too many requests. They were repeated for a while; wait a minute and run the command again.',
    zh: '请求过于频繁，已重试多次。请等待一分钟后重新运行。',
  },
  'FailedOperation.FunctionStatusError': {
    en: 'The function is being created, updated or deleted, and that did not end in time. Wait a minute and run the command again.',
    zh: '函数正在创建、更新或删除，且没有及时完成。请等待一分钟后重新运行。',
  },
};

/** Values that the API refuses. */
const values: Readonly<Record<string, Bilingual>> = {
  'InvalidParameterValue.EnvironmentExceededLimit': {
    en: 'The environment variables take more than 4 KB. Shorten them: fewer or shorter presets.',
    zh: '环境变量超过 4 KB。请缩短：减少或缩短预设。',
  },
  'InvalidParameterValue.EnvironmentSystemProtect': {
    en: 'An environment variable has a name that SCF reserves, such as SCF_... or TENCENTCLOUD_.... Remove it.',
    zh: '有环境变量使用了 SCF 保留的名称，例如 SCF_… 或 TENCENTCLOUD_…。请删除。',
  },
  'InvalidParameterValue.MemorySize': {
    en: 'The memory must be 64 MB, or 128 to 3072 MB in steps of 128.',
    zh: '内存必须为 64 MB，或者 128 至 3072 MB 且为 128 的倍数。',
  },
  'InvalidParameterValue.Memory': {
    en: 'The memory must be 64 MB, or 128 to 3072 MB in steps of 128.',
    zh: '内存必须为 64 MB，或者 128 至 3072 MB 且为 128 的倍数。',
  },
  'InvalidParameterValue.Runtime': {
    en: 'This region does not know the runtime. Give another one with --runtime, such as Nodejs18.15.',
    zh: '该地域没有这个运行环境。请用 --runtime 指定，例如 Nodejs18.15。',
  },
  'InvalidParameterValue.ZipFile': {
    en: 'SCF cannot read the zip. Build it again with npm run build, and do not pack it anew by hand.',
    zh: 'SCF 无法读取 zip。请用 npm run build 重新构建，不要手工重新打包。',
  },
  'InvalidParameterValue.FunctionName': {
    en: "The function's name may have 2 to 60 letters, digits, - and _, must begin with a letter and may not end with - or _.",
    zh: '函数名称须为 2 至 60 个字母、数字、- 和 _，以字母开头，不能以 - 或 _ 结尾。',
  },
};

/** Money, services that are off, and the cloud's own failures. */
const service: Readonly<Record<string, Bilingual>> = {
  'FailedOperation.InsufficientBalance': {
    en: 'The account is in arrears. Top it up in the console.',
    zh: '账号已欠费。请在控制台充值。',
  },
  'ResourceUnavailable.InsufficientBalance': {
    en: 'The account is in arrears. Top it up in the console.',
    zh: '账号已欠费。请在控制台充值。',
  },
  'FailedOperation.ServiceClosed': {
    en: 'SCF is closed for this account, probably because of arrears. Look at https://console.cloud.tencent.com/scf.',
    zh: '该账号的 SCF 已停用，可能是因为欠费。请查看 https://console.cloud.tencent.com/scf。',
  },
  'FailedOperation.UnOpenedService': {
    en: 'SCF has not been opened for this account. Open https://console.cloud.tencent.com/scf once.',
    zh: '该账号尚未开通 SCF。请打开一次 https://console.cloud.tencent.com/scf。',
  },
  InternalError: {
    en: 'The cloud itself failed. Wait a minute and run the command again.',
    zh: '云端内部错误。请等待一分钟后重新运行。',
  },
  InvalidAction: {
    en: 'The server does not know this action. If --api-endpoint was given, another service may be there.',
    zh: '服务端没有这个接口。如果使用了 --api-endpoint，该地址可能是别的服务。',
  },
};

const meanings: ReadonlyMap<string, Bilingual> = new Map(
  Object.entries({ ...authentication, ...resources, ...values, ...service }),
);

/** All codes that have a row. */
export const knownCodes: readonly string[] = [...meanings.keys()];

/**
 * @param code Such as `LimitExceeded.Alias`. Without a row of its own, that of its first part counts.
 * @param action Such as `scf:CreateFunction`.
 * @returns undefined for a code that is not known.
 */
export function meaningOf(code: string, action: string): Bilingual | undefined {
  if (code.startsWith('UnauthorizedOperation') || code === 'AuthFailure.UnauthorizedOperation') {
    return notAllowed(action);
  }
  const [family = ''] = code.split('.');
  return meanings.get(code) ?? meanings.get(family);
}

function notAllowed(action: string): Bilingual {
  return {
    en: `These credentials may not do ${action}. Grant this action to their user or role in https://console.cloud.tencent.com/cam/policy, or use other credentials.`,
    zh: `当前凭证没有 ${action} 的权限。请在 https://console.cloud.tencent.com/cam/policy 为其用户或角色授予该操作，或者使用其他凭证。`,
  };
}
