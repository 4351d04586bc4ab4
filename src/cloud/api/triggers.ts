// Triggers of functions, by the cloud API.

import type { CosTrigger, TriggersApi } from './cloud-api.ts';
import type { ApiRequests, ScfAnswer } from './requester.ts';

const Namespace = 'default';
const pageLength = 100;
type TriggerInfo = NonNullable<ScfAnswer<'ListTriggers'>['Triggers']>[number];

export function triggersApi(requests: ApiRequests): TriggersApi {
  return {
    async list(functionName) {
      const triggers: CosTrigger[] = [];
      for (;;) {
        const page = await requests.scf('ListTriggers', {
          FunctionName: functionName,
          Namespace,
          Offset: triggers.length,
          Limit: pageLength,
        });
        const found = page.Triggers ?? [];
        triggers.push(...found.map(toTrigger));
        if (found.length < pageLength) return triggers;
      }
    },

    async create(functionName, trigger) {
      await requests.scf('CreateTrigger', {
        FunctionName: functionName,
        Namespace,
        TriggerName: trigger.name,
        Type: trigger.type,
        TriggerDesc: describe(trigger),
        Qualifier: trigger.qualifier,
        Enable: trigger.enabled ? 'OPEN' : 'CLOSE',
      });
    },

    async delete(functionName, trigger) {
      await requests.scf('DeleteTrigger', {
        FunctionName: functionName,
        Namespace,
        TriggerName: trigger.name,
        Type: trigger.type,
        TriggerDesc: describe(trigger),
        Qualifier: trigger.qualifier,
      });
    },
  };
}

function describe({ event, prefix, suffix }: CosTrigger): string {
  return JSON.stringify({ event, filter: { Prefix: prefix, Suffix: suffix } });
}

function toTrigger({
  Type = '',
  TriggerName = '',
  TriggerDesc = '',
  Enable,
  Qualifier = '',
}: TriggerInfo): CosTrigger {
  const { event = '', filter } = Type === 'cos' ? readDescription(TriggerDesc) : {};
  return {
    type: Type,
    name: TriggerName,
    event,
    prefix: filter?.Prefix ?? '',
    suffix: filter?.Suffix ?? '',
    enabled: Enable === 1,
    qualifier: Qualifier,
  };
}

interface Description {
  readonly event?: string;
  readonly filter?: { readonly Prefix?: string; readonly Suffix?: string };
}

function readDescription(text: string): Description {
  try {
    return (JSON.parse(text) ?? {}) as Description;
  } catch {
    return {};
  }
}
