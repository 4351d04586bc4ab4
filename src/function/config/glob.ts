// Reads the globs of THUMB_INCLUDE and THUMB_EXCLUDE, which match object keys. A key is a text, not a path in a file system.

import picomatch from 'picomatch/posix';
import { ConfigError } from '../errors.ts';

/**
 * Reads comma-separated globs; a comma within braces belongs to its glob. `*` matches no `/` and `**` does, a leading dot is a
 * character like any other, and case matters.
 *
 * @returns A function that says whether any of the globs matches a whole key.
 * @throws {ConfigError} for an empty glob, for one whose brackets are not closed, and for one that is no pattern, like one with the range
 * `[z-a]`.
 * @example
 * const matches = parseGlobs('photos/*.{jpg,png}, avatars/**');
 * matches('photos/cat.jpg') // true
 * matches('photos/2024/cat.jpg') // false
 */
export function parseGlobs(text: string): (key: string) => boolean {
  const globs = splitOutsideBraces(text).map((glob) => glob.trim());
  const matchers = globs.map((glob) => {
    if (glob === '') throw new ConfigError([`an empty glob between commas in "${text}"`]);
    try {
      // Without `debug`, what is no regular expression becomes one that matches nothing, and a glob to exclude keys lets all pass.
      return picomatch(glob, { dot: true, nonegate: true, strictBrackets: true, flags: 's', debug: true });
    } catch (cause) {
      const why = (cause as Error).message.replace(/^Invalid regular expression: .*: /s, '');
      throw new ConfigError([`"${glob}" is not a glob like photos/**/*.jpg: ${why}`]);
    }
  });
  return (key) => {
    const spelt = dotsSpelt(key);
    return matchers.some((matches) => matches(key) || matches(spelt));
  };
}

/**
 * Replaces the dots of `.` and `..` between slashes: to picomatch they lead elsewhere, and no wildcard matches them. To COS they are
 * text, and a photo in `private/./` is in the folder `private/`.
 */
function dotsSpelt(key: string): string {
  return key.replace(
    /(^|\/)(\.{1,2})(?=\/|$)/g,
    (_, before: string, dots: string) => before + '_'.repeat(dots.length),
  );
}

function splitOutsideBraces(text: string): string[] {
  const parts = [''];
  let depth = 0;
  for (const character of text) {
    if (character === '{') depth++;
    if (character === '}') depth--;
    if (character === ',' && depth <= 0) parts.push('');
    else parts[parts.length - 1] += character;
  }
  return parts;
}
