// How a later run recognises what npm run deploy has made: by descriptions. Nothing without a mark is ever changed. Pure.
//
// SCF allows only letters, digits, spaces, commas, periods and line breaks in a function's description.

const made = 'Made by npm run deploy of cos thumbnailer';
const digest = /\bzip sha256 (?<sha256>[0-9a-f]{64})\b/;

/** What the description of something must begin with to be taken for ours. */
export const mark: string = made;

/** @param sha256 Of the zip, in hexadecimal. The API tells no digest of a function's code; so this is how it is known. */
export function functionDescription(sha256: string): string {
  return `${made}. zip sha256 ${sha256}`;
}

/** For the role and the policy of a function. */
export function accessDescription(functionName: string, region: string): string {
  return `${made} for ${functionName} in ${region}`;
}

export function isMarked({ description }: { readonly description: string }): boolean {
  return description.startsWith(made);
}

/** @returns The digest of the zip that the function was deployed with; undefined if the description does not say. */
export function deployedDigest({ description }: { readonly description: string }): string | undefined {
  return digest.exec(description)?.groups?.['sha256'];
}

/**
 * The name of the function's role and of its policy. Roles and policies have no region, and functions of one name can be in
 * several.
 *
 * @example accessName('cos-thumbnailer', 'ap-guangzhou') // cos-thumbnailer-ap-guangzhou
 */
export function accessName(functionName: string, region: string): string {
  const family = 'cos-thumbnailer';
  const own = functionName === family ? family : `${family}-${functionName}`;
  return `${own}-${region}`;
}
