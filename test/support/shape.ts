// Compares values with the shapes that a cloud's API or a Terraform provider declares for them.

/** `string`, `number`, `boolean`, a list of one shape, or fields. */
export type Shape = string | readonly [Shape] | { readonly [field: string]: Shape };

/** @returns One text for each part of the value that the shape does not have. */
export function misfits(value: unknown, shape: Shape, path = ''): string[] {
  if (typeof shape === 'string') {
    const found: string = typeof value;
    return found === shape ? [] : [`${path} is ${found}, expected ${shape}`];
  }
  if (isList(shape)) {
    if (!Array.isArray(value)) return [`${path} is no list`];
    return value.flatMap((one, at) => misfits(one, shape[0], `${path}[${at}]`));
  }
  if (typeof value !== 'object' || value === null) return [`${path} is no object`];
  return Object.entries(value).flatMap(([name, inner]) => {
    const expected = shape[name];
    const at = path === '' ? name : `${path}.${name}`;
    return expected === undefined ? [`${at} is unknown`] : misfits(inner, expected, at);
  });
}

function isList(shape: Shape): shape is readonly [Shape] {
  return Array.isArray(shape);
}
