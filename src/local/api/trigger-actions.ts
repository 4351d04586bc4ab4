// The actions of SCF that are about the triggers of a function.

import { type Account, configurationRole } from './account.ts';
import { type Action, action } from './action.ts';
import { findFunction } from './find-function.ts';
import { checkSettled, type FunctionRecord, type TriggerRecord, writeTime } from './function-record.ts';
import { describeRule, type NotificationRule, overlap, parseRule } from './notification.ts';
import { ApiRefusal } from './refusal.ts';

const maxTriggers = 10;

const named = { FunctionName: 'text', TriggerName: 'text', Type: 'text' } as const;

export const triggerActions: Readonly<Record<string, Action>> = {
  ListTriggers: action(
    {
      required: { FunctionName: 'text' },
      optional: { Namespace: 'text', Offset: 'integer', Limit: 'integer', OrderBy: 'text', Order: 'text' },
    },
    (given, { account }) => {
      const { triggers } = findFunction(account, given);
      const { Offset = 0, Limit = 20 } = given;
      return {
        Triggers: triggers.slice(Offset, Offset + Math.min(100, Limit)).map(toTriggerInfo),
        TotalCount: triggers.length,
      };
    },
  ),

  CreateTrigger: action(
    {
      required: { ...named, TriggerDesc: 'text' },
      optional: { Namespace: 'text', Qualifier: 'text', Enable: 'text', Description: 'text' },
    },
    (given, { account, cos }) => {
      const record = findFunction(account, given);
      checkSettled(record);
      checkType(given.Type);
      const { TriggerName: name, Enable = 'OPEN', Qualifier = '$DEFAULT' } = given;
      if (Enable !== 'OPEN' && Enable !== 'CLOSE') {
        throw new ApiRefusal('InvalidParameterValue.Enable', 'Enable must be OPEN or CLOSE.');
      }
      const rule = parseRule(name, given.TriggerDesc, account.region);
      if (!account.roles.has(configurationRole)) {
        throw new ApiRefusal(
          'FailedOperation.QcsRoleNotFound',
          `The role ${configurationRole}, with which SCF sets up triggers, does not exist: open the SCF console once and agree to it.`,
        );
      }
      if (!cos.hasBucket(rule.bucket)) {
        throw new ApiRefusal('ResourceNotFound.Cos', `The bucket ${rule.bucket} does not exist.`);
      }
      checkConflicts(account, record, rule);
      if (record.triggers.length >= maxTriggers) {
        throw new ApiRefusal('LimitExceeded.Trigger', `A function has at most ${maxTriggers} triggers.`);
      }
      const trigger = { name, rule, qualifier: Qualifier, enabled: Enable === 'OPEN', added: new Date() };
      record.triggers.push(trigger);
      return { TriggerInfo: toTriggerInfo(trigger) };
    },
  ),

  DeleteTrigger: action(
    { required: { ...named, TriggerDesc: 'text' }, optional: { Namespace: 'text', Qualifier: 'text' } },
    (given, { account }) => {
      const record = findFunction(account, given);
      checkSettled(record);
      checkType(given.Type);
      const description = describeRule(parseRule(given.TriggerName, given.TriggerDesc, account.region));
      const at = record.triggers.findIndex(
        ({ name, rule }) => name === given.TriggerName && describeRule(rule) === description,
      );
      if (at < 0) throw new ApiRefusal('ResourceNotFound.Trigger', `${record.name} has no such trigger.`);
      record.triggers.splice(at, 1);
      return {};
    },
  ),
};

function checkType(type: string): void {
  if (type === 'cos') return;
  throw new ApiRefusal('InvalidParameterValue.Type', `The local cloud has only triggers of the type cos.`);
}

/** COS takes no two rules that are for the same events, whoever has them. */
function checkConflicts({ functions }: Account, record: FunctionRecord, rule: NotificationRule): void {
  const isSame = (trigger: TriggerRecord) => describeRule(trigger.rule) === describeRule(rule);
  if (record.triggers.some((trigger) => trigger.rule.bucket === rule.bucket && isSame(trigger))) {
    throw new ApiRefusal('ResourceInUse.Trigger', 'The function has this trigger already.');
  }
  const rules = [...functions.values()].flatMap(({ triggers }) => triggers.map((trigger) => trigger.rule));
  if (rules.some((other) => overlap(other, rule))) {
    throw new ApiRefusal(
      'InvalidParameterValue.CosNotifyRuleConflict',
      `The bucket ${rule.bucket} has a rule for some of these events already: events, prefixes and suffixes of two rules must not overlap.`,
    );
  }
}

export function toTriggerInfo({ name, rule, qualifier, enabled, added }: TriggerRecord) {
  return {
    TriggerName: name,
    Type: 'cos',
    TriggerDesc: describeRule(rule),
    Enable: enabled ? 1 : 0,
    Qualifier: qualifier,
    AvailableStatus: 'Available',
    CustomArgument: '',
    AddTime: writeTime(added),
    ModTime: writeTime(added),
  };
}
