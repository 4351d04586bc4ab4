// Pure: what an audit found, as text for a person.

import type { Bilingual } from '../../function/doctor/bilingual.ts';
import { textTable } from '../text-table.ts';
import type { AuditCounts } from './audit.ts';
import type { FindingKind } from './finding.ts';
import type { OrphanFate } from './orphans.ts';

/** What each kind of finding is, and what can be done about it. */
const meanings: Readonly<Record<FindingKind, Bilingual>> = {
  missing: {
    en: 'photos without all of their thumbnails: send their events again (npm run backfill -- --missing)',
    zh: '缺少缩略图的照片：重新发送它们的事件（npm run backfill -- --missing）',
  },
  'manifest-missing': {
    en: 'photos without their manifest: send their events again (npm run backfill)',
    zh: '缺少描述文件的照片：重新发送它们的事件（npm run backfill）',
  },
  orphan: {
    en: 'thumbnails and manifests without a photo: --delete-orphans looks at each, and with --go removes it',
    zh: '没有照片的缩略图和描述文件：--delete-orphans 逐个查看，加上 --go 则移除',
  },
  former: {
    en: 'thumbnails that their photos would not have by these settings: nothing removes them',
    zh: '按当前配置其照片不会有的缩略图：不会自动移除',
  },
  older: {
    en: 'thumbnails older than their photo: right if the upload changed nothing; --marks tells',
    zh: '比照片旧的缩略图：如果上传没有改变内容就没问题；加上 --marks 可以判断',
  },
  stale: {
    en: 'thumbnails of another content than the photo has, or too large for their preset: send the events again',
    zh: '不是由照片当前内容生成、或超出预设尺寸的缩略图：重新发送事件',
  },
  foreign: {
    en: "objects at a thumbnail's key that the function did not make of this photo: move them away",
    zh: '占用缩略图的键、但不是本函数由该照片生成的对象：请移走',
  },
  other: {
    en: 'objects of the target bucket that are of no kind that the function writes',
    zh: '目标存储桶中不属于本函数任何一种写入的对象',
  },
};

const fates: Readonly<Record<OrphanFate, Bilingual>> = {
  removed: { en: 'removed', zh: '已移除' },
  'would-be-removed': { en: 'would be removed with --go', zh: '加上 --go 将被移除' },
  'not-ours': { en: 'kept: it has no mark of the function', zh: '保留：没有本函数的标记' },
  'of-another-bucket': { en: "kept: it is of another bucket's photo", zh: '保留：属于另一个存储桶的照片' },
  unreadable: {
    en: 'kept: its mark does not say of which photo it is',
    zh: '保留：标记没有说明属于哪张照片',
  },
  'photo-there': {
    en: 'kept: the photo that it was made of is there, and has another key by these settings',
    zh: '保留：生成它的照片还在，只是按当前配置对应另外的键',
  },
  changed: { en: 'kept: it was changed or removed meanwhile', zh: '保留：在此期间已被修改或移除' },
  'removed-in-vain': {
    en: 'removed, but its photo was uploaded at the same moment: send its event again',
    zh: '已移除，但照片恰在同一时刻上传：请重新发送它的事件',
  },
};

export interface AuditExamples {
  /** The first keys of each kind. */
  readonly of: Partial<Record<FindingKind, readonly string[]>>;
}

export function writeAuditReport(
  counts: AuditCounts,
  examples: AuditExamples,
  what: { readonly source: string; readonly target: string; readonly marks: boolean },
  language: keyof Bilingual,
): string {
  const say = (text: Bilingual) => text[language];
  const totals = textTable(
    [
      [`${say({ en: 'objects in', zh: '对象，位于' })} ${what.source}`, String(counts.objects)],
      [say({ en: 'of these photos', zh: '其中照片' }), String(counts.photos)],
      [`${say({ en: 'thumbnails in', zh: '缩略图，位于' })} ${what.target}`, String(counts.thumbnails)],
      ...(what.marks
        ? [[say({ en: 'of these nothing speaks against', zh: '其中没有问题' }), String(counts.fresh)]]
        : []),
      [say({ en: 'manifests', zh: '描述文件' }), String(counts.manifests)],
      [say({ en: 'failure records', zh: '失败记录' }), String(counts.failureRecords)],
    ],
    [1],
  );
  const found = Object.entries(counts.findings).filter(([, count]) => count > 0) as [FindingKind, number][];
  const parts = found.map(([kind, count]) => {
    const keys = (examples.of[kind] ?? []).map((key) => `    ${key}`);
    const more = count > keys.length && keys.length > 0 ? ['    …'] : [];
    return [`${count} ${say(meanings[kind])}`, ...keys, ...more].join('\n');
  });
  const settled = Object.entries(counts.fates) as [OrphanFate, number][];
  if (settled.length > 0) {
    const rows = settled.map(([fate, count]) => [`    ${count}`, say(fates[fate])]);
    parts.push(`${say({ en: 'Of the orphans:', zh: '没有照片的对象：' })}\n${textTable(rows, [0])}`);
  }
  if (found.length === 0) parts.push(say({ en: 'All is as it should be.', zh: '一切正常。' }));
  return [totals, ...parts].join('\n\n');
}
