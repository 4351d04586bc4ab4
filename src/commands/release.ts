// `npm run release`: a folder with all that is published of a version.

import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../local/cloud.ts';
import { buildFunction, buildOptions } from './built-function.ts';
import { defineCommand, runIfMain } from './command.ts';
import { readJson } from './files.ts';
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
  summary:
    'Writes a folder with the zip, its SHA-256, the licence notice, and a software bill of materials (CycloneDX) of all that is ' +
    'in it. The same tree gives the same bytes.',
  options: { out: outOption('the folder of the version is written', 'out/release'), ...buildOptions },
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
