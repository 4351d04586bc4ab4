// The action of CLS that searches the log of the functions.

import { type Action, action } from './action.ts';
import { parseLogQuery } from './log-query.ts';
import type { LogTopic, TopicLine } from './log-topic.ts';
import { ApiRefusal } from './refusal.ts';
import { sha256 } from './tc3.ts';

/** So many lines can be had with Context. */
const maxWithContext = 10_000;

export const searchLog: Action = action(
  {
    required: { From: 'integer', To: 'integer', TopicId: 'text' },
    optional: {
      QueryString: 'text',
      QuerySyntax: 'integer',
      Query: 'text',
      SyntaxRule: 'integer',
      Sort: 'text',
      Limit: 'integer',
      Offset: 'integer',
      Context: 'text',
      HighLight: 'flag',
      UseNewAnalysis: 'flag',
      SamplingRate: 'number',
    },
  },
  (given, { account }) => {
    const { topic } = account;
    const { From, To, Sort = 'desc', Limit = 100, Context, Offset, ...others } = given;
    if (given.TopicId !== topic.topicId) {
      throw new ApiRefusal(
        'ResourceNotFound.TopicNotExist',
        `The log topic ${given.TopicId} does not exist.`,
      );
    }
    if (From > To) throw invalid('From must not be later than To');
    if (Limit < 1 || Limit > 1000) throw invalid('Limit must be 1 to 1000');
    if (Sort !== 'desc' && Sort !== 'asc') throw invalid('Sort must be asc or desc');
    if (Context !== undefined && Offset !== undefined) throw invalid('Context and Offset exclude each other');
    const finds = parseLogQuery(readQuery(given));
    const found = topic.lines.filter(({ time, fields }) => time >= From && time <= To && finds(fields));
    found.sort((a, b) => a.time - b.time || a.number - b.number);
    if (Sort === 'desc') found.reverse();
    const search = sha256(JSON.stringify([From, To, Sort, others])).slice(0, 16);
    const begin = Context === undefined ? (Offset ?? 0) : after(found, Context, search);
    const end = Math.min(begin + Limit, Context === undefined ? Number.POSITIVE_INFINITY : maxWithContext);
    const page = found.slice(begin, end);
    const last = page.at(-1);
    return {
      Context: last ? `${search}.${last.number}` : '',
      ListOver: end >= Math.min(found.length, maxWithContext),
      Analysis: false,
      Results: page.map((line) => toResult(line, topic)),
      ColNames: null,
      AnalysisResults: null,
      AnalysisRecords: null,
      Columns: null,
      SamplingRate: 1,
    };
  },
);

interface QueryParameters {
  readonly QueryString?: string;
  readonly QuerySyntax?: number;
  readonly Query?: string;
  readonly SyntaxRule?: number;
}

/** The older pair, Query and SyntaxRule, is Lucene's language unless it says otherwise. */
function readQuery({ QueryString, QuerySyntax = 1, Query, SyntaxRule = 0 }: QueryParameters): string {
  if (QueryString !== undefined && Query !== undefined) {
    throw invalid('QueryString and Query exclude each other');
  }
  if ((Query === undefined ? QuerySyntax : SyntaxRule) !== 1) {
    throw new ApiRefusal(
      'UnsupportedOperation',
      'The local cloud knows the query language CQL only: QuerySyntax 1 with QueryString, or SyntaxRule 1 with Query.',
    );
  }
  return QueryString ?? Query ?? '';
}

/** @returns The place of the line behind the one with which the last page ended. */
function after(found: readonly TopicLine[], context: string, search: string): number {
  const [of, number] = context.split('.');
  const at = found.findIndex((line) => String(line.number) === number);
  if (of !== search || at < 0) {
    throw new ApiRefusal('FailedOperation.InvalidContext', 'Context belongs to another search.');
  }
  return at + 1;
}

function toResult({ number, time, fields }: TopicLine, { topicId }: LogTopic) {
  return {
    Time: time,
    TopicId: topicId,
    TopicName: 'SCF_logtopic',
    Source: '127.0.0.1',
    FileName: '',
    PkgId: String(Math.ceil(number / 100)),
    PkgLogId: String(number),
    HighLights: null,
    LogJson: JSON.stringify(fields),
    HostName: '',
    RawLog: '',
    IndexStatus: '',
  };
}

function invalid(problem: string): ApiRefusal {
  return new ApiRefusal('InvalidParameter', `${problem}.`);
}
