// Which engine made the thumbnails of which sources. Pure.

import type { EngineName } from '../../src/function/engine/engine.ts';

export interface Served {
  /** The format of the source; undefined if nobody knows it. */
  readonly source: string | undefined;
  readonly engine: EngineName;
}

/** @returns `jpeg: 44 by jpeg, 12 by wasm-vips`: a line for each format of sources, the most frequent format and engine first. */
export function renderServed(all: readonly Served[]): string[] {
  return counted(all, ({ source = 'unknown' }) => source).map(([source, those]) => {
    const engines = counted(those, ({ engine }) => engine).map(
      ([engine, { length }]) => `${length} by ${engine}`,
    );
    return `${source}: ${engines.join(', ')}`;
  });
}

function counted<Value>(values: readonly Value[], nameOf: (value: Value) => string): [string, Value[]][] {
  const groups = new Map<string, Value[]>();
  for (const value of values) groups.set(nameOf(value), [...(groups.get(nameOf(value)) ?? []), value]);
  return [...groups].sort(([, one], [, other]) => other.length - one.length);
}
