// Knows the names of COS regions: the short ones in events and the long ones of the API.

/** Short name -> long name (cloud.tencent.com/document/product/248/50863). */
const longNames = new Map([
  ['gz', 'ap-guangzhou'],
  ['sh', 'ap-shanghai'],
  ['bj', 'ap-beijing'],
  ['cd', 'ap-chengdu'],
  ['cq', 'ap-chongqing'],
  ['nj', 'ap-nanjing'],
  ['tsn', 'ap-tianjin'],
  ['hk', 'ap-hongkong'],
  ['sg', 'ap-singapore'],
  ['kr', 'ap-seoul'],
  ['jp', 'ap-tokyo'],
  ['th', 'ap-bangkok'],
  ['in', 'ap-mumbai'],
  ['jkt', 'ap-jakarta'],
  ['de', 'eu-frankfurt'],
  ['use', 'na-ashburn'],
  ['usw', 'na-siliconvalley'],
  ['ca', 'na-toronto'],
  ['ru', 'eu-moscow'],
  ['sao', 'sa-saopaulo'],
  ['szjr', 'ap-shenzhen-fsi'],
  ['shjr', 'ap-shanghai-fsi'],
  ['bjjr', 'ap-beijing-fsi'],
]);

/** The regions that are known; there may be others. */
export const regionNames: readonly string[] = [...longNames.values()];

/**
 * Turns a region's name, short or long, into the long one. It returns undefined for anything that does not look like either,
 * because the region becomes part of the host to which credentials are sent.
 *
 * @example
 * longRegion('gz') // ap-guangzhou
 * longRegion('ap-guangzhou') // ap-guangzhou
 * longRegion('evil.example/') // undefined
 */
export function longRegion(name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  return /^[a-z]{2}(?:-[a-z0-9]+)+$/.test(name) ? name : longNames.get(name);
}
