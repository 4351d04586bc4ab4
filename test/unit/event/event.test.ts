// Events in every shape that was seen or documented, one fixture each.

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ThumbnailError } from '../../../src/function/errors.ts';
import { type ObjectRecord, parseEvent } from '../../../src/function/event/event.ts';

const defaults = { region: 'ap-guangzhou', appid: '1250000000' };

function fixture(name: string) {
  return JSON.parse(readFileSync(new URL(`../../fixtures/events/${name}.json`, import.meta.url), 'utf8'));
}

/** A real event's JSON, with one field of its cos or event part exchanged. */
function realDump(change: (record: ReturnType<typeof fixture>) => void) {
  const event = fixture('real-dump');
  change(event.Records[0]);
  return event;
}

function only(event: unknown): ObjectRecord {
  const [record, ...others] = parseEvent(event, defaults);
  if (record?.kind !== 'object' || others.length > 0) throw new Error('expected exactly one readable record');
  return record;
}

function errorOf(event: unknown): unknown {
  try {
    return parseEvent(event, defaults);
  } catch (error) {
    return error;
  }
}

describe('a key that is no Unicode text', () => {
  const lone = 'photos/\ud83d.jpg';
  const withKey = (key: string) =>
    realDump((record) => {
      record.cos.cosObject = { ...record.cos.cosObject, url: undefined, key: `/1250000000/example/${key}` };
    });

  test.each(['\ud83d', 'a\udc00b', '\udc00\ud83d', '😀\ud83d'])(
    '%j is malformed, not the event’s others',
    (part) => {
      const { Records } = withKey(part);
      const [malformed, good] = parseEvent(
        { Records: [...Records, ...fixture('real-dump').Records] },
        defaults,
      );
      expect(malformed).toMatchObject({
        kind: 'malformed',
        error: {
          code: 'event-malformed',
          message: expect.stringMatching(/^record 1 of 2: the key "[^"]+" is no Unicode/),
        },
      });
      expect(good).toMatchObject({ kind: 'object' });
    },
  );

  test('is none in a url either, and is not tried as the other key', () => {
    const url = `http://example-1250000000.cos.ap-guangzhou.myqcloud.com/${lone}`;
    const [malformed] = parseEvent(
      realDump((record) => Object.assign(record.cos.cosObject, { url })),
      defaults,
    );
    expect(malformed).toMatchObject({ kind: 'malformed', error: { code: 'event-malformed' } });
    const key = `/1250000000/example/${lone}`;
    const record = only(realDump(({ cos }) => Object.assign(cos.cosObject, { key })));
    expect(record).toMatchObject({ ref: { key: 'photos/cat.jpg' } });
    expect(record).not.toHaveProperty('otherKey');
  });

  test('of whole characters is a text', () => {
    expect(only(withKey('😀.jpg')).ref.key).toBe('😀.jpg');
  });
});

describe('parseEvent', () => {
  test.each([
    ['real-dump', 'photos/cat.jpg'],
    ['documented-sample', 'photos/cat.jpg'],
    ['old-console-template', 'photos/happy-face.jpg'],
    ['bucket-name-in-path', '1250000000/example/photos/cat.jpg'],
    ['key-with-spaces', 'photos/my cat.jpg'],
    ['key-with-plus', 'photos/cat+dog.jpg'],
    ['key-with-percent', 'photos/100%.jpg'],
    ['key-with-encoded-slash', 'photos/a%2Fb.jpg'],
    ['key-with-chinese', 'photos/猫咪.jpg'],
    ['key-with-emoji', 'photos/😀.jpg'],
    ['key-with-leading-slash', '/photos/cat.jpg'],
    ['key-with-double-slash', 'photos//cat.jpg'],
    ['key-and-url-disagree', 'photos/my cat.jpg'],
    ['size-as-string', 'photos/cat.jpg'],
    ['cloudevent', 'photos/cat.jpg'],
    ['folder', 'photos/'],
  ])('finds the object of %s', (name, key) => {
    expect(only(fixture(name)).ref).toEqual({ bucket: 'example-1250000000', region: 'ap-guangzhou', key });
  });

  test.each([
    ['real-dump', 'cos:ObjectCreated:Put'],
    ['documented-sample', 'cos:ObjectCreated:*'],
    ['delete-object', 'cos:ObjectRemove:Delete'],
    ['cloudevent', 'cos:ObjectCreated:Put'],
  ])('tells what happened in %s', (name, eventName) => {
    expect(only(fixture(name)).eventName).toBe(eventName);
  });

  test("takes the console template's event-type for an upload, so that a hand test works", () => {
    expect(only(fixture('old-console-template')).eventName).toBe('cos:ObjectCreated:*');
  });

  test.each([
    ['a number', 123456, 123456],
    ['digits', '123456', 123456],
    ['nothing', 0, 0],
    ['a word', 'large', undefined],
    ['negative', -1, undefined],
    ['missing', undefined, undefined],
  ])('reads a size that is %s', (_, size, expected) => {
    expect(
      only(
        realDump((record) => {
          record.cos.cosObject.size = size;
        }),
      ).size,
    ).toBe(expected);
  });

  test('keeps the order of several records', () => {
    const keys = parseEvent(fixture('two-records'), defaults).map(
      (one) => one.kind === 'object' && one.ref.key,
    );
    expect(keys).toEqual(['photos/cat.jpg', 'photos/dog.jpg']);
  });

  test('reports one malformed record among good ones and goes on', () => {
    const records = parseEvent(fixture('one-record-malformed'), defaults);
    expect(records.map(({ kind }) => kind)).toEqual(['object', 'malformed', 'object']);
    expect(records[1]).toMatchObject({ error: { code: 'record-malformed', retryable: false } });
    expect(records[1]).toHaveProperty(
      'error.message',
      expect.stringMatching(/^record 2 of 3: cos\.cosObject\.key /),
    );
  });

  test('keeps every record as it came, readable or not, whatever envelope was around it', () => {
    const { Records } = fixture('one-record-malformed');
    const enveloped = { type: 'cos:created:object', data: { Records } };
    expect(parseEvent(enveloped, defaults).map(({ delivered }) => delivered)).toEqual(Records);
  });

  test.each([
    ['no such thing', null],
    ['a text', 'cat.jpg'],
    ['an empty record', {}],
  ])('reports %s among good records as malformed', (_, odd) => {
    const event = { Records: [...fixture('real-dump').Records, odd] };
    expect(parseEvent(event, defaults).map(({ kind }) => kind)).toEqual(['object', 'malformed']);
  });
});

describe('envelopes', () => {
  const real = fixture('real-dump');
  const record = real.Records[0];
  const envelope = { ...fixture('cloudevent'), type: 'cos:created:object' };

  test.each([
    ['the JSON text of an event', JSON.stringify(real)],
    ['a record alone', record],
    ['records without envelope', [record]],
    ['a CloudEvent around Records', { ...envelope, data: real }],
    ['a CloudEvent around one record', { ...envelope, data: record }],
    ['a CloudEvent around an array of records', { ...envelope, data: [record] }],
    ['a CloudEvent around JSON text', { ...envelope, data: JSON.stringify(record) }],
    ['a CloudEvent around the insides of a record', { ...envelope, data: record.cos }],
    ['an array of CloudEvents', [{ ...envelope, data: record }]],
    [
      'a message of the dead-letter queue',
      { RequestId: 'r', ErrorCode: 433, Body: { ClientContext: JSON.stringify(real), RetryNum: 2 } },
    ],
  ])('opens %s', (_, event) => {
    expect(only(event)).toMatchObject({ ref: { bucket: 'example-1250000000', key: 'photos/cat.jpg' } });
  });

  test.each([
    ['cos:created:object', 'cos:ObjectCreated:*'],
    ['cos:deleted:object', 'cos:deleted:object'],
  ])('takes the event name from a CloudEvent of type %s when its data has none', (type, eventName) => {
    expect(only({ ...envelope, type, data: { cos: record.cos } }).eventName).toBe(eventName);
  });

  test('takes the region from a CloudEvent when its data has none', () => {
    const cos = { cosBucket: { name: 'example', appid: '1250000000' }, cosObject: { key: 'cat.jpg' } };
    expect(only({ ...envelope, region: 'ap-tokyo', data: { cos } }).ref.region).toBe('ap-tokyo');
  });
});

describe('what is no event of COS', () => {
  /** Deeper than any stack. */
  function nested(open: string, close: string): unknown {
    return JSON.parse(`${open.repeat(50_000)}0${close.repeat(50_000)}`);
  }

  test.each([
    ['undefined', undefined],
    ['null', null],
    ['a number', 7],
    ['a text', 'hello'],
    ['an empty object', {}],
    ['an empty list', { Records: [] }],
    ['a timer', { Type: 'Timer', TriggerName: 'every-minute' }],
    ["another service's records", fixture('another-service')],
    ['lists without end', nested('[', ']')],
    ['envelopes without end', nested('{"data":', '}')],
  ])('throws event-malformed for %s', (_, event) => {
    expect(errorOf(event)).toMatchObject({
      name: 'ThumbnailError',
      code: 'event-malformed',
      retryable: true,
    });
  });

  test('shows what came beside what was expected, shortened', () => {
    const long = Array.from({ length: 30 }, () => 'x'.repeat(5000));
    const { message } = errorOf({ Type: 'Timer', Message: long }) as ThumbnailError;
    expect(message).toContain('expected {"Records":[{"cos":');
    expect(message).toContain('got {"Type":"Timer"');
    expect(message.length).toBeLessThan(800);
  });

  test.each([
    ['by the name of its field', { Authorization: 'FAKE' }],
    ['by the name of its field in other letters', { AUTHORIZATION: 'FAKE' }],
    [
      'in request headers',
      { Records: [{ event: { requestParameters: { requestHeaders: { any: 'FAKE' } } } }] },
    ],
    ['as a token', { 'x-cos-security-token': 'FAKE' }],
    ['as a signature within a text', { url: 'http://x/?a=1&q-signature=FAKE' }],
    ['as a signature within JSON text', { Body: '{"Authorization":"FAKE"}' }],
    ['as a name', { 'q-sign-algorithm=sha1&q-signature=FAKE': 1 }],
    ['as the whole event', 'q-sign-algorithm=sha1&q-ak=x&q-signature=FAKE'],
  ])('never shows a credential %s', (_, event) => {
    const error = errorOf(event);
    expect(error).toBeInstanceOf(ThumbnailError);
    expect((error as ThumbnailError).message).not.toContain('FAKE');
  });
});
