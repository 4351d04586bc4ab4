// Takes credentials out of values and texts that come from outside, so that they can be shown and stored. It works by names
// and patterns alone, and must not know what a value means.

/** What secrets are called in Chinese. */
const chineseWords = '密[码碼钥鑰]|秘[钥鑰]|口令|令牌|凭[证据]|授[权權][码碼]';
/** Names of fields whose value is hidden, whatever it is. */
const secretNames = RegExp(
  'auth|header|token|secret|sign|sig$|jwt|sess(?:ion|id)|(?:^|[_-])pass$|passw|passphrase|passcode|pwd|credential|cookie|bearer|' +
    `(?:api|access|account|private|customer|encryption|client|master|app|kms)[-_]?key|connection[-_]?string|${chineseWords}`,
  'i',
);
/** Names of fields that may mean something else, and the values that are hidden there: without spaces, and with a digit. */
const shortNames = /(?:^|[_-])(?:[as]k|otp|pin)$/i;
const secretValue = /^(?=\D{0,200}\d)[\w+/=~-]{4,}$/;
/** Names of addresses, whose queries have signatures. */
const addressNames = /(?:^|[_-])ur[il]$|Ur[il]$|UR[IL]$/;
/** What a text contains that is hidden as a whole in an excerpt. */
const secretTexts = /q-sign|q-ak|signature|authorization|token|secret|password|AKID/i;
const hidden = '[hidden]';
/** How many levels, entries per level and characters per text an excerpt shows. */
const maxDepth = 6;
const maxEntries = 20;
const maxText = 120;
/** How many levels `redactJson` copies: more than any event has, so that copying ends whatever was sent. */
const maxCopyDepth = 30;

/**
 * Writes a value as JSON for an error message. Everything that is named like a secret or looks like one is hidden, because
 * events carry the uploader's signature.
 *
 * @param length In characters: a longer text is cut there, and `...` marks the cut.
 * @example excerpt({ cosObject: { key: 'a.jpg' }, cookie: 'x' }, 500) // {"cosObject":{"key":"a.jpg"},"cookie":"[hidden]"}
 */
export function excerpt(value: unknown, length: number): string {
  const text = JSON.stringify(shorten(value, 0)) ?? String(value);
  return text.length > length ? `${text.slice(0, length)}...` : text;
}

function shorten(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return shortenText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === maxDepth) return '...';
  if (Array.isArray(value)) return value.slice(0, maxEntries).map((entry) => shorten(entry, depth + 1));
  const shown = new Map(
    Object.entries(value)
      .slice(0, maxEntries)
      .map(([name, entry]) => [
        shortenText(name),
        isSecret(name, entry) ? hidden : shorten(entry, depth + 1),
      ]),
  );
  return toObject(shown);
}

function isSecret(name: string, value: unknown): boolean {
  const isPlain = typeof value === 'string' || typeof value === 'number';
  return secretNames.test(name) || (isPlain && shortNames.test(name) && secretValue.test(String(value)));
}

/** Makes an object without a prototype, in which `__proto__` is a name like any other. */
function toObject(entries: ReadonlyMap<string, unknown>): Record<string, unknown> {
  const object: Record<string, unknown> = Object.create(null);
  for (const [name, entry] of entries) object[name] = entry;
  return object;
}

/** Cuts a text to what fits into a message; a text with a signature, a token or a password in it is hidden as a whole. */
function shortenText(text: string): string {
  if (secretTexts.test(text) || redactText(text) !== text) return hidden;
  return text.length > maxText ? `${text.slice(0, maxText)}...` : text;
}

/**
 * Copies parsed JSON from outside, all of it except its secrets. A text named `key` is kept as it is, because it is the key of
 * an object even if it looks like a secret; a `url` is cut before its query, where signatures are.
 *
 * @param depth How many levels have been copied already; callers leave it out.
 */
export function redactJson(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === maxCopyDepth) return '...';
  if (Array.isArray(value)) return value.map((entry) => redactJson(entry, depth + 1));
  const fields = Object.entries(value).map(([name, entry]): [string, unknown] => {
    const shown = isSecret(name, entry) ? hidden : redactField(name, entry, depth + 1);
    return [redactText(name), shown];
  });
  return toObject(new Map(fields));
}

function redactField(name: string, value: unknown, depth: number): unknown {
  if (typeof value === 'string' && name === 'key') return value;
  if (typeof value === 'string' && addressNames.test(name)) {
    return addressCredentials.reduce(
      (shown, one) => shown.replace(one, hidden),
      value.split(/[?#]/)[0] ?? '',
    );
  }
  return redactJson(value, depth);
}

/** What is between a name and its value: in headers, assignments, JSON (also JSON in JSON), and what Node.js prints of objects. */
const separator =
  /(?:[\\"'[\]]{0,8}(?:%22)?\s{0,8}(?:=>|->|:=|==|[=:：＝]|%3[ad]|\\u003[ad])(?:%2[02]|\s){0,8}|["']\s{0,8},\s{0,8}(?=["'])|[\w.-]{0,40}>\s{0,8})/
    .source;
/** A value in quotes, as far as its end if there is one. */
const quoted = /\\{0,4}(?:"(?:[^"\\]+|\\[\s\S])*"?|'(?:[^'\\]+|\\[\s\S])*'?)/.source;
/** Several lines, as YAML and TOML have them, or the first entry of a list. */
const several =
  /[|>][-+\d]{0,2}[ \t]{0,8}(?:(?:\r?\n|\\n)[ \t]{1,40}[^\r\n\\]{1,1000}){1,100}|"{3}(?:[^"]|"(?!"")){0,65536}"{0,3}|'{3}(?:[^']|'(?!'')){0,65536}'{0,3}|-[ \t]{1,8}\S+/
    .source;
/** The user and the password in an address, or a token in their place. */
const userInfo = /(?<=:\/\/)(?:[^\s/@:?#]{0,100}:[^\s/]{1,500}|[^\s/@:?#]{1,500})(?=@)/g;

/** The addresses of chats' robots, whose path is all that a sender needs: of Feishu and Lark, Slack, Teams, Discord and Telegram. */
const robots =
  /(?:open-apis\/bot\/(?:v2\/)?hook|hooks\.slack\.com\/[a-z]{1,20}|webhook\.office\.com\/[a-z\d]{1,20}|discord(?:app)?\.com\/api\/(?:v\d{1,2}\/)?webhooks|api\.telegram\.org\/(?:file\/)?bot\d{1,20}:)[^\s"'<>?#]{1,500}/gi;

/** What in an address is a credential, its query aside. */
const addressCredentials: readonly RegExp[] = [userInfo, robots];

/** What secrets are called: by COS, its SDK, SCF, other clouds, databases and people. */
const secretWords = [
  'secret(?:[-_ ]?(?:access[-_ ]?)?(?:key|id))?',
  'token',
  'passw(?:or)?d',
  '(?<![a-z])pass',
  'passphrase',
  'pwd',
  '(?:api|access|account|auth|private|customer|encryption|client|master|kms|(?<![a-z])app)[-_ ]?key',
  'connection[-_ ]?string',
  'auth[-_ ]?code',
  'signature',
  '(?<![a-z])sign?',
  '(?<![a-z])(?:jwt|auth|bearer|passcode)',
  'sess(?:ion)?(?:[-_ ]?id)?',
  'credentials?',
  chineseWords,
].join('|');

/**
 * Credentials in a text. Each begins with a word, or where a run of letters begins, so that the time is in proportion to the length
 * of the text, whatever it is.
 */
const credentials: readonly RegExp[] = [
  // Headers whose values have spaces.
  RegExp(`(?:authorization|cookie)${separator}(?:${quoted}|[^\\r\\n]*)`, 'gi'),
  /\bbearer\s{1,8}[\w.~+/=-]{8,}/gi,
  // Base64 has a digit, or = at its end; what has neither is a word.
  /\bbasic\s{1,8}(?=[a-z+/]{0,200}[\d=])[a-z\d+/]{6,}={0,2}/gi,
  // The parameters of COS' signatures, and the ids of its keys.
  /(?:q-[a-z-]{1,20}(?:=|%3d)|AKID)[^\s&]+/gi,
  // JSON Web Tokens: the first part of each is base64 of a text that begins with `{"`.
  /(?<![\w-])eyJ[\w-]{8,65536}(?:\.[\w-]{0,65536}){2,4}/g,
  // Tokens and keys that say whose they are: of GitHub, GitLab, Slack, OpenAI, AWS, Alibaba Cloud, Google.
  /(?<![\w-])(?:gh[a-z]_|github_pat_|glpat-|xox[a-z]-|sk-|AKIA|ASIA|LTAI|AIza)[\w-]{8,65536}/g,
  // Those of npm, Hugging Face, Stripe and SendGrid by their length as well, because names of files may begin so.
  /(?<![\w-])(?:(?:npm|hf)_[a-z\d]{30,}|[rs]k_(?:live|test)_[a-z\d]{8,}|SG\.[\w-]{16,32}\.[\w-]{32,64})/gi,
  // Private keys in PEM, also encrypted, of PGP and SSH2; and in PuTTY's format.
  /-{4,5} ?BEGIN [A-Z\d ]{0,40}PRIVATE KEY(?: BLOCK)? ?-{4,5}(?:[^-]|-(?!---)){0,65536}(?:-{4,5} ?END [A-Z\d ]{0,40}-{0,5})?/g,
  /Private-Lines:\s{0,8}\d{1,4}[\sA-Za-z\d+/=\\]{0,65536}(?:-MAC:\s{0,8}[\da-f]{1,128})?/g,
  // Whatever has the name of a secret.
  RegExp(`(?:${secretWords})${separator}(?:${several}|${quoted}|[^\\s&<]+)`, 'gi'),
  // An option of a command, and a value in quotes behind a name.
  RegExp(`--(?:[a-z]{1,20}-){0,3}(?:${secretWords})\\s{1,8}(?:${quoted}|\\S+)`, 'gi'),
  /passw(?:or)?d\s{1,8}(?:"[^"]{1,500}"|'[^']{1,500}')/gi,
  // The user and the password of curl; the password of mysql and sshpass.
  /(?<!\S)(?:-[uU]|--(?:proxy-)?user)[\s=]{1,8}[^\s:]{1,100}:\S{1,500}/g,
  /(?<![\w-])(?:mysql|mariadb|sshpass)[^\r\n]{0,100}?\s(?:-p|(?<=sshpass\s)-p\s)[^\s-]\S*/g,
  // A password in a sentence; and behind the name of another secret what is no word, because it has letters and digits.
  /(?:password|passphrase|密[码碼]|口令)\s{0,8}(?:\bis\b|是|为)\s{0,8}\S+/gi,
  /(?:passw(?:or)?d|secret(?:[-_ ]?key)?|token|authorization|密[码碼钥鑰]|秘[钥鑰]|口令|令牌)\s{0,8}(?:\b(?:is|was)\b|是|为)?\s{0,8}(?=\S{0,100}\d)(?=\S{0,100}[a-z])\S{8,}/gi,
  // The key of a robot of WeCom, and what has its key in the path.
  /[?&]key=[^\s&]+/gi,
  ...addressCredentials,
];

/**
 * Copies an unexpected error so that it can be shown: its name, message and stack without credentials, and no other property.
 * Libraries quote requests in messages, and attach them to errors and causes.
 *
 * @param thrown Anything that was thrown; what is not an Error becomes the message of one.
 */
export function redactError(thrown: unknown): Error {
  const { name, message, stack } =
    thrown instanceof Error ? thrown : { name: 'Error', message: String(thrown), stack: undefined };
  const copy = new Error(redactText(message));
  copy.name = redactText(name);
  copy.stack = redactText(stack ?? `${name}: ${message}`);
  return copy;
}

/**
 * Hides the credentials in a text, like a library's message or a stack, and keeps the rest.
 *
 * @example redactText('GET /a.jpg?q-ak=AKID123&x=1') // GET /a.jpg?[hidden]&x=1
 */
export function redactText(text: string): string {
  return credentials.reduce((shown, credential) => shown.replace(credential, hidden), text);
}
