// What is said where a function should be, and none is.

import { CloudError } from './cloud-error.ts';

export function noFunction(name: string, region: string): CloudError {
  return new CloudError({
    action: 'GetFunction',
    code: 'ResourceNotFound.Function',
    text: {
      en: `There is no function ${name} in ${region}. Check --function and --region, or make it with: npm run deploy`,
      zh: `地域 ${region} 没有函数 ${name}。请检查 --function 和 --region，或先用 npm run deploy 部署。`,
    },
  });
}
