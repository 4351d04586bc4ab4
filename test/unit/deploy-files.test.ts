// The files in deploy/, as far as they can be tested without an account: they say what the code says, Terraform can read them, and
// every name in them is one of the provider, the API or the component that reads it.

import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { exampleDeployment } from '../../src/cloud/as-code/code-deployment.ts';
import { deployFiles } from '../../src/cloud/as-code/deploy-files.ts';
import { tccliCalls } from '../../src/cloud/as-code/tccli.ts';
import { moduleCall } from '../../src/cloud/as-code/terraform.ts';
import { functionPolicyDocument } from '../../src/cloud/policy.ts';
import { loadConfig } from '../../src/function/config/config.ts';
import { type Setting, settings } from '../../src/function/config/settings.ts';
import { matches } from '../support/markdown.ts';
import { read, root } from '../support/pages.ts';
import { misfits, type Shape } from '../support/shape.ts';
import { type Fields, readModule, schemaProblems } from '../support/terraform.ts';

const rows: readonly Setting<unknown>[] = Object.values<Setting<unknown>>(settings);
const provider = JSON.parse(read('test/fixtures/cloud/terraform-provider.json')) as {
  readonly resources: Readonly<Record<string, Fields>>;
};
const api = JSON.parse(read('test/fixtures/cloud/api-actions.json')) as {
  readonly actions: Readonly<Record<string, Shape>>;
};
const terraform = await readModule(`${root}deploy/terraform`);
const example = await readModule(`${root}deploy/terraform/examples/basic`);

test.each([...deployFiles()])('%s is what npm run deploy:files writes', (path, text) => {
  expect(read(path)).toBe(text);
});

test('deploy/tccli and deploy/cls hold nothing else', () => {
  const folders = ['deploy/tccli', 'deploy/cls'];
  const files = folders.flatMap((folder) => readdirSync(root + folder).map((name) => `${folder}/${name}`));
  expect(files.filter((path) => path.endsWith('.json') && !deployFiles().has(path))).toEqual([]);
});

describe('the Terraform module', () => {
  const resources = Object.entries(terraform.resources).flatMap(([type, named]) =>
    Object.entries(named).map(([name, block]) => ({ type, name, block })),
  );

  test('has everything that a deployment needs', () => {
    expect(resources.map(({ type }) => type).sort()).toEqual([
      'tencentcloud_cam_policy',
      'tencentcloud_cam_role',
      'tencentcloud_cam_role_policy_attachment',
      'tencentcloud_cls_alarm',
      'tencentcloud_cls_index',
      'tencentcloud_cls_logset',
      'tencentcloud_cls_topic',
      'tencentcloud_scf_function',
      'tencentcloud_scf_function_event_invoke_config',
      'tencentcloud_scf_reserved_concurrency_config',
    ]);
  });

  test.each(resources)('$type has the arguments of the provider', ({ type, block }) => {
    expect(schemaProblems(block, provider.resources[type] ?? {}, type)).toEqual([]);
  });

  test('uses what it declares, and declares what it uses', () => {
    const used = (pattern: RegExp) => [...new Set(matches(terraform.text, pattern))].sort();
    expect(used(/\bvar\.(\w+)/g)).toEqual(Object.keys(terraform.variables).sort());
    expect(used(/\blocal\.(\w+)/g)).toEqual(Object.keys(terraform.locals).sort());
    const addresses = resources.map(({ type, name }) => `${type}.${name}`);
    expect(addresses).toEqual(
      expect.arrayContaining(used(/(?<!")\b(tencentcloud_\w+\.\w+)\.(?:id|name)\b/g)),
    );
  });

  test('says of each variable and output what it is', () => {
    for (const block of [...Object.values(terraform.variables), ...Object.values(terraform.outputs)]) {
      expect(block['description']).toMatch(/\.\s*$/);
    }
  });

  test('lists the settings with their defaults, but for the target bucket, which is a variable', () => {
    const { description } = terraform.variables['settings'] ?? {};
    const listed = matches(String(description), /^(THUMB_\w+ \(default: .*?\)): /gm);
    expect(listed).toEqual(
      rows
        .filter(({ env }) => env !== 'THUMB_TARGET_BUCKET')
        .map(({ env, default: value, otherwise }) => `${env} (default: ${value ?? otherwise})`),
    );
  });

  test('has the defaults of the docs, and keeps the public network on', () => {
    const { variables, resources: all } = terraform;
    expect(variables['memory_mb']?.['default']).toBe(512);
    expect(variables['timeout_s']?.['default']).toBe(60);
    expect(all['tencentcloud_scf_function']?.['thumbnailer']).toMatchObject({
      handler: 'index.main_handler',
      enable_public_net: true,
      namespace: 'default',
    });
  });

  test('refuses a zip whose name does not change with its bytes', () => {
    const block = JSON.stringify(terraform.resources['tencentcloud_scf_function']?.['thumbnailer']);
    expect(block).toMatch(
      /"precondition":\[\{"condition":"[^"]*filesha256\(var\.zip\)[^"]*basename\(var\.zip\)/,
    );
  });

  test('is called by its example with variables that it has, all that it needs among them', () => {
    const call = example.modules['thumbnailer'] ?? {};
    const given = Object.keys(call).filter((name) => name !== 'source');
    const needed = Object.entries(terraform.variables).filter(([, block]) => !('default' in block));
    expect(Object.keys(terraform.variables)).toEqual(expect.arrayContaining(given));
    expect(given).toEqual(expect.arrayContaining(needed.map(([name]) => name)));
  });

  test('is called by what deploy prints with variables that it has', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'module-'));
    const environment = { THUMB_TARGET_KEY: '$' + '{x}/{dir}{name}.{ext}', THUMB_LOG: 'debug' };
    writeFileSync(`${folder}/main.tf`, moduleCall({ ...exampleDeployment, environment }, './module'));
    const { modules } = await readModule(folder);
    rmSync(folder, { recursive: true });
    const { source, settings: given, ...rest } = modules['thumbnailer'] ?? {};
    expect(source).toBe('./module');
    expect(given).toEqual({ ...environment, THUMB_TARGET_KEY: '$$' + '{x}/{dir}{name}.{ext}' });
    expect(Object.keys(terraform.variables)).toEqual(expect.arrayContaining(Object.keys(rest)));
  });
});

const hasTerraform = spawnSync('terraform', ['version']).status === 0;

/** The part of the module that needs no provider, so that Terraform itself can evaluate it without a network. */
describe.runIf(hasTerraform)('Terraform itself', () => {
  test('finds the files formatted', () => {
    execFileSync('terraform', ['fmt', '-check', '-recursive', `${root}deploy`], { stdio: 'pipe' });
  });

  test.each([
    [{}, ['*']],
    [{ THUMB_ON_DELETE: 'mirror' }, ['*']],
    [{ THUMB_PRESETS: '200x200,watermark', THUMB_WATERMARK: ' marks/logo.png , tile' }, ['*']],
    [{ THUMB_TARGET_KEY: 'thumbs/{name}.{ext}' }, ['thumbs/*', '.thumbnailer-doctor']],
    [
      { THUMB_TARGET_KEY: 'thumbs/{name}.{ext}', THUMB_ON_DELETE: 'mirror' },
      ['thumbs/*', '.thumbnailer-doctor'],
    ],
  ])('makes the policy of the code of %o', (given, keys) => {
    const { sourceBucket, targetBucket, region } = exampleDeployment;
    const folder = mkdtempSync(join(tmpdir(), 'policy-'));
    cpSync(`${root}deploy/terraform/variables.tf`, `${folder}/variables.tf`);
    cpSync(`${root}deploy/terraform/settings.tf`, `${folder}/settings.tf`);
    cpSync(`${root}deploy/terraform/needs.json`, `${folder}/needs.json`);
    const [role = ''] = read('deploy/terraform/role.tf').split(/^resource /m);
    const mirrors = matches(read('deploy/terraform/main.tf'), /^ *(mirrors +=.*)$/gm);
    writeFileSync(`${folder}/role.tf`, `${role}\nlocals {\n${mirrors}\n}\n`);
    const values = { source_bucket: sourceBucket, target_bucket: targetBucket, region, zip: 'x' };
    const file = { ...values, settings: given, written_keys: keys };
    writeFileSync(`${folder}/terraform.tfvars.json`, JSON.stringify(file));
    const answer = execFileSync('terraform', [`-chdir=${folder}`, 'console'], {
      input: 'nonsensitive(local.policy)\n',
      encoding: 'utf8',
      stdio: 'pipe',
    });
    rmSync(folder, { recursive: true });
    const policy: unknown = JSON.parse(JSON.parse(answer.slice(answer.indexOf('"'))));
    expect(policy).toEqual(functionPolicyDocument({ ...exampleDeployment, settings: loadConfig(given) }));
  });
});

test.each(tccliCalls({ ...exampleDeployment, environment: { THUMB_ON_DELETE: 'mirror' } }))(
  '$file has the parameters of $service:$action',
  ({ service, action, input }) => {
    const shape = api.actions[`${service}:${action}`];
    expect(shape).toBeDefined();
    expect(misfits(input, shape ?? {})).toEqual([]);
  },
);

test('mirrored deletions have a trigger of their own', () => {
  const calls = tccliCalls({ ...exampleDeployment, environment: { THUMB_ON_DELETE: 'mirror' } });
  const triggers = calls.filter(({ action }) => action === 'CreateTrigger');
  expect(triggers.map(({ file }) => file)).toEqual([
    'create-trigger.json',
    'create-trigger-of-removals.json',
  ]);
  expect(triggers.map(({ input }) => JSON.parse(String(input['TriggerDesc'])).event)).toEqual([
    'cos:ObjectCreated:*',
    'cos:ObjectRemove:*',
  ]);
});

describe('serverless.yml', () => {
  const text = read('deploy/serverless.yml');
  const file = parseYaml(text) as { readonly component: string; readonly inputs: Record<string, unknown> };

  /** What the component's docs/configure.md names. */
  const inputs: Shape = {
    name: 'string',
    region: 'string',
    role: 'string',
    runtime: 'string',
    handler: 'string',
    memorySize: 'number',
    timeout: 'number',
    publicAccess: 'boolean',
    src: { src: 'string', exclude: ['string'] },
    environment: { variables: { THUMB_PRESETS: 'string', THUMB_TARGET_BUCKET: 'string' } },
    events: [
      {
        cos: {
          parameters: {
            qualifier: 'string',
            bucket: 'string',
            filter: { prefix: 'string', suffix: 'string' },
            events: 'string',
            enable: 'boolean',
          },
        },
      },
    ],
  };

  test('has the inputs of the component, with the trigger open', () => {
    expect(file.component).toBe('scf');
    expect(misfits(file.inputs, inputs)).toEqual([]);
    expect(file.inputs['events']).toMatchObject([{ cos: { parameters: { enable: true } } }]);
  });

  test('lists every setting', () => {
    expect(matches(text, /^ *# (THUMB_\w+) \(default: /gm).sort()).toEqual(rows.map(({ env }) => env).sort());
  });
});
