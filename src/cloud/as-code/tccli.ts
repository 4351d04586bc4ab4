// Pure: what tccli reads by `--cli-input-json file://…`, one input for each call.

import { loadConfig } from '../../function/config/config.ts';
import { indexRule } from '../logs/index-rule.ts';
import { defaultAlarmFailures, logAlarm } from '../logs/queries.ts';
import { functionPolicy, functionTrust } from '../policy.ts';
import { asyncRetry, type CodeDeployment, handler, triggerEvents, triggerName } from './code-deployment.ts';

/** One call: `tccli SERVICE ACTION --cli-input-json file://FILE`. */
export interface TccliCall {
  readonly file: string;
  readonly service: 'cam' | 'scf' | 'cls';
  readonly action: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** In the place of what only the account knows: the zip's bytes, and the ids that CLS gives. */
export const placeholders = {
  zip: 'ZIP_AS_BASE64',
  logsetId: 'LOGSET_ID',
  topicId: 'TOPIC_ID',
  noticeId: 'NOTICE_ID',
} as const;

/**
 * Lists the calls that deploy the function, in their order.
 *
 * @throws {ConfigError} for settings that the function would refuse.
 */
export function tccliCalls(deployment: CodeDeployment): TccliCall[] {
  const { functionName, roleName, environment } = deployment;
  const common = { FunctionName: functionName, Namespace: 'default' };
  return [
    call('cam', 'CreateRole', {
      RoleName: roleName,
      Description: `Lets the function ${functionName} read photos and store thumbnails.`,
      PolicyDocument: minified(functionTrust),
    }),
    call('cam', 'CreatePolicy', {
      PolicyName: roleName,
      Description: `What the function ${functionName} may do, and nothing else.`,
      PolicyDocument: minified(functionPolicy({ ...deployment, settings: loadConfig(environment) })),
    }),
    call('cam', 'AttachRolePolicy', { AttachRoleName: roleName, PolicyName: roleName }),
    call('cls', 'CreateLogset', { LogsetName: functionName }),
    call('cls', 'CreateTopic', {
      LogsetId: placeholders.logsetId,
      TopicName: functionName,
      Period: 30,
    }),
    call('cls', 'CreateIndex', { TopicId: placeholders.topicId, Rule: indexRule, Status: true }),
    call('scf', 'CreateFunction', {
      ...common,
      Description: `Makes thumbnails of the photos in ${deployment.sourceBucket} (cos-thumbnailer).`,
      Type: 'Event',
      Runtime: deployment.runtime,
      Handler: handler,
      Code: { ZipFile: placeholders.zip },
      MemorySize: deployment.memoryMb,
      Timeout: deployment.timeoutS,
      Role: roleName,
      Environment: { Variables: Object.entries(environment).map(([Key, Value]) => ({ Key, Value })) },
      PublicNetConfig: { PublicNetStatus: 'ENABLE', EipConfig: { EipStatus: 'DISABLE' } },
      ClsLogsetId: placeholders.logsetId,
      ClsTopicId: placeholders.topicId,
    }),
    call('scf', 'UpdateFunctionEventInvokeConfig', {
      ...common,
      AsyncTriggerConfig: {
        RetryConfig: [{ RetryNum: asyncRetry.retries }],
        MsgTTL: asyncRetry.maxAgeS,
      },
    }),
    ...triggerEvents(deployment).map((event, at) =>
      call(
        'scf',
        'CreateTrigger',
        {
          ...common,
          TriggerName: triggerName(deployment),
          Type: 'cos',
          TriggerDesc: JSON.stringify({ event, filter: { Prefix: deployment.prefix, Suffix: '' } }),
          Qualifier: '$DEFAULT',
          Enable: 'OPEN',
        },
        at === 0 ? '' : '-of-removals',
      ),
    ),
    call('cls', 'CreateAlarm', alarmInput(functionName)),
    call('scf', 'PutReservedConcurrencyConfig', { ...common, ReservedConcurrencyMem: 0 }, '-stop'),
  ];
}

function call(
  service: TccliCall['service'],
  action: string,
  input: TccliCall['input'],
  suffix = '',
): TccliCall {
  const name = action.replaceAll(/(?<!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
  return { file: `${name}${suffix}.json`, service, action, input };
}

function alarmInput(name: string): TccliCall['input'] {
  const { targets, condition, everyMinutes, quietMinutes } = logAlarm(defaultAlarmFailures);
  return {
    Name: name,
    Status: true,
    AlarmTargets: targets.map(({ query, lastMinutes }, at) => ({
      LogsetId: placeholders.logsetId,
      TopicId: placeholders.topicId,
      Query: query,
      Number: at + 1,
      StartTimeOffset: -lastMinutes,
      EndTimeOffset: 0,
      SyntaxRule: 1,
    })),
    MonitorTime: { Type: 'Period', Time: everyMinutes },
    Condition: condition,
    AlarmLevel: 1,
    TriggerCount: 1,
    AlarmPeriod: quietMinutes,
    AlarmNoticeIds: [placeholders.noticeId],
  };
}

function minified(json: string): string {
  return JSON.stringify(JSON.parse(json));
}
