// Pure: the triggers of the function, as checks.

import { outsideChecks } from '../../function/doctor/checks.ts';
import { type CheckResult, type Findings, well, wrong } from '../../function/doctor/diagnosis.ts';
import type { CosTrigger } from '../api/cloud-api.ts';
import { createdEvent, hostOf, removedEvent } from '../deploy/deployment.ts';
import type { RivalTrigger } from '../deploy/rivals.ts';

/** What calls the code that InvokeFunction calls. */
const currentQualifiers = ['$DEFAULT', '$LATEST', ''];

export interface TriggerFacts {
  /** With its appid. */
  readonly source: string;
  readonly region: string;
  /** All of the function. */
  readonly triggers: readonly CosTrigger[];
  /** Those of other functions for uploads to the same bucket. */
  readonly rivals: readonly RivalTrigger[];
  /** Are removals mirrored? */
  readonly mirror: boolean;
  /** Keys of photos in the bucket, as far as some were looked at. */
  readonly photos: readonly string[];
}

/** @returns The bucket of the first COS trigger, for whoever does not name one. */
export function bucketOf(triggers: readonly CosTrigger[], region: string): string | undefined {
  const end = hostOf('', region);
  return triggers.find(({ type, name }) => type === 'cos' && name.endsWith(end))?.name.slice(0, -end.length);
}

export function triggerResults(facts: TriggerFacts): CheckResult[] {
  const { source, region, triggers, rivals, mirror, photos } = facts;
  const ofBucket = triggers.filter(({ type, name }) => type === 'cos' && name === hostOf(source, region));
  const uploads = ofBucket.filter(({ event }) => event.startsWith('cos:ObjectCreated:'));
  const owners = [...new Set(rivals.map(({ functionName }) => functionName))].join(', ');
  const owner = of('trigger-owner', rivals.length === 0, { bucket: source, owner: owners });
  if (uploads.length === 0) return [of('trigger', false, { bucket: source }), owner];

  const enabled = uploads.filter((one) => one.enabled);
  const active = enabled.length > 0 ? enabled : uploads;
  const events = active.map(({ event }) => event);
  const fitting = photos.filter((key) => active.some((one) => isFor(one, key)));
  const [narrow] = active;
  const foreign = active.find(({ qualifier }) => !currentQualifiers.includes(qualifier));
  return [
    of('trigger', true, { bucket: source }),
    of('trigger-enabled', enabled.length > 0),
    of('trigger-event', events.includes(createdEvent), { event: events.join(', '), missed }),
    of('trigger-filter', photos.length === 0 || fitting.length > 0, {
      prefix: narrow?.prefix ?? '',
      suffix: narrow?.suffix ?? '',
      key: photos[0] ?? '',
    }),
    of('trigger-qualifier', foreign === undefined, { qualifier: foreign?.qualifier ?? '' }),
    ...(mirror
      ? [
          of(
            'trigger-removal',
            ofBucket.some(({ event, enabled: on }) => on && event === removedEvent),
          ),
        ]
      : []),
    owner,
  ];
}

const missed = {
  en: 'what is uploaded in another way, such as large files in parts',
  zh: '以其他方式上传的对象，例如分块上传的大文件',
};

function isFor({ prefix, suffix }: CosTrigger, key: string): boolean {
  return key.startsWith(prefix) && key.endsWith(suffix);
}

function of(
  id: Extract<keyof typeof outsideChecks, `trigger${string}`>,
  isWell: boolean,
  found: Findings = {},
): CheckResult {
  return (isWell ? well : wrong)(id, outsideChecks[id], found);
}
