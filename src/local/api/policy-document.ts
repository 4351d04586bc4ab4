// Reads the policies of CAM, strictly, and decides by them. Pure.
// https://cloud.tencent.com/document/product/598/10603

import { ApiRefusal } from './refusal.ts';

/** One statement of a policy. */
export interface Statement {
  readonly effect: 'allow' | 'deny';
  /** Without `name/`, in lower case. */
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

const maxLength = 6144;

/**
 * Reads what a policy allows and denies.
 *
 * @throws {ApiRefusal} `InvalidParameter.…` for everything that CAM refuses or that this local cloud does not decide by.
 */
export function parsePolicyDocument(text: string): Statement[] {
  return statementsOf(text).map((statement) => {
    checkNames(statement, ['effect', 'action', 'resource']);
    const actions = texts(statement['action'], 'action', 'ActionError');
    const resources = texts(statement['resource'], 'resource', 'ResourceError');
    for (const action of actions) {
      if (!/^(\*|(name\/)?[a-z0-9]+:[A-Za-z0-9*]+)$/.test(action)) {
        throw invalid(
          'ActionError',
          `"${action}" is not * or name/SERVICE:ACTION, such as name/cos:GetObject.`,
        );
      }
    }
    for (const resource of resources) {
      if (!/^(\*|qcs:[^:]*:[^:]*:[^:]*:[^:]*:.+)$/.test(resource)) {
        throw invalid('ResourceQcsError', `"${resource}" is not * or qcs::SERVICE:REGION:ACCOUNT:RESOURCE.`);
      }
    }
    const effect = readEffect(statement);
    return {
      effect,
      resources,
      actions: actions.map((action) => action.replace(/^name\//, '').toLowerCase()),
    };
  });
}

/**
 * Reads who may take on a role: the trust policy of a role.
 *
 * @returns The services, such as `scf.qcloud.com`.
 * @throws {ApiRefusal} `InvalidParameter.…`
 */
export function parseTrust(text: string): string[] {
  return statementsOf(text).flatMap((statement) => {
    checkNames(statement, ['effect', 'action', 'principal']);
    const actions = texts(statement['action'], 'action', 'ActionError');
    if (!actions.every((action) => action === 'name/sts:AssumeRole')) {
      throw invalid('ActionError', 'The action of a trust policy is name/sts:AssumeRole.');
    }
    const { principal } = statement;
    if (!isObject(principal)) throw invalid('PrincipalError', 'principal must be an object.');
    for (const name of Object.keys(principal)) {
      if (name !== 'service' && name !== 'qcs')
        throw invalid('PrincipalError', `principal has no "${name}".`);
    }
    const services =
      principal['service'] === undefined ? [] : texts(principal['service'], 'service', 'PrincipalError');
    const accounts = principal['qcs'] === undefined ? [] : texts(principal['qcs'], 'qcs', 'PrincipalError');
    if (services.length + accounts.length === 0) throw invalid('PrincipalError', 'principal names nobody.');
    return readEffect(statement) === 'allow' ? services : [];
  });
}

/**
 * A denial is stronger than an allowance; what nothing allows is not allowed.
 *
 * @param action Such as `name/cos:GetObject`.
 * @param resource Such as `qcs::cos:ap-guangzhou:uid/1250000000:example-1250000000/cat.jpg`.
 */
export function decide(statements: readonly Statement[], action: string, resource: string): boolean {
  const name = action.replace(/^name\//, '').toLowerCase();
  const about = statements.filter(
    ({ actions, resources }) =>
      actions.some((pattern) => matches(pattern, name)) &&
      resources.some((pattern) => matchesResource(pattern, resource)),
  );
  return about.some(({ effect }) => effect === 'allow') && about.every(({ effect }) => effect === 'allow');
}

/** Compares segment by segment. An empty region or account means any. */
function matchesResource(pattern: string, resource: string): boolean {
  if (pattern === '*') return true;
  const wanted = segments(pattern);
  const actual = segments(resource);
  return wanted.every((segment, i) => segment === '' || matches(segment, actual[i] ?? ''));
}

/** The resource itself, the last segment, may hold colons. */
function segments(resource: string): string[] {
  const parts = resource.split(':');
  return [...parts.slice(0, 5), parts.slice(5).join(':')];
}

/** `*` stands for any text. */
function matches(pattern: string, text: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return pattern === text;
  const last = rest.pop() ?? '';
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}

function statementsOf(text: string): Record<string, unknown>[] {
  if (text.length > maxLength) {
    throw invalid('PolicyDocumentLengthOverLimit', `The document is longer than ${maxLength} characters.`);
  }
  const document = parseJson(text);
  if (!isObject(document)) throw invalid('PolicyDocumentError', 'The document must be a JSON object.');
  for (const name of Object.keys(document)) {
    if (name !== 'version' && name !== 'statement') {
      throw invalid('PolicyDocumentError', `A policy has no element "${name}".`);
    }
  }
  if (document['version'] !== '2.0') throw invalid('VersionError', 'version must be "2.0".');
  const { statement } = document;
  const list = Array.isArray(statement) ? statement : [statement];
  if (list.length === 0 || !list.every(isObject)) {
    throw invalid('StatementError', 'statement must be a list of objects.');
  }
  return list;
}

function checkNames(statement: Readonly<Record<string, unknown>>, names: readonly string[]): void {
  if (statement['condition'] !== undefined) {
    throw invalid('ConditionError', 'The local cloud does not decide by conditions: leave them out.');
  }
  for (const name of Object.keys(statement)) {
    if (names.includes(name)) continue;
    const code = name === 'principal' ? 'PrincipalError' : 'StatementError';
    throw invalid(code, `A statement of this kind of policy has no element "${name}".`);
  }
}

function readEffect({ effect }: Readonly<Record<string, unknown>>): 'allow' | 'deny' {
  if (effect !== 'allow' && effect !== 'deny') throw invalid('EffectError', 'effect must be allow or deny.');
  return effect;
}

/** One text, or a list of them that is not empty. */
function texts(value: unknown, name: string, code: string): string[] {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  if (list.length === 0 || !list.every((one) => typeof one === 'string' && one !== '')) {
    throw invalid(code, `${name} must be a text or a list of texts.`);
  }
  return list as string[];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid('PolicyDocumentError', 'The document is not JSON.');
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalid(reason: string, message: string): ApiRefusal {
  return new ApiRefusal(`InvalidParameter.${reason}`, message);
}
