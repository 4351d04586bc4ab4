// What of a library's words may be shown.

import { describe, expect, test } from 'vitest';
import { redactJson, redactText } from '../../src/function/redact.ts';

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
    ['a password in a setting', 'mysql --password=FAKE'],
    ['a password in a sentence', 'my password is FAKE, and yours?'],
    ['a password with spaces', '{"password":"correct FAKE staple","a":1}'],
    ['a password in JSON in JSON', '"{\\"passwd\\":\\"a \\\\\\"FAKE\\"}"'],
    ['a short name', 'user=a&pass=FAKE&b=1'],
    ['Chinese', '密码：FAKE'],
    ['a Chinese sentence', '密码是FAKE'],
    ['an address', 'see https://me:FAKE@example.com/a'],
    ['an address with @ in its password', 'https://me:a@FAKE@example.com/a'],
    ['a bearer', 'sent Bearer FAKEFAKE.x-y_z~+/= today'],
    ['a header with several words', 'Authorization: Digest username="me", response="FAKE"'],
    ['a header in JSON', '{"authorization":"Token FAKE FAKE"}'],
    ['a cookie', 'Cookie: a=1; session=FAKE'],
    ['a token in a query', '/a.jpg?x=1&access_token=FAKE'],
    ['a percent-encoded query', '%3Fq-signature%3DFAKE'],
    ['a key of an API', 'x-api-key: FAKE'],
    ['a secret', 'client_secret = FAKE'],
    ["another cloud's variables", 'aws_secret_access_key = FAKE AZURE_ACCOUNT_KEY=FAKE'],
    ['a private key', '{"private_key":"FAKE"}'],
    ["a customer's key", 'x-cos-server-side-encryption-customer-key: FAKE'],
    ['a short signature', '/a.jpg?sv=1&sig=FAKE and /a.jpg?sign=FAKE&t=1'],
    ['a session', 'PHPSESSID=FAKE; session=FAKE'],
    ['an element of XML', '<Tmp><SecretKey>FAKE</SecretKey><Token>FAKE</Token></Tmp>'],
    ['a list of headers', '["x-cos-security-token","FAKE"]'],
    ['an option of a command', 'mysql --password FAKE --db-pass "FAKE 1"'],
    ['a field of a form', 'user[password]=FAKE'],
    ['other signs', 'password := FAKE, token -> FAKE, 密钥＝FAKE'],
    ['escaped and encoded signs', 'password\\u003dFAKE token%22%3A%22FAKE'],
    ['quotes in a sentence', 'the password "FAKE 1"'],
    ['a token in a sentence', 'the token is FAKE1234, and the secret key aFAKE567'],
    ['a token that says whose it is', 'ghp_FAKEFAKE1 sk-proj-FAKEFAKE2 AKIAFAKEFAKE LTAIFAKEFAKE'],
    ['a key in PEM', '-----BEGIN RSA PRIVATE KEY-----\nFAKE\n-----END RSA PRIVATE KEY-----'],
    ['a token in an address', 'https://FAKE@github.com/a'],
    [
      'an encrypted key in PEM',
      '-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,0F\n\nFAKE\n-----END RSA PRIVATE KEY-----',
    ],
    [
      "PGP's key",
      '-----BEGIN PGP PRIVATE KEY BLOCK-----\nComment: a - b\n\nFAKE\n-----END PGP PRIVATE KEY BLOCK-----',
    ],
    ["SSH2's key", '---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\nComment: x\nFAKE\n---- END SSH2'],
    ["PuTTY's key", 'PuTTY-User-Key-File-2: ssh-rsa\nPrivate-Lines: 2\nFAKE\nFAKE==\nPrivate-MAC: 0f'],
    [
      'tokens of a known length',
      `npm_${'FAKE'.repeat(9)} hf_${'FAKE'.repeat(9)} SG.${'FAKE'.repeat(5)}.${'FAKE'.repeat(10)}`,
    ],
    ['keys of payments', 'sk_live_FAKEFAKE1 and rk_live_FAKEFAKE2'],
    ['a robot of Feishu', 'https://open.feishu.cn/open-apis/bot/v2/hook/FAKE'],
    ['a robot of Lark', 'https://open.larksuite.com/open-apis/bot/v2/hook/FAKE'],
    ['a robot of Slack', 'https://hooks.slack.com/services/T0/B0/FAKE'],
    ['a robot of Discord', 'https://discord.com/api/webhooks/123/FAKE'],
    ['a robot of Telegram', 'https://api.telegram.org/bot123456:FAKE/sendMessage'],
    ['a robot of Teams', 'https://a.webhook.office.com/webhookb2/FAKE/IncomingWebhook/FAKE'],
    ['other words in Chinese', '秘钥：FAKE1 密碼：FAKE2 授权码: FAKE3 凭证=FAKE4'],
    ['a text of several lines', 'secret_key: |\n  FAKE\n  FAKE\n'],
    ['a folded text', 'password: >-\n  FAKE'],
    ['an entry of a list', 'token:\n  - FAKE'],
    ['three quotes', `api_key = """FAKE "FAKE" FAKE""", secret='''FAKE FAKE'''`],
    ["curl's user", 'curl -u me:FAKE https://x; curl --user me:FAKE'],
    ["mysql's password", 'mysql -h db -u root -pFAKE db; sshpass -p FAKE ssh x'],
    ['other keys', 'clientKey=FAKE master_key: FAKE kms-key=FAKE app_key=FAKE connectionString="a b FAKE"'],
    ['the address of a robot', 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=FAKE'],
  ])('takes the credentials out of %s', (_, text) => {
    const shown = redactText(text);
    expect(shown).toContain('[hidden]');
    expect(shown).not.toContain('FAKE');
  });

  test.each([
    'TypeError: undefined is not a function\n    at thumbnail (/var/user/index.js:1:2)',
    'the secret key is missing, and so is the session token',
    'the password was wrong',
    'the token is expired, its signature is invalid',
    'designs/session/key=1.jpg, /assign, a passenger, the key 12345678',
    'photos/hf_landscape-2024.jpg, npm_logo.png, SG.marina-bay.2024.jpg, sk_live_1.jpg, pin=1.jpg, desk=2.jpg',
    'photos/eyJ.jpg, photos/eyJabcdefgh.jpg, http://host:80/a@b, basic settings, the bearer of news',
  ])('leaves %j as it is', (text) => {
    expect(redactText(text)).toBe(text);
  });
});

test('a JSON Web Token and a basic authorisation are hidden, wherever they are', () => {
  const part = (text: string) => Buffer.from(text).toString('base64').replace(/=/g, '');
  const token = [part('{"alg":"HS256"}'), part('{"sub":"me"}'), 'c2lnbmF0dXJl'].join('.');
  const basic = Buffer.from('me:secret').toString('base64');
  expect(redactText(`note ${token}, "${token}" and Basic ${basic}.`)).toBe(
    'note [hidden], "[hidden]" and [hidden].',
  );
});

test.each([
  'q-',
  'q-a',
  '-eyJ',
  'eyJaaaaaaaa',
  'eyJaaaaaaaa.',
  'authorization',
  'authorization: "',
  'password="\\\\',
  'password ',
  'bearer ',
  '://a:',
  'token"',
  'AKID',
  '--',
  '--token ',
  '["token",',
  'token a1',
  'passwd "',
  'secret-access-key',
  '-----BEGIN RSA PRIVATE KEY-----',
  '<token>',
  'token-token-',
  'sk-',
  'sess',
  '?key',
  '-----BEGIN PGP PRIVATE KEY BLOCK-----a',
  '-----BEGIN ',
  '-----BEGIN PRIVATE KEY-----\n-',
  '-',
  'Private-Lines: 1',
  'Private-Lines: 1\na',
  'token: |\n  a\n ',
  'token:|\n ',
  'token: - ',
  'token="""',
  'token="""a"',
  "token='''",
  ' -u a',
  'mysql ',
  'mysql -p',
  'hf_aaaaaaaaa',
  'SG.aaaaaaaaaaaaaaaa.',
  'discord.com/api/',
  'hooks.slack.com/a',
  'api.telegram.org/bot1',
  '授权码',
])('a long text of %j takes no time to speak of', (piece) => {
  const text = piece.repeat(6_000_000 / piece.length);
  expect(redactText(text).length).toBeLessThanOrEqual(text.length * 3);
});

describe('withoutSecrets', () => {
  test.each([
    [
      'the uploader\u2019s header',
      { requestHeaders: { Authorization: 'FAKE' } },
      { requestHeaders: '[hidden]' },
    ],
    ['a token by its name', { sessionToken: 'FAKE' }, { sessionToken: '[hidden]' }],
    ['a signature in a text', { note: 'see q-signature=FAKE' }, { note: 'see [hidden]' }],
    [
      'a signed address',
      { url: 'http://b-1.cos.x.myqcloud.com/a.jpg?q-ak=FAKE#q-ak=FAKE' },
      { url: 'http://b-1.cos.x.myqcloud.com/a.jpg' },
    ],
    ['what is in a list', ['q-ak=FAKE', { cookie: 'FAKE' }], ['[hidden]', { cookie: '[hidden]' }]],
    ['a name', { 'q-ak=FAKE': 1 }, { '[hidden]': 1 }],
    ['a user in an address', { url: 'http://me:FAKE@host/a.jpg' }, { url: 'http://[hidden]@host/a.jpg' }],
    [
      'a password by its name',
      { 'x-cos-meta-pwd': 'FAKE', pass: 'FAKE' },
      { 'x-cos-meta-pwd': '[hidden]', pass: '[hidden]' },
    ],
    ['a password in a note', { meta: { note: 'password: FAKE' } }, { meta: { note: '[hidden]' } }],
    [
      'other names',
      { jwt: 'FAKE', sig: 'FAKE', accessKey: 'FAKE' },
      { jwt: '[hidden]', sig: '[hidden]', accessKey: '[hidden]' },
    ],
    [
      'a signed address of another name',
      { callbackUrl: 'https://a/b?c=FAKE' },
      { callbackUrl: 'https://a/b' },
    ],
    [
      'names of other keys',
      { clientKey: 'FAKE', masterKey: 'FAKE', appKey: 'FAKE', kms_key: 'FAKE', connectionString: 'FAKE' },
      {
        clientKey: '[hidden]',
        masterKey: '[hidden]',
        appKey: '[hidden]',
        kms_key: '[hidden]',
        connectionString: '[hidden]',
      },
    ],
    [
      'more words',
      { bearer: 'FAKE', passcode: 'FAKE', 秘钥: 'FAKE', 密碼: 'FAKE' },
      { bearer: '[hidden]', passcode: '[hidden]', 秘钥: '[hidden]', 密碼: '[hidden]' },
    ],
    [
      'what a short name may mean',
      { sk: 'FAKE1', 'q-ak': 'FAKE2', AK: 'FAKE3', 'x-cos-meta-otp': '123456', pin: 1234 },
      { sk: '[hidden]', 'q-ak': '[hidden]', AK: '[hidden]', 'x-cos-meta-otp': '[hidden]', pin: '[hidden]' },
    ],
    ["a robot's address", { url: 'https://hooks.slack.com/services/FAKE' }, { url: 'https://[hidden]' }],
    ['a key that is none', { key: { password: 'FAKE' } }, { key: { password: '[hidden]' } }],
  ])('takes out %s', (_, value, expected) => {
    expect(redactJson(value)).toEqual(expected);
  });

  test.each([
    [{ cos: { cosBucket: { appid: '1250000000', name: 'example', cosRegion: 'ap-guangzhou' } } }],
    [{ cosObject: { key: '/1250000000/example/q-ak=AKIDs?secretkey=cat.jpg', size: 1029, vid: '' } }],
    [{ 'x-cos-meta-pin': 'map.jpg', desk: 'oak-2024', ak: 'Alaska', sk: 'photos 2024', spin: 'a1b2c3' }],
    [{ url: `http://b-1.cos.x.myqcloud.com/AKIDs/${'long/'.repeat(200)}a%3F.jpg` }],
    [{ event: { eventName: 'cos:ObjectCreated:Put', eventTime: 1545205770, reqid: null } }],
    [Array.from({ length: 100 }, (_, n) => n)],
    ['a text'],
    [undefined],
  ])('leaves %j whole', (value) => {
    expect(redactJson(value)).toEqual(value);
  });

  test('ends, however deep a value is', () => {
    const deep = JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`);
    expect(JSON.stringify(redactJson(deep))).toContain('..."]');
  });
});
