// Reads the search conditions of CLS' query language CQL, and decides which log lines they find. Pure.
// https://cloud.tencent.com/document/product/614/47044

import { ApiRefusal } from './refusal.ts';

export type LogFields = Readonly<Record<string, string>>;

/** Does the query find a line with these fields? */
export type FindsLine = (fields: LogFields) => boolean;

/**
 * Reads `field:value`, `field:"some words"`, `field:*`, `field:>=7`, words, phrases, AND, OR, NOT and parentheses. `*` and `?` stand
 * for letters of a word. Two conditions beside each other must both hold.
 *
 * @throws {ApiRefusal} `FailedOperation.SyntaxError`, or `UnsupportedOperation` for SQL.
 */
export function parseLogQuery(query: string): FindsLine {
  const tokens = tokenise(query);
  if (tokens.length === 0 || (tokens.length === 1 && query.trim() === '*')) return () => true;
  const reader = { tokens, at: 0 };
  const finds = readOr(reader);
  if (reader.at < tokens.length) throw syntax(`"${tokens[reader.at]?.text}" is not expected`);
  return finds;
}

interface Token {
  readonly kind: 'word' | 'phrase' | 'sign';
  readonly text: string;
}

interface TokenReader {
  readonly tokens: readonly Token[];
  at: number;
}

/** A phrase in quotes, a comparison, a sign, or a word. */
const tokenPattern = /\s*(?:"((?:[^"\\]|\\.)*)"|(>=|<=|>|<|[():|])|([^\s():|"<>]+))/gy;

function tokenise(query: string): Token[] {
  const tokens: Token[] = [];
  tokenPattern.lastIndex = 0;
  const text = query.trimEnd();
  while (tokenPattern.lastIndex < text.length) {
    const at = tokenPattern.lastIndex;
    const [, phrase, sign, word] = tokenPattern.exec(text) ?? [];
    if (phrase !== undefined) tokens.push({ kind: 'phrase', text: phrase.replace(/\\(.)/g, '$1') });
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign });
    else if (word !== undefined) tokens.push({ kind: 'word', text: word });
    else throw syntax(`it cannot be read from "${text.slice(at, at + 20)}" on`);
  }
  if (tokens.some(({ kind, text: sign }) => kind === 'sign' && sign === '|')) {
    throw new ApiRefusal('UnsupportedOperation', 'The local cloud runs no SQL: leave out what follows "|".');
  }
  return tokens;
}

function readOr(reader: TokenReader): FindsLine {
  const all = [readAnd(reader)];
  while (takeKeyword(reader, 'OR')) all.push(readAnd(reader));
  return (fields) => all.some((finds) => finds(fields));
}

function readAnd(reader: TokenReader): FindsLine {
  const all = [readNot(reader)];
  while (takeKeyword(reader, 'AND') || beginsCondition(reader)) all.push(readNot(reader));
  return (fields) => all.every((finds) => finds(fields));
}

function readNot(reader: TokenReader): FindsLine {
  if (takeKeyword(reader, 'NOT')) {
    const finds = readNot(reader);
    return (fields) => !finds(fields);
  }
  if (takeSign(reader, '(')) {
    const finds = readOr(reader);
    if (!takeSign(reader, ')')) throw syntax('a ")" is missing');
    return finds;
  }
  return readCondition(reader);
}

function readCondition(reader: TokenReader): FindsLine {
  const first = next(reader);
  if (first.kind === 'sign' || isKeyword(first)) throw syntax(`"${first.text}" is not expected`);
  if (!takeSign(reader, ':')) {
    const matches = wordsMatcher(first);
    return (fields) => Object.values(fields).some(matches);
  }
  const value = next(reader);
  if (value.kind === 'sign') return comparison(first.text, value.text, next(reader));
  if (value.kind === 'word' && value.text === '*') return (fields) => fields[first.text] !== undefined;
  const matches = wordsMatcher(value);
  return (fields) => fields[first.text] !== undefined && matches(fields[first.text] ?? '');
}

const comparisons: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
};

function comparison(field: string, sign: string, { text }: Token): FindsLine {
  const compare = comparisons[sign];
  const number = Number(text);
  if (!compare || text === '' || Number.isNaN(number)) {
    throw syntax(`after "${field}:" a value is expected, or >, >=, <, <= and a number`);
  }
  return (fields) => {
    const value = fields[field];
    return value !== undefined && value !== '' && compare(Number(value), number);
  };
}

/** What CLS splits texts at, as its console proposes it. */
const separators = /[@&?|#()='",;:<>[\]{}/ \n\t\r\\]+/;

/** The words must be in the text, one after the other. Case does not matter. */
function wordsMatcher({ kind, text }: Token): (text: string) => boolean {
  // In a word, a question mark stands for a letter. In a phrase it separates, as it does in the log.
  const words = kind === 'word' ? text.split(/[@&|#='",;/\\]+/) : text.split(separators);
  const wanted = words.filter((word) => word !== '').map((word) => wordPattern(word, kind));
  return (value) => {
    const found = value.split(separators);
    return found.some((_word, at) => wanted.every((pattern, i) => pattern.test(found[at + i] ?? '')));
  };
}

function wordPattern(word: string, kind: Token['kind']): RegExp {
  const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  const pattern =
    kind === 'word' ? escaped.replaceAll(String.raw`\*`, '.*').replaceAll(String.raw`\?`, '.') : escaped;
  return new RegExp(`^${pattern}$`, 'i');
}

function next(reader: TokenReader): Token {
  const token = reader.tokens[reader.at];
  if (!token) throw syntax('it ends too early');
  reader.at += 1;
  return token;
}

function beginsCondition({ tokens, at }: TokenReader): boolean {
  const token = tokens[at];
  if (!token || (isKeyword(token) && token.text !== 'NOT')) return false;
  return token.kind !== 'sign' || token.text === '(';
}

function isKeyword({ kind, text }: Token): boolean {
  return kind === 'word' && ['AND', 'OR', 'NOT'].includes(text);
}

function takeKeyword(reader: TokenReader, keyword: string): boolean {
  return take(reader, 'word', keyword);
}

function takeSign(reader: TokenReader, sign: string): boolean {
  return take(reader, 'sign', sign);
}

function take(reader: TokenReader, kind: Token['kind'], text: string): boolean {
  const token = reader.tokens[reader.at];
  if (token?.kind !== kind || token.text !== text) return false;
  reader.at += 1;
  return true;
}

function syntax(problem: string): ApiRefusal {
  return new ApiRefusal('FailedOperation.SyntaxError', `The query is wrong: ${problem}.`);
}
