// `npm run deploy:files`: writes the files in deploy/ that follow from the code.

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deployFiles } from '../cloud/as-code/deploy-files.ts';
import { defineCommand, runIfMain } from './command.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

export const deployFilesCommand = defineCommand({
  name: 'deploy:files',
  summary: {
    en: 'Writes the files in deploy/ that follow from the code anew: the policy, the settings, the index of the log, the queries.',
    zh: '重新生成 deploy/ 中由代码得出的文件：权限策略、配置、日志索引、查询语句。',
  },
  options: {},
  async run() {
    for (const [path, text] of deployFiles()) {
      mkdirSync(dirname(root + path), { recursive: true });
      writeFileSync(root + path, text);
      console.log(path);
    }
    return 0;
  },
});

runIfMain(import.meta.url, deployFilesCommand);
