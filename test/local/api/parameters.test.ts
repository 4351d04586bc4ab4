// Every action of the table refuses what it does not know, what is missing, and what has another type.

import { describe, expect, test } from 'vitest';
import { apiServices } from '../../../src/local/api/action-table.ts';
import type { ParameterFields, ParameterKind, ParameterShape } from '../../../src/local/api/parameters.ts';
import { send, startCloud } from './cloud.ts';

const cloud = await startCloud();

interface Case {
  readonly service: string;
  readonly version: string;
  readonly action: string;
  readonly shape: ParameterShape;
}

const cases: Case[] = [...apiServices].flatMap(([service, { version, actions }]) =>
  Object.entries(actions).map(([action, { shape }]) => ({ service, version, action, shape })),
);

async function codeFor({ service, version, action }: Case, parameters: object): Promise<string> {
  const { code, Response } = await send(cloud.api, {
    key: cloud.owner,
    host: `${service}.tencentcloudapi.com`,
    headers: { 'x-tc-action': action, 'x-tc-version': version },
    body: JSON.stringify(parameters),
  });
  return code === 'InternalError' ? `InternalError ${Response.Error?.Message}` : (code ?? 'none');
}

/** Something of the right type. */
function sample(kind: ParameterKind): unknown {
  if (kind === 'text') return 'x';
  if (kind === 'integer' || kind === 'number') return 1;
  if (kind === 'flag') return true;
  return 'listOf' in kind ? [sample(kind.listOf)] : all(kind.required);
}

function all(fields: ParameterFields = {}): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, kind]) => [name, sample(kind)]));
}

/** Something of a wrong type: at the place itself, and wherever it has places within. */
function* wrongValues(kind: ParameterKind): Generator<unknown> {
  if (kind === 'text') yield 7;
  else if (kind === 'integer') yield 1.5;
  else if (kind === 'number') yield '1';
  else if (kind === 'flag') yield 'TRUE';
  else if ('listOf' in kind) {
    yield {};
    for (const wrong of wrongValues(kind.listOf)) yield [wrong];
  } else {
    yield [];
    const { required = {}, optional = {} } = kind;
    for (const [name, inner] of Object.entries({ ...required, ...optional })) {
      for (const wrong of wrongValues(inner)) yield { ...all(required), [name]: wrong };
    }
  }
}

describe.each(cases)('$service $action', (one) => {
  const { required = {}, optional = {} } = one.shape;

  test('refuses an unknown parameter', async () => {
    expect(await codeFor(one, { ...all(required), Unknown: 1 })).toBe('UnknownParameter');
  });

  test('refuses to miss a required one', async () => {
    for (const name of Object.keys(required)) {
      const { [name]: _missing, ...others } = all(required);
      expect(await codeFor(one, others), name).toBe('MissingParameter');
    }
  });

  test('refuses another type', async () => {
    for (const [name, kind] of Object.entries({ ...required, ...optional })) {
      for (const wrong of wrongValues(kind)) {
        const code = await codeFor(one, { ...all(required), [name]: wrong });
        expect(code, `${name}: ${JSON.stringify(wrong)}`).toBe('InvalidParameterValue');
      }
    }
  });

  test('has no bug with values of the right type', async () => {
    expect(await codeFor(one, all(required))).not.toMatch(/^InternalError/);
    expect(await codeFor(one, { ...all(required), ...all(optional) })).not.toMatch(/^InternalError/);
  });
});

test('the table has every action of the port', () => {
  const names = cases.map(({ service, action }) => `${service} ${action}`).sort();
  expect(names).toEqual(
    `cam AttachRolePolicy
     cam CreatePolicy
     cam CreateRole
     cam DeletePolicy
     cam DeleteRole
     cam DetachRolePolicy
     cam GetPolicy
     cam GetRole
     cam GetUserAppId
     cam ListAttachedRolePolicies
     cam ListPolicies
     cam UpdatePolicy
     cls SearchLog
     scf CreateFunction
     scf CreateTrigger
     scf DeleteFunction
     scf DeleteReservedConcurrencyConfig
     scf DeleteTrigger
     scf GetFunction
     scf GetFunctionEventInvokeConfig
     scf GetReservedConcurrencyConfig
     scf InvokeFunction
     scf ListFunctions
     scf ListTriggers
     scf PutReservedConcurrencyConfig
     scf UpdateFunctionCode
     scf UpdateFunctionConfiguration
     scf UpdateFunctionEventInvokeConfig
     sts GetCallerIdentity`.split(/\n\s*/),
  );
});

test('whoever may not call an action is told so', async () => {
  const denied = { name: 'denied', secretId: 'AKIDdenied', secretKey: 'denied-key', allowsCall: () => false };
  cloud.account.users.push(denied);
  for (const { service, version, action, shape } of cases) {
    const { code } = await send(cloud.api, {
      key: denied,
      host: `${service}.tencentcloudapi.com`,
      headers: { 'x-tc-action': action, 'x-tc-version': version },
      body: JSON.stringify(all(shape.required)),
    });
    const prefix = service === 'scf' || service === 'cls' ? '' : 'AuthFailure.';
    expect(code, action).toBe(`${prefix}UnauthorizedOperation`);
  }
});
