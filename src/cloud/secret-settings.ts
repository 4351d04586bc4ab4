// Pure: settings whose values nobody may read: on a screen, in the log of a CI, or in a file that is committed.

/** Is the whole value a secret? */
export function isSecret(setting: string): boolean {
  return setting.endsWith('SECRET');
}

/**
 * What may be shown of a value. Behind the host of THUMB_NOTIFY there may be a token.
 *
 * @example shownValue('THUMB_NOTIFY', 'https://example.com/hook?key=x') // https://example.com/[hidden]
 */
export function shownValue(setting: string, value: string): string {
  if (isSecret(setting)) return '[hidden]';
  if (setting !== 'THUMB_NOTIFY') return value;
  return value.replace(/^(https?:\/\/[^/?#]*)([/?#].+)$/, '$1/[hidden]');
}
