// The table of checks: what each says when all is well and when it is not, and the cure. The function's own examination, the one
// from outside (npm run doctor) and the troubleshooting page are made of it. In texts, {name} stands for what is found.

import type { Bilingual } from './bilingual.ts';

export interface Check {
  /** What is there when all is well. */
  readonly well: Bilingual;
  /** What is wrong. */
  readonly wrong: Bilingual;
  /** How to mend it: sentences. */
  readonly cure: Bilingual;
}

/** What is said of a check that could not be made. */
export const notExamined: Bilingual = { en: 'not examined: {why}', zh: '没有检查：{why}' };

/** Why a check could not be made. */
export const reasons = {
  noSource: {
    en: 'which bucket do the photos come from? Name it in the event: {"thumbnailer":"doctor","bucket":"example-1250000000"}',
    zh: '照片来自哪个存储桶？请在事件里写明：{"thumbnailer":"doctor","bucket":"example-1250000000"}',
  },
  noKey: {
    en: 'COS answers 403 to what is not there when the bucket may not be listed. Name a photo of the bucket in the event: "key":"photos/cat.jpg"',
    zh: '没有列出存储桶的权限时，COS 对不存在的对象回答 403。请在事件里写明桶里的一张照片："key":"photos/cat.jpg"',
  },
  before: { en: 'what it needs is wrong, see {check}', zh: '它所依赖的 {check} 有问题' },
  refused: { en: '{message}', zh: '{message}' },
  failed: { en: 'the examination itself failed: {message}', zh: '检查本身失败了：{message}' },
} as const;

/** What can be examined in the function; some of it from outside, too. */
export const insideChecks = {
  settings: {
    well: { en: 'all settings can be read', zh: '所有设置都能读懂' },
    wrong: { en: '{count} wrong: {problems}', zh: '有 {count} 处错误：{problems}' },
    cure: {
      en: 'Correct the environment variables that are named; the page Settings lists them all.',
      zh: '请更正写明的环境变量；《配置》一页列出了全部变量。',
    },
  },
  runtime: {
    well: { en: 'Node.js {version} is new enough', zh: 'Node.js {version} 够新' },
    wrong: {
      en: 'the runtime is {version}, and the function needs Node.js 10.15 or later',
      zh: '运行环境是 {version}，而函数需要 Node.js 10.15 或更高版本',
    },
    cure: {
      en: 'A runtime cannot be changed: create a new function with the newest Node.js, with the same zip, settings and role.',
      zh: '运行环境不能更改：请用最新的 Node.js 新建函数，使用同样的 zip、设置和角色。',
    },
  },
  engine: {
    well: {
      en: '{engine} made the thumbnails of a built-in photo',
      zh: '{engine} 为内置照片生成了缩略图',
    },
    wrong: {
      en: 'no thumbnails of a built-in photo: {message}',
      zh: '没能为内置照片生成缩略图：{message}',
    },
    cure: {
      en: 'Do what the message says. If it says nothing, give the function more memory, and upload cos-thumbnailer.zip once more as it was built.',
      zh: '请按消息所说处理。如果消息没有说明，请给函数更多内存，并重新上传构建好的 cos-thumbnailer.zip。',
    },
  },
  'time-limit': {
    well: {
      en: 'a JPEG of 12 megapixels takes about {seconds} s here, and the timeout is {limit} s ({assumption})',
      zh: '一张 1200 万像素的 JPEG 在这里约需 {seconds} 秒，超时时间是 {limit} 秒（{assumption}）',
    },
    wrong: {
      en: 'a JPEG of 12 megapixels takes about {seconds} s here, and the timeout is only {limit} s ({assumption})',
      zh: '一张 1200 万像素的 JPEG 在这里约需 {seconds} 秒，而超时时间只有 {limit} 秒（{assumption}）',
    },
    cure: {
      en: 'Set the timeout (执行超时时间) to 60 s and the memory (内存) to 512 MB or more: SCF gives CPU in proportion to memory.',
      zh: '请把执行超时时间设为 60 秒，内存设为 512 MB 或更多：SCF 按内存的比例分配 CPU。',
    },
  },
  memory: {
    well: {
      en: '{used} MB of {memory} MB were used for a built-in photo of 12 megapixels',
      zh: '处理 1200 万像素的内置照片用了 {memory} MB 内存中的 {used} MB',
    },
    wrong: {
      en: '{used} MB were used for a built-in photo of 12 megapixels, and the function has {memory} MB',
      zh: '处理 1200 万像素的内置照片用了 {used} MB，而函数只有 {memory} MB 内存',
    },
    cure: {
      en: 'Set the memory (内存) to 512 MB or more.',
      zh: '请把内存设为 512 MB 或更多。',
    },
  },
  disk: {
    well: { en: '/tmp can be written', zh: '/tmp 可以写入' },
    wrong: { en: '/tmp cannot be written: {message}', zh: '/tmp 无法写入：{message}' },
    cure: {
      en: 'Wait until SCF starts a new instance, or upload the zip once more, which starts one. If it stays, ask Tencent Cloud.',
      zh: '请等 SCF 启动新实例，或者重新上传 zip（会启动新实例）。如果一直如此，请咨询腾讯云。',
    },
  },
  role: {
    well: { en: 'an execution role is bound: {role}', zh: '已绑定运行角色：{role}' },
    wrong: {
      en: 'no execution role that works: {problem}',
      zh: '没有可用的运行角色：{problem}',
    },
    cure: {
      en: 'Bind a role of your own, with a policy for both buckets, to the function: 函数配置 → 编辑 → 运行角色 → 启用. npm run deploy makes one. SCF_QcsRole cannot serve as it.',
      zh: '请给函数绑定一个自己的角色，它的策略要包含两个存储桶：函数配置 → 编辑 → 运行角色 → 启用。npm run deploy 会创建这样的角色。SCF_QcsRole 不能用作运行角色。',
    },
  },
  network: {
    well: { en: 'COS answers', zh: 'COS 有应答' },
    wrong: { en: 'COS does not answer: {message}', zh: 'COS 没有应答：{message}' },
    cure: {
      en: 'Enable the public network (公网访问) of the function; in a VPC, give that a way to COS. Remove THUMB_COS_ENDPOINT if it is set.',
      zh: '请启用函数的公网访问；在 VPC 里时，请让 VPC 能访问 COS。如果设置了 THUMB_COS_ENDPOINT，请删除。',
    },
  },
  clock: {
    well: {
      en: 'the clock differs from that of COS by {seconds} s',
      zh: '时钟与 COS 相差 {seconds} 秒',
    },
    wrong: {
      en: 'the clock differs from that of COS by {seconds} s, and signatures may be refused',
      zh: '时钟与 COS 相差 {seconds} 秒，签名可能被拒绝',
    },
    cure: {
      en: 'Upload the zip once more, so that SCF starts another instance. If it stays, ask Tencent Cloud.',
      zh: '请重新上传 zip，让 SCF 启动另一个实例。如果一直如此，请咨询腾讯云。',
    },
  },
  credentials: {
    well: { en: 'COS accepts the credentials', zh: 'COS 接受这些密钥' },
    wrong: {
      en: 'COS does not accept the credentials: {message}',
      zh: 'COS 不接受这些密钥：{message}',
    },
    cure: {
      en: 'Bind the execution role anew and save. TENCENTCLOUD_SECRETID and the like must not be set as environment variables of the function.',
      zh: '请重新绑定运行角色并保存。不要把 TENCENTCLOUD_SECRETID 等设为函数的环境变量。',
    },
  },
  'source-bucket': {
    well: { en: '{bucket} is in {region}', zh: '{bucket} 在 {region}' },
    wrong: {
      en: 'there is no bucket {bucket} in {region}{elsewhere}',
      zh: '{region} 没有存储桶 {bucket}{elsewhere}',
    },
    cure: {
      en: "Check the bucket's name, which ends in your APPID, and its region: both buckets and the function must be in the same one.",
      zh: '请检查存储桶的名称（以 APPID 结尾）和地域：两个存储桶和函数必须在同一地域。',
    },
  },
  'source-read': {
    well: { en: 'photos of {bucket} may be read', zh: '可以读取 {bucket} 的照片' },
    wrong: {
      en: 'photos of {bucket} may not be read: {message}',
      zh: '不能读取 {bucket} 的照片：{message}',
    },
    cure: {
      en: "Allow name/cos:GetObject and name/cos:HeadObject on qcs::cos:{region}:uid/{appid}:{bucket}/* in the execution role's policy.",
      zh: '请在运行角色的策略里允许对 qcs::cos:{region}:uid/{appid}:{bucket}/* 的 name/cos:GetObject 和 name/cos:HeadObject。',
    },
  },
  'source-class': {
    well: { en: '{key} is not archived', zh: '{key} 没有归档' },
    wrong: {
      en: '{key} is archived, and cannot be read before it is restored',
      zh: '{key} 是归档存储，恢复之前无法读取',
    },
    cure: {
      en: 'Restore the photo, or upload to the storage class STANDARD. A trigger for cos:ObjectRestore:Completed makes the thumbnails of restored photos.',
      zh: '请恢复（取回）照片，或者以标准存储上传。事件类型为 cos:ObjectRestore:Completed 的触发器会为恢复的照片生成缩略图。',
    },
  },
  'target-bucket': {
    well: { en: '{bucket} is in {region}', zh: '{bucket} 在 {region}' },
    wrong: {
      en: 'there is no bucket {bucket} in {region}{elsewhere}',
      zh: '{region} 没有存储桶 {bucket}{elsewhere}',
    },
    cure: {
      en: 'Create the bucket {bucket} in {region}, or set THUMB_TARGET_BUCKET to one that is there.',
      zh: '请在 {region} 创建存储桶 {bucket}，或者把 THUMB_TARGET_BUCKET 设为已有的存储桶。',
    },
  },
  'target-write': {
    well: {
      en: '.thumbnailer-doctor was written to {bucket}',
      zh: '.thumbnailer-doctor 已写入 {bucket}',
    },
    wrong: {
      en: 'nothing can be written to {bucket}: {message}',
      zh: '无法写入 {bucket}：{message}',
    },
    cure: {
      en: "Allow name/cos:PutObject on qcs::cos:{region}:uid/{appid}:{bucket}/* in the execution role's policy; with THUMB_TAGS name/cos:PutObjectTagging, and with THUMB_ACL name/cos:PutObjectACL, too. A new policy may take a minute to work.",
      zh: '请在运行角色的策略里允许对 qcs::cos:{region}:uid/{appid}:{bucket}/* 的 name/cos:PutObject；设置了 THUMB_TAGS 时还要 name/cos:PutObjectTagging，设置了 THUMB_ACL 时还要 name/cos:PutObjectACL。新策略可能要一分钟才生效。',
    },
  },
  'target-look': {
    well: { en: 'what is in {bucket} may be looked at', zh: '可以查看 {bucket} 里的对象' },
    wrong: {
      en: 'what is in {bucket} may not be looked at: {message}',
      zh: '不能查看 {bucket} 里的对象：{message}',
    },
    cure: {
      en: "Allow name/cos:HeadObject on qcs::cos:{region}:uid/{appid}:{bucket}/* in the execution role's policy.",
      zh: '请在运行角色的策略里允许对 qcs::cos:{region}:uid/{appid}:{bucket}/* 的 name/cos:HeadObject。',
    },
  },
  watermark: {
    well: { en: 'the watermark {key} is there', zh: '水印 {key} 已就位' },
    wrong: {
      en: 'the watermark {key} cannot be read: {message}',
      zh: '无法读取水印 {key}：{message}',
    },
    cure: {
      en: "Upload the picture to {bucket} under this key, and allow name/cos:GetObject on that bucket in the execution role's policy.",
      zh: '请把图片以这个键上传到 {bucket}，并在运行角色的策略里允许对该存储桶的 name/cos:GetObject。',
    },
  },
  loop: {
    well: { en: 'thumbnails do not become photos', zh: '缩略图不会被当作照片' },
    wrong: {
      en: 'thumbnails would be made of thumbnails: {problem}',
      zh: '会从缩略图再生成缩略图：{problem}',
    },
    cure: {
      en: 'Set THUMB_TARGET_BUCKET to another bucket, or let THUMB_TARGET_KEY begin with a folder for thumbnails only, like thumbs/{dir}{name}.{ext}.',
      zh: '请把 THUMB_TARGET_BUCKET 设为另一个存储桶，或者让 THUMB_TARGET_KEY 以只放缩略图的文件夹开头，例如 thumbs/{dir}{name}.{ext}。',
    },
  },
} satisfies Readonly<Record<string, Check>>;

/** What can only be examined from outside. */
export const outsideChecks = {
  function: {
    well: { en: '{function} is in {region}', zh: '{function} 在 {region}' },
    wrong: { en: 'there is no function {function} in {region}', zh: '{region} 没有函数 {function}' },
    cure: {
      en: 'Check name and region with --function and --region, or make it: npm run deploy.',
      zh: '请检查 --function 和 --region 的名称与地域，或者创建函数：npm run deploy。',
    },
  },
  availability: {
    well: { en: 'the function may be invoked', zh: '函数可以调用' },
    wrong: {
      en: 'the function may not be invoked: {availability}',
      zh: '函数不能调用：{availability}',
    },
    cure: {
      en: 'InsufficientBalance means that the account is in arrears: pay in the billing console. Otherwise look for messages of Tencent Cloud about SCF.',
      zh: 'InsufficientBalance 表示账户欠费：请在费用中心充值。其他情况请查看腾讯云关于云函数的站内信。',
    },
  },
  state: {
    well: { en: 'the function is active', zh: '函数状态正常' },
    wrong: { en: 'the function is {status}: {reasons}', zh: '函数状态是 {status}：{reasons}' },
    cure: {
      en: 'Upload dist/cos-thumbnailer.zip as it was built, with index.js at its top. A function whose creation failed must be deleted first; npm run deploy makes it anew.',
      zh: '请上传构建好的 dist/cos-thumbnailer.zip，index.js 要在最上层。创建失败的函数要先删除；npm run deploy 会重新创建。',
    },
  },
  handler: {
    well: { en: 'the handler is {handler}', zh: '执行方法是 {handler}' },
    wrong: {
      en: 'the handler is {handler}, not index.main_handler',
      zh: '执行方法是 {handler}，不是 index.main_handler',
    },
    cure: {
      en: 'Set the handler (执行方法) to index.main_handler, and upload the zip again.',
      zh: '请把执行方法设为 index.main_handler，并重新上传 zip。',
    },
  },
  code: {
    well: { en: 'the code is cos-thumbnailer {version}', zh: '代码是 cos-thumbnailer {version}' },
    wrong: { en: 'the code is not what was built here: {found}', zh: '代码不是这里构建的：{found}' },
    cure: {
      en: 'npm run build, then upload dist/cos-thumbnailer.zip. If there is an index.mjs of a template in the code editor, delete it.',
      zh: '请运行 npm run build，然后上传 dist/cos-thumbnailer.zip。如果代码编辑器里有模板留下的 index.mjs，请删除。',
    },
  },
  'role-carrier': {
    well: { en: 'SCF may take on the role {role}', zh: 'SCF 可以扮演角色 {role}' },
    wrong: { en: 'SCF may not take on the role {role}', zh: 'SCF 不能扮演角色 {role}' },
    cure: {
      en: "Let the role's carrier (角色载体) be the service scf.qcloud.com: CAM → 角色 → the role → 角色载体.",
      zh: '请把角色载体设为产品服务 scf.qcloud.com：访问管理 → 角色 → 该角色 → 角色载体。',
    },
  },
  'role-policy': {
    well: { en: "the role's policies allow what the function needs", zh: '角色的策略允许函数所需的操作' },
    wrong: { en: "the role's policies do not allow {missing}", zh: '角色的策略不允许 {missing}' },
    cure: {
      en: 'Allow it in a policy of your own, and attach that to the role. npm run deploy writes this policy.',
      zh: '请在自定义策略里允许这些操作，并关联到该角色。npm run deploy 会写好这个策略。',
    },
  },
  trigger: {
    well: { en: '{bucket} has a trigger for this function', zh: '{bucket} 有触发本函数的触发器' },
    wrong: {
      en: 'no trigger calls this function for uploads to {bucket}',
      zh: '没有触发器会因上传到 {bucket} 而调用本函数',
    },
    cure: {
      en: 'Create one: 触发管理 → 创建触发器 → COS触发, the source bucket, 全部创建 (cos:ObjectCreated:*), 立即启用.',
      zh: '请创建：触发管理 → 创建触发器 → COS触发，选源存储桶，事件类型选「全部创建」（cos:ObjectCreated:*），立即启用。',
    },
  },
  'trigger-enabled': {
    well: { en: 'the trigger is on', zh: '触发器已启用' },
    wrong: { en: 'the trigger is off', zh: '触发器已关闭' },
    cure: {
      en: 'Switch it on in 触发管理.',
      zh: '请在「触发管理」里启用。',
    },
  },
  'trigger-event': {
    well: { en: 'the trigger sends all uploads', zh: '触发器发送所有上传' },
    wrong: {
      en: 'the trigger sends {event} only, and so misses {missed}',
      zh: '触发器只发送 {event}，会漏掉{missed}',
    },
    cure: {
      en: 'Delete the trigger and create it with 全部创建 (cos:ObjectCreated:*).',
      zh: '请删除触发器，再用「全部创建」（cos:ObjectCreated:*）创建。',
    },
  },
  'trigger-removal': {
    well: { en: 'removals are sent, too', zh: '删除事件也会发送' },
    wrong: {
      en: 'THUMB_ON_DELETE is mirror, and no trigger sends cos:ObjectRemove:*',
      zh: 'THUMB_ON_DELETE 是 mirror，但没有触发器发送 cos:ObjectRemove:*',
    },
    cure: {
      en: 'Create a second trigger for 全部删除 (cos:ObjectRemove:*), or remove THUMB_ON_DELETE.',
      zh: '请再创建一个事件类型为「全部删除」（cos:ObjectRemove:*）的触发器，或者删除 THUMB_ON_DELETE。',
    },
  },
  'trigger-filter': {
    well: { en: 'the trigger has no filter that keeps photos out', zh: '触发器的过滤规则不会漏掉照片' },
    wrong: {
      en: 'the trigger is only for keys with prefix "{prefix}" and suffix "{suffix}", and {key} is not one of them',
      zh: '触发器只用于前缀为「{prefix}」、后缀为「{suffix}」的键，{key} 不在其中',
    },
    cure: {
      en: 'If these photos should have thumbnails, delete the trigger and create it with another prefix and suffix, best without.',
      zh: '如果这些照片也要生成缩略图，请删除触发器，再用别的前缀和后缀创建，最好都留空。',
    },
  },
  'trigger-qualifier': {
    well: { en: 'the trigger calls the current code', zh: '触发器调用当前的代码' },
    wrong: {
      en: 'the trigger calls the version or alias {qualifier}, and not what was examined here',
      zh: '触发器调用的是版本或别名 {qualifier}，不是这里检查的代码',
    },
    cure: {
      en: 'If that is not on purpose, delete the trigger and create it for 默认流量 ($DEFAULT).',
      zh: '如果不是有意的，请删除触发器，再以「默认流量」（$DEFAULT）创建。',
    },
  },
  'trigger-owner': {
    well: { en: 'no other function has the uploads of {bucket}', zh: '没有别的函数占用 {bucket} 的上传事件' },
    wrong: {
      en: 'the function {owner} has a trigger for uploads to {bucket}, and COS allows one rule only for the same keys',
      zh: '函数 {owner} 有 {bucket} 的上传触发器，而 COS 对同样的键只允许一条规则',
    },
    cure: {
      en: 'Delete the trigger of {owner}, or give both functions prefixes that do not overlap.',
      zh: '请删除 {owner} 的触发器，或者给两个函数设置互不重叠的前缀。',
    },
  },
  'configuration-role': {
    well: { en: 'SCF was authorised: SCF_QcsRole is there', zh: '云函数已授权：SCF_QcsRole 已存在' },
    wrong: {
      en: 'SCF was never authorised: there is no role SCF_QcsRole, so no trigger can be created',
      zh: '云函数从未授权：没有角色 SCF_QcsRole，所以不能创建触发器',
    },
    cure: {
      en: 'Open the SCF console (https://console.cloud.tencent.com/scf) as the main account, and agree to 服务授权.',
      zh: '请用主账号打开云函数控制台（https://console.cloud.tencent.com/scf），并同意「服务授权」。',
    },
  },
  invocation: {
    well: { en: 'the function answered the doctor', zh: '函数应答了检查事件' },
    wrong: {
      en: 'the function failed when it was invoked: {message}',
      zh: '调用函数失败：{message}',
    },
    cure: {
      en: 'Status 433: a longer timeout. 434: more memory. 437, 443: upload the zip as it was built, with the handler index.main_handler. 432, 429: try again when less is going on.',
      zh: '状态码 433：延长超时时间。434：增加内存。437、443：上传构建好的 zip，执行方法为 index.main_handler。432、429：等空闲一些再试。',
    },
  },
  'recent-errors': {
    well: { en: 'nothing failed in the last {hours} h', zh: '最近 {hours} 小时没有失败' },
    wrong: {
      en: '{count} records failed in the last {hours} h: {codes}',
      zh: '最近 {hours} 小时有 {count} 条记录失败：{codes}',
    },
    cure: {
      en: 'In the log (日志查询), level:error finds them; the page Outcomes says for each code what to do.',
      zh: '在日志查询里用 level:error 可以找到；《处理结果》一页写明了每个代码该怎么办。',
    },
  },
  'recent-kills': {
    well: {
      en: 'SCF ended no invocation in the last {hours} h',
      zh: '最近 {hours} 小时 SCF 没有终止过调用',
    },
    wrong: {
      en: 'SCF ended invocations in the last {hours} h: {statuses}',
      zh: '最近 {hours} 小时 SCF 终止过调用：{statuses}',
    },
    cure: {
      en: 'Status 433: set the timeout to 60 s, and the memory to 512 MB or more. 434: more memory.',
      zh: '状态码 433：把超时时间设为 60 秒，内存设为 512 MB 或更多。434：增加内存。',
    },
  },
} satisfies Readonly<Record<string, Check>>;

export type InsideId = keyof typeof insideChecks;
export type OutsideId = keyof typeof outsideChecks;
