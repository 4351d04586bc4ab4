// What goes from the page to the cloud: each form holds the same settings, safe from quotes and dollars.

import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { recommendedMachine } from '../../../src/play/machine.ts';
import { PlayError } from '../../../src/play/play-error.ts';
import { type Place, type TakenAway, takeAway } from '../../../src/play/take-away.ts';
import type { Workshop } from '../../../src/play/workshop.ts';

const workshop: Workshop = {
  deployCommand: 'npm run deploy --',
  terraformModule: '/home/me/cos-thumbnailer/deploy/terraform',
  zipFile: '/home/me/cos-thumbnailer/dist/cos-thumbnailer.zip',
  zip: Buffer.from('zip'),
  sha256: '0123456789abcdef',
};

const place: Place = { bucket: 'album-1250000001', region: 'ap-beijing', functionName: 'thumbs' };
const env = {
  THUMB_PRESETS: 'small:200x200,cover,webp;large:1600x',
  // A quote ends a word of the shell, and a dollar before a brace begins a variable of the shell and of Terraform.
  THUMB_TARGET_KEY: `it's/$${'{dir}'}{name}-{preset}.{ext}`,
};

const take = (changes: Partial<Place> = {}, manifest?: Parameters<typeof takeAway>[4]): TakenAway =>
  takeAway(env, recommendedMachine, { ...place, ...changes }, workshop, manifest);

test('the command line gives deploy the very settings, whatever a shell thinks of them', () => {
  const [, , , , ...words] = take().deploy.split(' ');
  expect(words.slice(0, 4)).toEqual(['--bucket', 'album-1250000001', '--region', 'ap-beijing']);
  const line = take().deploy.replace(
    'npm run deploy --',
    `"${process.execPath}" -p 'JSON.stringify(process.argv.slice(1))' --`,
  );
  const args = JSON.parse(execFileSync('sh', ['-c', line], { encoding: 'utf8' })) as string[];
  expect(args).toContain(`THUMB_PRESETS=${env.THUMB_PRESETS}`);
  expect(args).toContain(`THUMB_TARGET_KEY=${env.THUMB_TARGET_KEY}`);
  expect(args.join(' ')).toContain('--memory 512 --timeout 60');
});

test('quotes as every shell understands, where a value allows it', () => {
  expect(take().deploy).toContain('--env "THUMB_PRESETS=small:200x200,cover,webp;large:1600x"');
});

test('a secret is in none of the texts; the shell knows it', () => {
  const secret = '0123456789abcdef'.repeat(4);
  const settings = { ...env, THUMB_NOTIFY: 'https://example.com/', THUMB_NOTIFY_SECRET: secret };
  const taken = takeAway(settings, recommendedMachine, place, workshop, undefined);
  expect(JSON.stringify(taken)).not.toContain(secret);
  expect(taken.deploy).toContain('--env "THUMB_NOTIFY_SECRET=$THUMB_NOTIFY_SECRET"');
});

test('Terraform does not read a variable in a setting', () => {
  expect(take().terraform).toContain(`"it's/$$${'{dir}'}{name}-{preset}.{ext}"`);
  expect(take().terraform).toContain('source_bucket = "album-1250000001"');
  expect(take().terraform).toContain('source = "/home/me/cos-thumbnailer/deploy/terraform"');
});

test('the console is told in both languages, with the policy and the settings', () => {
  const { console, policy } = take();
  for (const text of Object.values(console)) {
    expect(text).toContain('THUMB_PRESETS = small:200x200,cover,webp;large:1600x');
    expect(text).toContain('运行角色: ');
    expect(text.replaceAll(/\s/g, '')).toContain(policy.replaceAll(/\s/g, ''));
  }
});

test('what deploy would refuse is refused in its words', () => {
  const wrong = { ...env, THUMB_TARGET_BUCKET: 'album-1250000001', THUMB_TARGET_KEY: '{dir}{name}.{ext}' };
  const taken = () => takeAway(wrong, recommendedMachine, place, workshop, undefined);
  expect(taken).toThrow(PlayError);
});

test('the policy is about these two buckets', () => {
  const { statement } = JSON.parse(take().policy) as { statement: { resource: string[] }[] };
  const resources = statement.flatMap(({ resource }) => resource).join(' ');
  expect(resources).toContain('qcs::cos:ap-beijing:uid/1250000001:album-1250000001/');
  expect(resources).toContain('qcs::cos:ap-beijing:uid/1250000001:albumresized-1250000001/');
});

test('the variables stand one a line', () => {
  expect(take().variables.split('\n')).toEqual(
    Object.entries(env).map(([name, value]) => `${name}=${value}`),
  );
});

test('a picture element has each type once, and the last for all', () => {
  const set = (type: string, width: number, height: number) => ({
    type,
    srcset: `a%20%26.${type.slice(6)} 200w, b.${type.slice(6)} ${width}w`,
    width,
    height,
  });
  const srcset = [set('image/webp', 400, 300), set('image/jpeg', 400, 300), set('image/webp', 100, 100)];
  const { picture } = take({}, { srcset });
  expect(picture.match(/<source/g)).toHaveLength(1);
  expect(picture).toContain('src="https://albumresized-1250000001.cos.ap-beijing.myqcloud.com/b.jpeg"');
  expect(picture).toContain('width="400" height="300"');
  expect(take().picture).toBe('');
});

test.each([
  { bucket: 'album' },
  { bucket: 'album-125' },
  { bucket: 'a"b-1250000001' },
  { region: 'gz; rm' },
  { functionName: '' },
])('refuses %j', (wrong) => {
  expect(() => take(wrong)).toThrow('expected');
});
