// Pure: the index of a function's log topic, as CLS' CreateIndex takes it (cloud.tencent.com/document/product/614/56456).

import { indexedFields, type LogField } from './fields.ts';

/** What CLS splits texts at, as its console proposes it. */
const tokenizer = `@&?|#()='",;:<>[]{}/ \n\t\r\\`;

export const indexRule = {
  FullText: { CaseSensitive: false, Tokenizer: tokenizer, ContainZH: false },
  KeyValue: { CaseSensitive: false, KeyValues: indexedFields.map(toKeyValue) },
};

/** SqlFlag: fields without it cannot be counted, and SCF's console shows no log where SCF's own fields lack it. */
function toKeyValue({ name, type }: LogField) {
  const isText = type === 'text';
  return { Key: name, Value: { Type: type, SqlFlag: true, ...(isText && { Tokenizer: tokenizer }) } };
}
