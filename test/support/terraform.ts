// Reads Terraform files with Terraform's own parser, and compares them with the schema of the provider.

import { readdirSync, readFileSync } from 'node:fs';

/** By a name that the compiler does not follow: the package's types would declare a browser's globals in all of our code. */
const parser: string = '@cdktf/hcl2json';
const { parse } = (await import(parser)) as {
  readonly parse: (name: string, text: string) => Promise<Parsed>;
};

/** A block as it was parsed: its arguments, and its inner blocks as lists. Expressions are texts in `${}`. */
export interface Block {
  readonly [name: string]: unknown;
}

/** The parsed files of a module, put together. */
export interface TerraformModule {
  /** Type -> name -> block. */
  readonly resources: Readonly<Record<string, Readonly<Record<string, Block>>>>;
  readonly variables: Readonly<Record<string, Block>>;
  readonly locals: Readonly<Record<string, unknown>>;
  readonly modules: Readonly<Record<string, Block>>;
  readonly outputs: Readonly<Record<string, Block>>;
  readonly terraform: Block;
  /** The text of all files. */
  readonly text: string;
}

type Parsed = Readonly<Record<string, Readonly<Record<string, unknown>> | readonly Block[]>>;

/** @throws what the parser says of a file that it cannot read. */
export async function readModule(folder: string): Promise<TerraformModule> {
  const names = readdirSync(folder).filter((name) => name.endsWith('.tf'));
  const texts = names.map((name) => readFileSync(`${folder}/${name}`, 'utf8'));
  const files = await Promise.all(texts.map((text, at) => parse(names[at] ?? '', text)));
  const merged = <T>(kind: string): Readonly<Record<string, T>> => {
    const parts = files.flatMap((file) => file[kind] ?? []) as Readonly<Record<string, T>>[];
    const result: Record<string, T> = {};
    for (const [name, value] of parts.flatMap(Object.entries) as [string, T][]) {
      const before = result[name];
      result[name] = before === undefined ? value : { ...before, ...value };
    }
    return result;
  };
  const first = (blocks: Readonly<Record<string, readonly Block[]>>) =>
    Object.fromEntries(Object.entries(blocks).map(([name, [block = {}]]) => [name, block]));
  const resources = merged<Readonly<Record<string, readonly Block[]>>>('resource');
  return {
    resources: Object.fromEntries(Object.entries(resources).map(([type, named]) => [type, first(named)])),
    variables: first(merged('variable')),
    locals: merged('locals'),
    modules: first(merged('module')),
    outputs: first(merged('output')),
    terraform: merged('terraform'),
    text: texts.join('\n'),
  };
}

/** An argument or an inner block, as the provider's source code declares it. */
export interface Field {
  readonly type: string;
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
  /** The most blocks of this name. */
  readonly max?: number;
  readonly block?: Fields;
}

export type Fields = Readonly<Record<string, Field>>;

/** What Terraform itself knows in a block of a resource. */
const meta = ['count', 'for_each', 'depends_on', 'lifecycle', 'provider', 'dynamic'];

/** @returns One sentence for each argument or block that the provider does not take, and for each that it asks for. */
export function schemaProblems(block: Block, fields: Fields, path: string): string[] {
  const dynamic = (block['dynamic'] ?? {}) as Readonly<Record<string, readonly { content: Block[] }[]>>;
  const generated = Object.entries(dynamic).map(([name, [one]]) => [name, one?.content ?? []] as const);
  const given = [
    ...Object.entries(block).filter(([name]) => !meta.includes(name)),
    ...(generated as [string, unknown][]),
  ];
  const missing = Object.entries(fields)
    .filter(([name, { required }]) => required && !given.some(([one]) => one === name))
    .map(([name]) => `${path}.${name} is required`);
  return [
    ...missing,
    ...given.flatMap(([name, value]) => {
      const field = fields[name];
      if (!field) return [`${path}.${name} is unknown`];
      if (!field.required && !field.optional) return [`${path}.${name} is computed`];
      if (!field.block) return [];
      if (!Array.isArray(value)) return [`${path}.${name} is a block`];
      const tooMany = value.length > (field.max ?? Infinity) ? [`${path}.${name} is there too often`] : [];
      return [
        ...tooMany,
        ...value.flatMap((inner: Block) => schemaProblems(inner, field.block ?? {}, `${path}.${name}`)),
      ];
    }),
  ];
}
