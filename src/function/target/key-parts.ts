// What the template of a key is filled in with.

/** The values of the variables that a key template may contain. */
export interface KeyParts {
  /** The source's folder up to and with its last `/`; empty when its key has none. */
  readonly dir: string;
  /** The source's file name without its last extension. */
  readonly name: string;
  /** The thumbnail's extension, without the dot; in the key of a manifest, the source's. */
  readonly ext: string;
  /** The preset's name. */
  readonly preset: string;
  /** A digest of the photo and of how the thumbnail is made. */
  readonly hash: string;
}

/**
 * Makes the key of a thumbnail.
 *
 * @example
 * const parts = { dir: 'photos/', name: 'cat', ext: 'webp', preset: 'small', hash: '' };
 * fillTargetKey('{dir}{name}-{preset}.{ext}', parts) // photos/cat-small.webp
 */
export function fillTargetKey(template: string, parts: KeyParts): string {
  return template.replace(
    /\{(dir|name|ext|preset|hash)\}/g,
    (_, variable: keyof KeyParts) => parts[variable],
  );
}
