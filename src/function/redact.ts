// A value that came from outside, short enough for a message and without its secrets. Knows nothing of what it is.

const secretNames = /auth|header|token|secret|sign|password|credential|cookie/i;
const secretTexts = /q-sign|q-ak|signature|authorization|token|secret|password|AKID/i;
const hidden = '[hidden]';
const maxDepth = 6;
const maxEntries = 20;
const maxText = 120;
/** Deeper than any event: whatever came, copying it ends. */
const deepest = 30;

/**
 * JSON of a value, cut at `length` characters. Whatever is named like a secret or looks like one is hidden: events carry the
 * uploader's signature.
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
        secretNames.test(name) ? hidden : shorten(entry, depth + 1),
      ]),
  );
  return toObject(shown);
}

/** Without a prototype: `__proto__` is a name like any other. */
function toObject(entries: ReadonlyMap<string, unknown>): Record<string, unknown> {
  const object: Record<string, unknown> = Object.create(null);
  for (const [name, entry] of entries) object[name] = entry;
  return object;
}

/** The text as far as it fits a message; nothing of it when it holds a signature or a token. */
function shortenText(text: string): string {
  if (secretTexts.test(text)) return hidden;
  return text.length > maxText ? `${text.slice(0, maxText)}...` : text;
}

/**
 * A copy of JSON from outside, whole but for its secrets. What is called `key` is the name of an object, whatever it looks
 * like; a `url` is kept up to its query, where signatures are.
 */
export function redactJson(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === deepest) return '...';
  if (Array.isArray(value)) return value.map((entry) => redactJson(entry, depth + 1));
  const fields = Object.entries(value).map(([name, entry]): [string, unknown] => {
    const shown = secretNames.test(name) ? hidden : redactField(name, entry, depth + 1);
    return [redactText(name), shown];
  });
  return toObject(new Map(fields));
}

function redactField(name: string, value: unknown, depth: number): unknown {
  if (typeof value === 'string' && name === 'key') return value;
  if (typeof value === 'string' && name === 'url') return value.split(/[?#]/)[0];
  return redactJson(value, depth);
}

/** What COS' signatures, the SDK's options and SCF's variables call credentials, up to their value. */
const credentialNames =
  /(?:q-[a-z-]+=|AKID|(?:secret[-_ ]?key|(?:security|session)[-_ ]?token)[\\"']*\s*(?:=>|[=:])\s*)[^\s&]+/gi;

/**
 * A copy of what nobody expected to be thrown, fit to be shown: its name, message and stack less credentials, and
 * nothing else of it. Libraries quote requests in messages, and hang them on errors and causes.
 */
export function redactError(thrown: unknown): Error {
  const { name, message, stack } =
    thrown instanceof Error ? thrown : { name: 'Error', message: String(thrown), stack: undefined };
  const copy = new Error(redactText(message));
  copy.name = redactText(name);
  copy.stack = redactText(stack ?? `${name}: ${message}`);
  return copy;
}

/** A library's message or a stack, whole but for what COS takes for credentials. */
export function redactText(text: string): string {
  return text.replace(credentialNames, hidden);
}
