// Pure: the fields of a function's log lines in CLS, with the types of their index. The index rule, the queries and the page about
// operating the function follow from this table; a test compares it with what the function really writes.

import type { Bilingual } from '../../function/doctor/bilingual.ts';

export interface LogField {
  readonly name: string;
  /** The type in CLS' index: what has another type there cannot be searched or counted. */
  readonly type: 'text' | 'long' | 'double';
  readonly meaning: Bilingual;
}

/** The fields of the line that the function writes for each record, in its order. */
export const recordFields: readonly LogField[] = [
  {
    name: 'level',
    type: 'text',
    meaning: { en: '`error` if anything failed, else `info`', zh: '有任何失败时为 `error`，否则为 `info`' },
  },
  {
    name: 'msg',
    type: 'text',
    meaning: { en: 'the key and what became of it, in a few words', zh: '键和处理结果，几个词' },
  },
  {
    name: 'requestId',
    type: 'text',
    meaning: { en: "SCF's id of the invocation", zh: 'SCF 给这次调用的 ID' },
  },
  {
    name: 'engine',
    type: 'text',
    meaning: { en: "the engine's name and version", zh: '引擎的名称和版本' },
  },
  { name: 'bucket', type: 'text', meaning: { en: "the photo's bucket", zh: '照片所在的存储桶' } },
  { name: 'key', type: 'text', meaning: { en: "the photo's key", zh: '照片的键' } },
  { name: 'etag', type: 'text', meaning: { en: "the photo's ETag", zh: '照片的 ETag' } },
  {
    name: 'ms',
    type: 'long',
    meaning: { en: 'how long the record took, in milliseconds', zh: '处理这条记录所用的毫秒数' },
  },
  { name: 'stored', type: 'long', meaning: { en: 'objects stored', zh: '存储的对象数' } },
  {
    name: 'skipped',
    type: 'long',
    meaning: { en: 'outcomes skipped, with a reason', zh: '有原因地跳过的结果数' },
  },
  { name: 'removed', type: 'long', meaning: { en: 'objects removed', zh: '移除的对象数' } },
  { name: 'failed', type: 'long', meaning: { en: 'outcomes that failed', zh: '失败的结果数' } },
  { name: 'bytesIn', type: 'long', meaning: { en: 'bytes of the photo', zh: '照片的字节数' } },
  {
    name: 'bytesOut',
    type: 'long',
    meaning: { en: 'bytes of all that was stored', zh: '存储的全部字节数' },
  },
  {
    name: 'pixels',
    type: 'long',
    meaning: { en: "the photo's width times its height", zh: '照片的宽乘高' },
  },
  {
    name: 'presets',
    type: 'long',
    meaning: { en: 'outcomes of presets', zh: '预设的结果数' },
  },
  {
    name: 'coldStart',
    type: 'long',
    meaning: { en: '1 for the first record of an instance, else 0', zh: '实例的第一条记录为 1，否则为 0' },
  },
  {
    name: 'queueMs',
    type: 'long',
    meaning: {
      en: 'milliseconds from the upload until the record was begun',
      zh: '从上传到开始处理这条记录的毫秒数',
    },
  },
  {
    name: 'codes',
    type: 'text',
    meaning: {
      en: 'the codes of what was skipped or failed, separated by commas',
      zh: '跳过或失败的代码，以逗号分隔',
    },
  },
  {
    name: 'outcomes',
    type: 'text',
    meaning: { en: 'one text for each outcome', zh: '每个结果一段文字' },
  },
];

/** The fields that only the lines of errors have: bugs, and what failed outside of a record. */
export const errorFields: readonly LogField[] = [
  { name: 'code', type: 'text', meaning: { en: "the error's code", zh: '错误的代码' } },
  { name: 'stack', type: 'text', meaning: { en: "a bug's stack", zh: '缺陷的调用栈' } },
];

/** The fields that SCF adds to every line (cloud.tencent.com/document/product/583/60336). Its console needs them in the index. */
export const platformFields: readonly LogField[] = [
  { name: 'SCF_FunctionName', type: 'text', meaning: { en: 'the function', zh: '函数名称' } },
  { name: 'SCF_Namespace', type: 'text', meaning: { en: 'its namespace', zh: '命名空间' } },
  {
    name: 'SCF_StartTime',
    type: 'long',
    meaning: { en: 'when the invocation began', zh: '调用开始时间' },
  },
  { name: 'SCF_LogTime', type: 'long', meaning: { en: 'when the line was written', zh: '日志产生时间' } },
  { name: 'SCF_RequestId', type: 'text', meaning: { en: 'the invocation', zh: '请求 ID' } },
  {
    name: 'SCF_Duration',
    type: 'long',
    meaning: { en: "the invocation's milliseconds", zh: '函数运行时间（毫秒）' },
  },
  { name: 'SCF_Alias', type: 'text', meaning: { en: 'the alias', zh: '别名' } },
  { name: 'SCF_Qualifier', type: 'text', meaning: { en: 'the version', zh: '版本' } },
  { name: 'SCF_MemUsage', type: 'double', meaning: { en: 'the memory used', zh: '函数运行内存' } },
  { name: 'SCF_Level', type: 'text', meaning: { en: 'always `INFO` here', zh: '这里总是 `INFO`' } },
  {
    name: 'SCF_Message',
    type: 'text',
    meaning: { en: 'the line as text, 8 KB of it', zh: '日志内容，最多 8 KB' },
  },
  {
    name: 'SCF_Type',
    type: 'text',
    meaning: {
      en: '`Custom` for lines of the function, `Platform` for those of SCF',
      zh: '函数自己的日志为 `Custom`，SCF 的为 `Platform`',
    },
  },
  {
    name: 'SCF_StatusCode',
    type: 'long',
    meaning: {
      en: 'SCF’s status: 200, 430 for an error that the function threw, 433 out of time, 434 out of memory',
      zh: 'SCF 的状态码：200；430 表示函数抛出错误；433 超时；434 内存超限',
    },
  },
  {
    name: 'SCF_RetryNum',
    type: 'long',
    meaning: { en: 'which delivery: 0, 1 or 2', zh: '第几次重试：0、1 或 2' },
  },
];

/** All fields that the index has. */
export const indexedFields: readonly LogField[] = [...recordFields, ...errorFields, ...platformFields];
