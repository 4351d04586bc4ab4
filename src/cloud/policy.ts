// Pure: what the function's execution role must allow, and nothing else. The one source of it: deploy, doctor, deploy/ and the docs
// have their policy from here. It follows from the requests that the function sends to COS, see src/function/store.ts.
//
// The function lists no bucket. But COS may answer 403 instead of 404 where a key is free and the bucket may not be listed: then it
// cannot be told from a refusal. For thumbnails that does not matter, a key that is answered so counts as free. To mirror deletions
// the function must know what is not there, and needs `name/cos:GetBucket`.

import type { Config } from '../function/config/config.ts';
import type { Bilingual } from '../function/doctor/bilingual.ts';
import { isHashed, literalFolder } from '../function/target/template.ts';

/** The settings from which it follows what the function asks of COS. */
export type PolicySettings = Pick<
  Config,
  'targetKey' | 'manifest' | 'failedPrefix' | 'onDelete' | 'watermark' | 'keeping'
>;

export interface PolicyInput {
  /** With its appid, like `example-1250000000`. */
  readonly sourceBucket: string;
  /** With its appid. */
  readonly targetBucket: string;
  /** The long name, like `ap-guangzhou`. */
  readonly region: string;
  /** It stands behind `uid/` in a resource of COS, and is not the account number (UIN). */
  readonly appid: string;
  readonly settings: PolicySettings;
}

/** An action that the function needs, and what fails without it. */
export interface CosNeed {
  /** As CAM names it. */
  readonly action: `name/cos:${string}`;
  /** The objects that it is about: photos, what the function writes, all of the target bucket, or the picture of THUMB_WATERMARK. */
  readonly on: 'source' | 'target' | 'target-bucket' | 'watermark';
  /** With which settings: all, THUMB_ON_DELETE=mirror, that with {hash} in THUMB_TARGET_KEY, or those that are named. */
  readonly when: 'always' | 'mirror' | 'hashed' | 'watermark' | 'tags' | 'acl';
  readonly why: Bilingual;
}

/** One need with these settings, and the very objects. */
export interface FunctionGrant extends CosNeed {
  /** As CAM names them: `qcs::cos:ap-guangzhou:uid/1250000000:example-1250000000/*`. */
  readonly resources: readonly string[];
}

/** Everything that the function asks of COS. Statements of a policy have the order of this table. */
export const needs: readonly CosNeed[] = [
  {
    action: 'name/cos:GetObject',
    on: 'source',
    when: 'always',
    why: {
      en: 'Reads the photos. Without it every photo fails with store-denied.',
      zh: '读取照片。没有它，每张照片都以 store-denied 失败。',
    },
  },
  {
    action: 'name/cos:HeadObject',
    on: 'source',
    when: 'always',
    why: {
      en:
        'Looks at the photo once more after its thumbnails are stored, in case it was overwritten meanwhile. Without it every ' +
        'photo fails with store-denied after its thumbnails are stored, and is delivered again.',
      zh: '缩略图存好后再查看一次照片，以防它在此期间被覆盖。没有它，每张照片在缩略图存好后都以 store-denied 失败，并再次投递。',
    },
  },
  {
    action: 'name/cos:HeadObject',
    on: 'target',
    when: 'always',
    why: {
      en:
        'Looks at what is at the key of a thumbnail. Without it no thumbnail can be replaced or recognised as up-to-date: a ' +
        'photo that is uploaded again fails with store-denied.',
      zh: '查看缩略图的键上已有什么。没有它，缩略图既不能被替换，也不能被认出是最新的：再次上传的照片以 store-denied 失败。',
    },
  },
  {
    action: 'name/cos:PutObject',
    on: 'target',
    when: 'always',
    why: {
      en: 'Stores thumbnails, manifests and failure records. Without it every photo fails with store-denied.',
      zh: '存储缩略图、清单和失败记录。没有它，每张照片都以 store-denied 失败。',
    },
  },
  {
    action: 'name/cos:DeleteObject',
    on: 'target',
    when: 'mirror',
    why: {
      en: 'THUMB_ON_DELETE=mirror removes the thumbnails of deleted photos. Without it they stay, and the event fails with store-denied.',
      zh: 'THUMB_ON_DELETE=mirror 会移除已删除照片的缩略图。没有它，缩略图会留下，事件以 store-denied 失败。',
    },
  },
  {
    action: 'name/cos:GetBucket',
    on: 'source',
    when: 'mirror',
    why: {
      en: 'THUMB_ON_DELETE=mirror must see that a photo is gone. Without it COS may answer 403 instead of 404, and no thumbnail is removed.',
      zh: 'THUMB_ON_DELETE=mirror 需要看到照片已不存在。没有它，COS 可能返回 403 而不是 404，缩略图不会被移除。',
    },
  },
  {
    action: 'name/cos:GetBucket',
    on: 'target-bucket',
    when: 'mirror',
    why: {
      en: 'THUMB_ON_DELETE=mirror must see which thumbnails are there. Without it COS may answer 403 instead of 404, and events fail with store-denied.',
      zh: 'THUMB_ON_DELETE=mirror 需要看到哪些缩略图存在。没有它，COS 可能返回 403 而不是 404，事件会以 store-denied 失败。',
    },
  },
  {
    action: 'name/cos:GetObject',
    on: 'target',
    when: 'hashed',
    why: {
      en:
        'Reads the manifest of before, which lists the thumbnails to remove where keys have {hash}. Without it thumbnails are ' +
        'stored, but no manifest; those of before stay, and every event fails with store-denied.',
      zh: '读取原来的描述文件：键里有 {hash} 时，由它得知要删除哪些缩略图。没有它，缩略图会存储，但没有描述文件；原来的缩略图会留下，每个事件都以 store-denied 失败。',
    },
  },
  {
    action: 'name/cos:GetObject',
    on: 'watermark',
    when: 'watermark',
    why: {
      en: 'Reads the picture of THUMB_WATERMARK, which is in the target bucket. Without it thumbnails with a watermark fail.',
      zh: '读取 THUMB_WATERMARK 的图片，它在目标存储桶中。没有它，带水印的缩略图会失败。',
    },
  },
  {
    action: 'name/cos:PutObjectTagging',
    on: 'target',
    when: 'tags',
    why: {
      en: 'Sets the tags of THUMB_TAGS. Without it every photo fails with store-denied.',
      zh: '设置 THUMB_TAGS 的标签。没有它，每张照片都以 store-denied 失败。',
    },
  },
  {
    action: 'name/cos:PutObjectACL',
    on: 'target',
    when: 'acl',
    why: {
      en: 'Sets the access rights of THUMB_ACL. Without it every photo fails with store-denied.',
      zh: '设置 THUMB_ACL 的访问权限。没有它，每张照片都以 store-denied 失败。',
    },
  },
];

/** A CAM policy (cloud.tencent.com/document/product/598/10603). */
interface PolicyDocument {
  readonly version: '2.0';
  readonly statement: readonly PolicyStatement[];
}

interface PolicyStatement {
  readonly effect: 'allow';
  readonly action: readonly string[];
  readonly resource: readonly string[];
}

/** The object of the target bucket that the function's doctor writes to see whether it may. */
export const doctorKey = '.thumbnailer-doctor';

/** Lists every action that the function needs with these settings. */
export function functionGrants(input: PolicyInput): FunctionGrant[] {
  const { sourceBucket, targetBucket, settings } = input;
  const { watermark, onDelete, keeping } = settings;
  const objectsOf = {
    source: [objects(input, sourceBucket, '*')],
    target: writtenKeys(settings).map((key) => objects(input, targetBucket, key)),
    'target-bucket': [objects(input, targetBucket, '*')],
    watermark: watermark ? [objects(input, targetBucket, watermark.key)] : [],
  };
  const applies = {
    always: true,
    mirror: onDelete === 'mirror',
    hashed: onDelete === 'mirror' && isHashed(settings.targetKey),
    watermark: watermark !== undefined,
    tags: keeping.tagging !== undefined,
    acl: keeping.acl !== undefined,
  };
  return needs
    .filter(({ when }) => applies[when])
    .map((need) => ({ ...need, resources: objectsOf[need.on] }));
}

/**
 * The policy of the execution role, as JSON text that CAM takes. The same input gives the same text.
 *
 * @example
 * functionPolicy({ sourceBucket: 'example-1250000000', targetBucket: 'exampleresized-1250000000',
 *   region: 'ap-guangzhou', appid: '1250000000', settings: loadConfig({}) })
 */
export function functionPolicy(input: PolicyInput): string {
  return JSON.stringify(functionPolicyDocument(input), null, 2);
}

/** The same as an object: one statement for all actions on the same objects. */
export function functionPolicyDocument(input: PolicyInput): PolicyDocument {
  const actionsOf = new Map<string, { readonly action: string[]; readonly resource: readonly string[] }>();
  for (const { action, resources } of functionGrants(input)) {
    const place = resources.join(' ');
    const statement = actionsOf.get(place) ?? { action: [], resource: resources };
    statement.action.push(action);
    actionsOf.set(place, statement);
  }
  return {
    version: '2.0',
    statement: [...actionsOf.values()].map((statement) => ({ effect: 'allow', ...statement })),
  };
}

/** Who may take on the execution role: SCF. In the console this is the role's carrier (角色载体). */
export const functionTrustDocument = {
  version: '2.0',
  statement: [
    { effect: 'allow', action: ['name/sts:AssumeRole'], principal: { service: ['scf.qcloud.com'] } },
  ],
} as const;

/** The same as JSON text that CAM takes. */
export const functionTrust: string = JSON.stringify(functionTrustDocument, null, 2);

function objects({ region, appid }: PolicyInput, bucket: string, key: string): string {
  return `qcs::cos:${region}:uid/${appid}:${bucket}/${key}`;
}

/**
 * The keys of the target bucket that the function writes, with `*` for any text. Where every kind of object has a folder of its
 * own, the rest of the bucket stays out of reach.
 */
function writtenKeys({ targetKey, manifest, failedPrefix }: PolicySettings): string[] {
  const templates = [targetKey, manifest, failedPrefix].filter((one) => one !== undefined);
  const folders = [...new Set(templates.map(literalFolder))];
  const isCovered = (folder: string) => folders.some((other) => other !== folder && folder.startsWith(other));
  const own = folders.filter((folder) => !isCovered(folder)).map((folder) => `${folder}*`);
  return own.includes('*') ? own : [...own, doctorKey];
}
