// Log lines of CLS, by the cloud API.

import type { LogLine, LogSearch, LogsApi } from './cloud-api.ts';
import type { ApiRequests } from './requester.ts';

const pageLength = 1000;
/** CLS ends a search after so many lines. A new search goes on from there. */
const longestSearch = 10_000;

interface LogPage {
  readonly Context?: string;
  readonly ListOver?: boolean;
  readonly Results?: readonly RawLine[] | null;
}

interface RawLine {
  readonly Time?: number;
  readonly LogJson?: string;
  /** Together with PkgLogId it names a line. */
  readonly PkgId?: string;
  readonly PkgLogId?: string;
}

export function logsApi(requests: ApiRequests): LogsApi {
  async function* oneSearch({ topicId, query, from, to }: LogSearch): AsyncGenerator<RawLine> {
    let context: string | undefined;
    do {
      const page: LogPage = await requests.cls<LogPage>('SearchLog', {
        TopicId: topicId,
        From: from,
        To: to,
        Query: query,
        // The query language CQL.
        SyntaxRule: 1,
        Sort: 'desc',
        Limit: pageLength,
        ...(context !== undefined && { Context: context }),
      });
      yield* page.Results ?? [];
      context = page.ListOver === false ? page.Context : undefined;
    } while (context);
  }

  return {
    async *search(search) {
      let { to } = search;
      /** The lines of the millisecond where the last search ended: the next one finds them again. */
      let known = new Set<string>();
      for (;;) {
        let count = 0;
        let oldest = to;
        let atOldest = new Set(known);
        for await (const line of oneSearch({ ...search, to })) {
          count++;
          const id = idOf(line);
          if (known.has(id)) continue;
          const { Time = 0 } = line;
          if (Time !== oldest) atOldest = new Set();
          oldest = Time;
          atOldest.add(id);
          yield toLine(line);
        }
        // A millisecond with more lines than a search gives has no end that could be reached.
        if (count < longestSearch || oldest === to) return;
        [to, known] = [oldest, atOldest];
      }
    },
  };
}

function idOf({ Time, PkgId, PkgLogId, LogJson }: RawLine): string {
  return PkgId ? `${PkgId} ${PkgLogId}` : `${Time} ${LogJson}`;
}

function toLine({ Time = 0, LogJson = '{}' }: RawLine): LogLine {
  const fields = Object.entries(readFields(LogJson)).map(([name, value]) => {
    return [name, typeof value === 'string' ? value : JSON.stringify(value)] as const;
  });
  return { time: Time, fields: Object.fromEntries(fields) };
}

function readFields(text: string): object {
  try {
    return (JSON.parse(text) ?? {}) as object;
  } catch {
    return {};
  }
}
