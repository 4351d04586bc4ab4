// `npm run release`: a folder with all that is published of a version.

import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../local/cloud.ts';
import { buildFunction } from './built-function.ts';
import { defineCommand, runIfMain } from './command.ts';
import { readJson } from './files.ts';
import { flag } from './option-kinds.ts';
import { outOption, shortPath } from './out-folder.ts';
import { type BundledPart, toSbom } from './release/sbom.ts';

const zipName = 'cos-thumbnailer.zip';

interface Package {
  readonly name: string;
  readonly version: string;
}

interface Manifest {
  readonly packages: Readonly<Record<string, BundledPart>>;
  readonly libraries: Readonly<Record<string, BundledPart>>;
}

export const release = defineCommand({
  name: 'release',
  summary: {
    en:
      'Writes a folder with the zip, its SHA-256, the licence notice, and a software bill of materials (CycloneDX) of all that is ' +
      'in it. The same tree gives the same bytes.',
    zh: '写出一个文件夹，内有 zip、其 SHA-256、许可声明，以及 zip 中所有组件的软件物料清单（CycloneDX）。同样的代码得到同样的字节。',
  },
  options: {
    out: outOption({ en: 'the folder of the version is written', zh: '写入该版本的文件夹' }, 'out/release'),
    'no-build': flag({
      en: 'takes dist/ as it is, without building it first',
      zh: '不重新构建，直接采用现有的 dist/',
    }),
  },
  async run({ values }) {
    buildFunction(values);
    const { name, version } = readJson(join(root, 'package.json')) as Package;
    const folder = join(values.out ?? join(root, 'out', 'release'), `${name}-${version}`);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const zip = readFileSync(join(root, 'dist', zipName));
    const sha256 = createHash('sha256').update(zip).digest('hex');
    const { packages, libraries } = readJson(join(root, 'wasm/modules.json')) as Manifest;
    writeFileSync(join(folder, zipName), zip);
    // As sha256sum --check reads it.
    writeFileSync(join(folder, `${zipName}.sha256`), `${sha256}  ${zipName}\n`);
    copyFileSync(join(root, 'dist', 'NOTICE.txt'), join(folder, 'NOTICE.txt'));
    writeFileSync(join(folder, 'sbom.cdx.json'), toSbom({ name, version, sha256, packages, libraries }));
    console.log(`${shortPath(folder)}: ${zipName} (sha256 ${sha256}), NOTICE.txt, sbom.cdx.json`);
    return 0;
  },
});

runIfMain(import.meta.url, release);
