// Checks the parameters of an action against their description, and gives them their types. Pure.

import { ApiRefusal } from './refusal.ts';

/** What a parameter may hold. */
export type ParameterKind =
  | 'text'
  | 'integer'
  | 'number'
  | 'flag'
  | { readonly listOf: ParameterKind }
  | ParameterShape;

/** The parameters of an action, or the fields of one that has some. */
export interface ParameterShape {
  readonly required?: ParameterFields;
  readonly optional?: ParameterFields;
}

export type ParameterFields = Readonly<Record<string, ParameterKind>>;

type Held<K> = K extends 'text'
  ? string
  : K extends 'integer' | 'number'
    ? number
    : K extends 'flag'
      ? boolean
      : K extends { readonly listOf: infer E }
        ? readonly Held<E>[]
        : Given<K>;

/** The parameters that were given, with their types. */
export type Given<S> = (S extends { readonly required: infer R }
  ? { readonly [N in keyof R]: Held<R[N]> }
  : unknown) &
  (S extends { readonly optional: infer O } ? { readonly [N in keyof O]?: Held<O[N]> } : unknown);

/** @throws {ApiRefusal} `UnknownParameter`, `MissingParameter` or `InvalidParameterValue`. */
export function checkParameters<S extends ParameterShape>(given: unknown, shape: S): Given<S> {
  checkShape(given, shape, '');
  return given as Given<S>;
}

function checkShape(given: unknown, { required = {}, optional = {} }: ParameterShape, path: string): void {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) throw wrongType(path, 'an object');
  const fields = new Map<string, unknown>(Object.entries(given));
  for (const name of fields.keys()) {
    if (!Object.hasOwn(required, name) && !Object.hasOwn(optional, name)) {
      throw new ApiRefusal('UnknownParameter', `The parameter \`${path}${name}\` is not recognized.`);
    }
  }
  for (const name of Object.keys(required)) {
    if (fields.get(name) === undefined || fields.get(name) === null) {
      throw new ApiRefusal(
        'MissingParameter',
        `The request is missing a required parameter \`${path}${name}\`.`,
      );
    }
  }
  for (const [name, kind] of Object.entries({ ...optional, ...required })) {
    const value = fields.get(name);
    if (value !== undefined && value !== null) checkKind(value, kind, `${path}${name}`);
  }
}

function checkKind(value: unknown, kind: ParameterKind, path: string): void {
  if (typeof kind === 'string') {
    const { is, name } = plainKinds[kind];
    if (!is(value)) throw wrongType(path, name);
  } else if ('listOf' in kind) {
    if (!Array.isArray(value)) throw wrongType(path, 'a list');
    for (const [i, element] of value.entries()) checkKind(element, kind.listOf, `${path}.${i}`);
  } else {
    checkShape(value, kind, `${path}.`);
  }
}

const plainKinds = {
  text: { name: 'a text', is: (value: unknown) => typeof value === 'string' },
  integer: { name: 'a whole number', is: Number.isSafeInteger },
  number: { name: 'a number', is: Number.isFinite },
  flag: { name: 'true or false', is: (value: unknown) => typeof value === 'boolean' },
} as const;

function wrongType(path: string, expected: string): ApiRefusal {
  const name = path.replace(/\.$/, '') || 'body';
  return new ApiRefusal('InvalidParameterValue', `The value of \`${name}\` must be ${expected}.`);
}
