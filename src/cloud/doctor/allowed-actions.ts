// Pure: what the policies of a role allow, held against what the function needs. Conditions are not judged: a statement with one
// counts as if it had none, since the function itself tries everything.

import type { FunctionGrant } from '../policy.ts';

interface PolicyRule {
  readonly effect: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

/**
 * @param documents Policies as JSON text; what cannot be read allows nothing.
 * @returns What is not allowed, like `name/cos:GetObject qcs::cos:…`.
 */
export function missingPermissions(documents: readonly string[], grants: readonly FunctionGrant[]): string[] {
  const rules = documents.flatMap(rulesOf);
  return grants.flatMap(({ action, resources }) =>
    resources
      .filter((resource) => !isAllowed(rules, action, resource))
      .map((resource) => `${action} ${resource}`),
  );
}

/** @param resource With `*` for any text: then all of it must be allowed. */
function isAllowed(rules: readonly PolicyRule[], action: string, resource: string): boolean {
  const about = rules.filter(
    ({ actions, resources }) =>
      actions.some((pattern) => fits(bare(pattern), bare(action))) &&
      resources.some((pattern) => fitsResource(pattern, resource)),
  );
  return about.some(({ effect }) => effect === 'allow') && about.every(({ effect }) => effect !== 'deny');
}

const bare = (action: string) => action.replace(/^name\//, '').toLowerCase();

/** An empty region or account means any. A `*` of the resource is a text like any other here: only another `*` fits it. */
function fitsResource(pattern: string, resource: string): boolean {
  if (pattern === '*') return true;
  const wanted = segmentsOf(pattern);
  const actual = segmentsOf(resource);
  return wanted.every((segment, at) => segment === '' || fits(segment, actual[at] ?? ''));
}

/** The last one may have colons of its own. */
function segmentsOf(resource: string): string[] {
  const parts = resource.split(':');
  return [...parts.slice(0, 5), parts.slice(5).join(':')];
}

function fits(pattern: string, text: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's').test(text);
}

function rulesOf(document: string): PolicyRule[] {
  const read = parsed(document) as { readonly statement?: unknown } | undefined;
  const statements = Array.isArray(read?.statement) ? read.statement : [read?.statement];
  return statements.filter(isFields).map(({ effect, action, resource }) => ({
    effect: String(effect).toLowerCase(),
    actions: textsOf(action),
    resources: textsOf(resource),
  }));
}

/**
 * Who may take on a role.
 *
 * @returns The services in its trust document.
 */
export function trustedServices(trust: string): string[] {
  const read = parsed(trust) as { readonly statement?: unknown } | undefined;
  const statements = Array.isArray(read?.statement) ? read.statement : [read?.statement];
  return statements
    .filter(isFields)
    .filter(({ effect }) => effect === 'allow')
    .flatMap(({ principal }) => (isFields(principal) ? textsOf(principal['service']) : []));
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json) ?? undefined;
  } catch {
    return undefined;
  }
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function textsOf(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string');
}
