// Compares a bucket of photos with the bucket of their thumbnails. Both are listed once, side by side; a million keys take no more
// memory than a thousand, if THUMB_TARGET_KEY begins with {dir}{name} behind a fixed text.

import type { Config } from '../../function/config/config.ts';
import { isFailureKey, isManifestKey } from '../../function/target/target.ts';
import type { BucketClient, ListedObject } from '../cos/bucket-client.ts';
import { Limited } from '../limited.ts';
import { doctorKey } from '../policy.ts';
import type { Finding, FindingKind } from './finding.ts';
import { findingKinds } from './finding.ts';
import { judge, type ThumbnailPair, type Undecided } from './judge.ts';
import { byLiteral, type KeyPattern, keyPatterns } from './key-pattern.ts';
import { type OrphanFate, settleOrphan } from './orphans.ts';
import { photoRules } from './photo-rules.ts';
import { groupByStem, type TargetListing } from './stem-groups.ts';
import { verdictOf } from './thumbnail-marks.ts';

export interface AuditOptions {
  readonly source: BucketClient;
  readonly target: BucketClient;
  /** The settings by which the thumbnails should be there. */
  readonly config: Config;
  /** Only photos whose keys begin so; empty, or a folder with its `/`. */
  readonly prefix: string;
  /** Whether the marks of each thumbnail are read: one HEAD for each. */
  readonly marks: boolean;
  /** What becomes of orphans; undefined: they are only counted. */
  readonly orphans: 'show' | 'remove' | undefined;
  readonly onFinding?: (finding: Finding, fate: OrphanFate | undefined) => void;
  readonly onProgress?: (counts: AuditCounts) => void;
}

export interface AuditCounts {
  /** Objects of the source bucket. */
  objects: number;
  /** Those that can have thumbnails. */
  photos: number;
  thumbnails: number;
  manifests: number;
  failureRecords: number;
  /** With marks: thumbnails that nothing speaks against. */
  fresh: number;
  readonly findings: Record<FindingKind, number>;
  readonly fates: Partial<Record<OrphanFate, number>>;
}

/** So many HEADs are under way at once. */
const atOnce = 16;

/**
 * @throws {CloudError} if a bucket cannot be read.
 * @throws {ConfigError} if the settings would let the function make thumbnails of its thumbnails.
 */
export async function audit(options: AuditOptions): Promise<AuditCounts> {
  const { source, target, config, prefix, marks, orphans, onFinding, onProgress } = options;
  const findings = Object.fromEntries(findingKinds.map((kind) => [kind, 0])) as Record<FindingKind, number>;
  const counts: AuditCounts = {
    ...{ objects: 0, photos: 0, thumbnails: 0, manifests: 0, failureRecords: 0, fresh: 0 },
    findings,
    fates: {},
  };
  const tasks = new Limited(atOnce);
  const place = { bucket: source.bucket, region: source.region };
  const rules = photoRules(place, config);
  const undecided: Undecided = new Map();

  const report = (finding: Finding, fate?: OrphanFate) => {
    findings[finding.is] += 1;
    if (fate) counts.fates[fate] = (counts.fates[fate] ?? 0) + 1;
    onFinding?.(finding, fate);
  };
  const look = async ({ photo, preset, thumbnail }: ThumbnailPair) => {
    const head = await target.head(thumbnail.key);
    const verdict = head && verdictOf(head, place, photo, preset);
    const at = { key: thumbnail.key, photo: photo.key };
    if (verdict === 'foreign') report({ is: 'foreign', ...at });
    else if (verdict === 'content' || verdict === 'settings') report({ is: 'stale', ...at, why: verdict });
    else counts.fresh += 1;
  };
  const settle = async (finding: Finding & { readonly is: 'orphan' }) => {
    report(finding, await settleOrphan(finding.key, options, orphans === 'remove'));
  };

  const patterns = keyPatterns(config);
  const groups = groupByStem({
    source: counted(source.list({ prefix }), () => {
      counts.objects += 1;
      onProgress?.(counts);
    }),
    targets: targetListings(options, patterns),
    onOther: ({ key }, literal) => {
      if (isUnknown(key, literal, patterns, config)) report({ is: 'other', key });
    },
  });
  for await (const group of groups) {
    if (!group.stem.startsWith(prefix)) continue;
    const judged = judge(group, rules, config, undecided);
    counts.photos += judged.photos;
    counts.thumbnails += judged.thumbnails;
    counts.manifests += judged.manifests;
    for (const finding of judged.findings) {
      if (finding.is === 'older' && marks) continue;
      if (finding.is === 'orphan' && orphans) await tasks.add(() => settle(finding));
      else report(finding);
    }
    if (marks) for (const pair of judged.pairs) await tasks.add(() => look(pair));
  }
  await tasks.finish();
  if (config.failedPrefix !== undefined) {
    for await (const { key } of target.list({ prefix: config.failedPrefix })) {
      if (isFailureKey(key, config.failedPrefix)) counts.failureRecords += 1;
    }
  }
  return counts;
}

/** One listing for each text with which keys begin. */
function targetListings(
  { target, config, prefix }: AuditOptions,
  patterns: readonly KeyPattern[],
): TargetListing[] {
  return [...byLiteral(patterns)].map(([literal, kinds]) => {
    const inOrder = kinds.every(({ keepsOrder }) => keepsOrder);
    const listed = target.list({ prefix: inOrder ? literal + prefix : literal });
    return { literal, patterns: kinds, objects: withoutRecords(listed, config) };
  });
}

/** Failure records are counted apart. A key that THUMB_MANIFEST keeps is that of a manifest, and of nothing else. */
async function* withoutRecords(
  objects: AsyncIterable<ListedObject>,
  { failedPrefix }: Config,
): AsyncGenerator<ListedObject> {
  for await (const object of objects) if (!isFailureKey(object.key, failedPrefix)) yield object;
}

async function* counted<T>(items: AsyncIterable<T>, count: () => void): AsyncGenerator<T> {
  for await (const item of items) {
    count();
    yield item;
  }
}

/** Is a key of no kind that the function writes? It is asked once for each listing that shows the key; one of them says so. */
function isUnknown(
  key: string,
  literal: string,
  patterns: readonly KeyPattern[],
  { watermark, manifest }: Config,
): boolean {
  if (key === watermark?.key || key === doctorKey || isManifestKey(key, manifest)) return false;
  if (patterns.some((pattern) => pattern.read(key))) return false;
  return !patterns.some((other) => other.literal.length < literal.length && key.startsWith(other.literal));
}
