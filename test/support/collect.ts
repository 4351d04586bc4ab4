// All that an async iterable gives, as an array. (Node.js 20 has no Array.fromAsync.)

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
