// Names of COS regions: the short ones of events and the long ones of the API.

/** cloud.tencent.com/document/product/248/50863 */
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

/**
 * `gz` and `ap-guangzhou` are `ap-guangzhou`; undefined for what is neither. A region becomes part of the host
 * that credentials are sent to, so nothing else passes.
 */
export function longRegion(name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  return /^[a-z]{2}(?:-[a-z0-9]+)+$/.test(name) ? name : longNames.get(name);
}
