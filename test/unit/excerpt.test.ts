// What of a library's words may be shown.

import { describe, expect, test } from 'vitest';
import { hideCredentials } from '../../src/excerpt.ts';

describe('hideCredentials', () => {
  test.each([
    ['a signed address', 'GET /a.jpg?q-sign-algorithm=FAKE&q-signature=FAKE failed'],
    ['a secret id', 'the key AKIDFAKE is disabled'],
    ['a header', 'x-cos-security-token: FAKE'],
    ["the SDK's option in JSON", '{"SecurityToken":"FAKE","Region":"ap-guangzhou"}'],
    ['an assignment', 'SecretKey=FAKE'],
    ['an inspected object', "{ SecretKey: 'FAKE', Region: 'ap-guangzhou' }"],
    ['an inspected map', "Map(1) { 'SecretKey' => 'FAKE' }"],
    ['words', 'secretkey: "FAKE"'],
    ['snake case', 'secret_key = FAKE'],
    ['JSON in JSON', '"{\\"secretKey\\":\\"FAKE\\"}"'],
    ["SCF's variables", 'TENCENTCLOUD_SECRETKEY=FAKE TENCENTCLOUD_SESSIONTOKEN=FAKE'],
    ['a session token', 'session_token: FAKE'],
  ])('takes the credentials out of %s', (_, text) => {
    const shown = hideCredentials(text);
    expect(shown).toContain('[hidden]');
    expect(shown).not.toContain('FAKE');
  });

  test.each([
    'TypeError: undefined is not a function\n    at thumbnail (/var/user/index.js:1:2)',
    'the secret key is missing, and so is the session token',
  ])('leaves %j as it is', (text) => {
    expect(hideCredentials(text)).toBe(text);
  });
});
