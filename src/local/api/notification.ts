// Reads the rule of a COS trigger, and decides which events it is for. Pure.

import { parseHost } from '../cos/request.ts';
import { ApiRefusal } from './refusal.ts';

/** Which events of which bucket. */
export interface NotificationRule {
  /** With its appid. */
  readonly bucket: string;
  /** `cos:ObjectCreated:*`, or one kind of event such as `cos:ObjectCreated:Put`. */
  readonly event: string;
  readonly prefix: string;
  readonly suffix: string;
}

/** What triggers may name. https://cloud.tencent.com/document/product/583/9707 */
const events = [
  'cos:ObjectCreated:*',
  'cos:ObjectCreated:Put',
  'cos:ObjectCreated:Post',
  'cos:ObjectCreated:Copy',
  'cos:ObjectCreated:CompleteMultipartUpload',
  'cos:ObjectCreated:Origin',
  'cos:ObjectCreated:Replication',
  'cos:ObjectRemove:*',
  'cos:ObjectRemove:Delete',
  'cos:ObjectRemove:DeleteMarkerCreated',
  'cos:ObjectRestore:Post',
  'cos:ObjectRestore:Completed',
];

/**
 * @param name The bucket's host, which is the name of its triggers.
 * @param description Such as `{"event":"cos:ObjectCreated:*","filter":{"Prefix":"","Suffix":""}}`.
 * @throws {ApiRefusal} `InvalidParameterValue.TriggerName` or `InvalidParameterValue.TriggerDesc`.
 */
export function parseRule(name: string, description: string, region: string): NotificationRule {
  const address = /:\d+$/.test(name) ? undefined : parseHost(name);
  if (!address) {
    throw new ApiRefusal(
      'InvalidParameterValue.TriggerName',
      `"${name}" is not the host of a bucket, such as example-1250000000.cos.${region}.myqcloud.com.`,
    );
  }
  if (address.region !== region) {
    throw new ApiRefusal(
      'InvalidParameterValue.TriggerName',
      `The bucket is in ${address.region}, the function in ${region}: both must be in one region.`,
    );
  }
  return { bucket: address.bucket, ...parseDescription(description) };
}

/** Writes a rule as SCF lists it. */
export function describeRule({ event, prefix, suffix }: NotificationRule): string {
  return JSON.stringify({ event, filter: { Prefix: prefix, Suffix: suffix } });
}

export function isFor(rule: NotificationRule, bucket: string, eventName: string, key: string): boolean {
  return (
    rule.bucket === bucket &&
    includesEvent(rule.event, eventName) &&
    key.startsWith(rule.prefix) &&
    key.endsWith(rule.suffix)
  );
}

/** COS refuses two rules that could both be for one event. */
export function overlap(one: NotificationRule, other: NotificationRule): boolean {
  return (
    one.bucket === other.bucket &&
    (includesEvent(one.event, other.event) || includesEvent(other.event, one.event)) &&
    (one.prefix.startsWith(other.prefix) || other.prefix.startsWith(one.prefix)) &&
    (one.suffix.endsWith(other.suffix) || other.suffix.endsWith(one.suffix))
  );
}

function includesEvent(pattern: string, event: string): boolean {
  return pattern.endsWith('*') ? event.startsWith(pattern.slice(0, -1)) : pattern === event;
}

function parseDescription(text: string): Omit<NotificationRule, 'bucket'> {
  const description = parseObject(text);
  const { event, filter = {}, ...others } = description;
  if (typeof event !== 'string' || !events.includes(event)) {
    throw invalid(`event must be one of ${events.join(', ')}`);
  }
  if (typeof filter !== 'object' || filter === null || Object.keys(others).length > 0) {
    throw invalid('expected {"event": …, "filter": {"Prefix": …, "Suffix": …}}');
  }
  const { Prefix = '', Suffix = '', ...more } = filter as Record<string, unknown>;
  if (typeof Prefix !== 'string' || typeof Suffix !== 'string' || Object.keys(more).length > 0) {
    throw invalid('filter may have the texts Prefix and Suffix, nothing else');
  }
  return { event, prefix: Prefix, suffix: Suffix };
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch {
    // The next line says it.
  }
  throw invalid('not a JSON object');
}

function invalid(problem: string): ApiRefusal {
  return new ApiRefusal('InvalidParameterValue.TriggerDesc', `TriggerDesc is wrong: ${problem}.`);
}
