// The settings of the function in Chinese, as docs/zh-CN/settings.md has them: the function's own table is in English.

import type { settings } from '../function/config/settings.ts';

interface SettingWords {
  readonly doc: string;
  /** What holds when the variable is unset, where the table has a sentence for it. */
  readonly otherwise?: string;
}

export const chineseSettings: Readonly<Record<keyof typeof settings, SettingWords>> = {
  targetBucket: {
    doc: '存放缩略图的存储桶，带不带 -appid（十位数字）均可；{bucket} 是源存储桶去掉 appid 的名称。',
  },
  targetKey: {
    doc: '缩略图的对象键，由 {dir}、{name}、{ext}、{preset}、{hash}（随照片变化的 10 个字符）组成。',
    otherwise: '只有一个未命名的预设时为 {dir}{name}.{ext}，否则为 {dir}{name}-{preset}.{ext}',
  },
  presets: {
    doc: '每张照片生成哪些缩略图：[name:]WIDTHxHEIGHT[,option]...，多个预设用 ";" 分隔；写在 for=GLOB 后面的预设只用于匹配的对象键。',
  },
  include: {
    doc: '逗号分隔的通配符：只处理匹配其中之一的源对象键。',
    otherwise: '全部',
  },
  exclude: {
    doc: '逗号分隔的通配符：跳过匹配其中之一的源对象键。',
    otherwise: '无',
  },
  onDelete: {
    doc: '照片删除后它的缩略图如何处理：keep 保留，mirror 一并删除。',
  },
  metadata: {
    doc: '缩略图文件里保留照片的哪些信息：copyright（作者、版权和许可），keep（另加内容说明和拍摄参数，从不含拍摄地点），strip（全部去掉）。',
  },
  watermark: {
    doc: '带 watermark 选项的预设所叠加的图片：KEY[,gravity][,scale=0.2][,opacity=1][,tile]，KEY 是目标存储桶里的对象键。',
    otherwise: '无',
  },
  manifest: {
    doc: '描述文件的键；描述文件是一个 JSON 对象，列出一张照片的所有缩略图。由 {dir}、{name}、{ext}（照片自己的）组成；on 表示 {dir}{name}.{ext}.json，与缩略图放在一起。',
    otherwise: '无：不写',
  },
  acl: {
    doc: '谁可以读取缩略图和描述文件：default（以存储桶为准），private（私有），public-read（所有人，私有的存储桶里也一样）。COS 规定一个账号里单独设置权限的对象约 1000 个为限。',
  },
  storageClass: {
    doc: '缩略图和描述文件的存储类型：STANDARD、STANDARD_IA、INTELLIGENT_TIERING；多 AZ 的存储桶在前面加 MAZ_。',
    otherwise: '存储桶的：STANDARD 或 MAZ_STANDARD',
  },
  tags: {
    doc: '缩略图和描述文件的标签，如 team=web,kind=thumbnail；最多 10 个。',
    otherwise: '无',
  },
  cacheControl: {
    doc: '缩略图的 Cache-Control，如 public, max-age=31536000, immutable。',
    otherwise: '照片的，连同它的 Expires',
  },
  fallback: {
    doc: '来不及做完的缩略图如何处理：on 换更快的做法（AVIF 改为 WebP，动图只留第一帧），off 则失败。',
  },
  maxSourceMb: {
    doc: '超过此大小的对象不读取，直接拒绝。单位 MB（1,048,576 字节）。',
    otherwise: '取决于函数内存',
  },
  maxMegapixels: {
    doc: '超过此像素数的照片不解码，直接拒绝。单位百万像素。',
    otherwise: '268.4；解码时须整张载入内存的格式更少',
  },
  maxPages: {
    doc: '帧数或页数超过此值的照片不解码，直接拒绝。单位页。',
    otherwise: '10000',
  },
  failedPrefix: {
    doc: '目标存储桶里的一个目录，如 failed/：永久失败的照片在此留下一条失败记录。',
    otherwise: '无：不留失败记录',
  },
  notify: {
    doc: '一个 https 地址：每张照片处理完后，以 POST 收到它的报告，并带有 THUMB_NOTIFY_SECRET 的签名。',
    otherwise: '无：不通知',
  },
  notifySecret: {
    doc: 'THUMB_NOTIFY 签名所用的密钥：32 到 256 个字符，只有函数和接收方知道。',
    otherwise: '无',
  },
  cosEndpoint: {
    doc: '测试用：把 COS 请求改发到这个地址，例如 http://127.0.0.1:9000；Host 头与签名仍是 COS 的。',
    otherwise: '无',
  },
  log: {
    doc: '日志级别：silent、error、info 或 debug；每条记录一行 JSON，debug 时每个步骤也有一行。',
  },
};
