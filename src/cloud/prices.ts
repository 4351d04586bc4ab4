// What Tencent Cloud charges for what a backfill uses: one dated table, which options and a file can replace. No price is
// asked for over the network: none of the APIs in use has them.

import type { Bilingual } from '../function/doctor/bilingual.ts';
import { CloudError } from './api/cloud-error.ts';

/** One entry of the price list of mainland China. */
export interface Price {
  readonly name: Bilingual;
  /** What one price pays for, such as 10,000 requests. */
  readonly unit: Bilingual;
  /** So many of what is counted are one unit. */
  readonly units: number;
  readonly yuan: number;
  readonly source: string;
  /** The date of the source, `2022-06`, or of the look into it. */
  readonly date: string;
  /** `verified`: read in Tencent's own document of that date. `likely`: repeated by others, or from general knowledge. */
  readonly certainty: 'verified' | 'likely';
}

const perTenThousand: Bilingual = { en: '10,000 requests', zh: '1 万次' };
const scfPrices = '产品定价, github.com/tencentyun/qcloud-documents';
const cosPrices = 'buy.cloud.tencent.com/price/cos, not read: general knowledge';

export const priceTable = {
  gbSecond: {
    name: { en: 'SCF resources: configured memory x billed time', zh: 'SCF 资源用量：配置内存 × 计费时长' },
    unit: { en: 'a GB-second', zh: 'GB·秒' },
    units: 1,
    yuan: 0.00011108,
    source: scfPrices,
    date: '2022-06',
    certainty: 'verified',
  },
  call: {
    name: { en: 'SCF calls', zh: 'SCF 调用次数' },
    unit: { en: '10,000 calls', zh: '1 万次' },
    units: 10_000,
    yuan: 0.0133,
    source: scfPrices,
    date: '2022-06',
    certainty: 'verified',
  },
  request: {
    name: { en: 'COS requests, standard storage', zh: 'COS 标准存储请求' },
    unit: perTenThousand,
    units: 10_000,
    yuan: 0.01,
    source: cosPrices,
    date: '2026-11',
    certainty: 'likely',
  },
  infrequentRequest: {
    name: { en: 'COS requests, infrequent access storage', zh: 'COS 低频存储请求' },
    unit: perTenThousand,
    units: 10_000,
    yuan: 0.05,
    source: cosPrices,
    date: '2026-11',
    certainty: 'likely',
  },
  infrequentGb: {
    name: { en: 'COS data retrieval, infrequent access storage', zh: 'COS 低频存储数据取回' },
    unit: { en: 'a GB', zh: 'GB' },
    units: 1,
    yuan: 0.02,
    source: cosPrices,
    date: '2026-11',
    certainty: 'likely',
  },
} as const satisfies Readonly<Record<string, Price>>;

export type PriceName = keyof typeof priceTable;
export const priceNames = Object.keys(priceTable) as readonly PriceName[];

/** Yuan for one unit of each entry of the table. */
export type Prices = Readonly<Record<PriceName, number>>;

/** What was used, or will be, in the units of the table: `gbSecond` in GB-seconds, `request` in single requests. */
export type Usage = Readonly<Record<PriceName, number>>;

export const noUsage: Usage = { gbSecond: 0, call: 0, request: 0, infrequentRequest: 0, infrequentGb: 0 };

export function yuanOf(usage: Usage, prices: Prices): number {
  return priceNames.reduce((sum, name) => sum + (usage[name] / priceTable[name].units) * prices[name], 0);
}

export function addUsage(one: Usage, other: Usage): Usage {
  const sums = priceNames.map((name) => [name, one[name] + other[name]] as const);
  return Object.fromEntries(sums) as Usage;
}

/**
 * The prices of the table, with those of a file or of options in their place.
 *
 * @param changed What JSON.parse has made of `{"gbSecond": 0.0001}`; yuan for the table's own units.
 * @throws {CloudError} that says which entry is wrong.
 */
export function readPrices(changed: unknown): Prices {
  if (typeof changed !== 'object' || changed === null || Array.isArray(changed)) {
    throw wrongPrices(
      'expected an object such as {"gbSecond": 0.0001}',
      '应为一个对象，例如 {"gbSecond": 0.0001}',
    );
  }
  const prices: Record<PriceName, number> = {
    gbSecond: priceTable.gbSecond.yuan,
    call: priceTable.call.yuan,
    request: priceTable.request.yuan,
    infrequentRequest: priceTable.infrequentRequest.yuan,
    infrequentGb: priceTable.infrequentGb.yuan,
  };
  for (const [name, yuan] of Object.entries(changed)) {
    const known = priceNames.find((one) => one === name);
    if (known === undefined) {
      const all = priceNames.join(', ');
      throw wrongPrices(
        `there is no price "${name}"; the names are ${all}`,
        `没有名为 "${name}" 的价格；可用的名字是 ${all}`,
      );
    }
    if (typeof yuan !== 'number' || !Number.isFinite(yuan) || yuan < 0) {
      throw wrongPrices(
        `${name}: expected yuan as a number of 0 or more`,
        `${name}：应为不小于 0 的数字（元）`,
      );
    }
    prices[known] = yuan;
  }
  return prices;
}

function wrongPrices(en: string, zh: string): CloudError {
  return new CloudError({ text: { en: `The prices cannot be used: ${en}.`, zh: `价格无法使用：${zh}。` } });
}
