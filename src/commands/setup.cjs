// Runs before each command: refuses a Node.js that is too old, and installs the packages that package-lock.json names, when node_modules
// does not hold exactly them. CommonJS of the oldest kind, so that an old Node.js can read it and say that it is too old.
'use strict';

const childProcess = require('child_process');
const fs = require('fs');
const path = require('path');

function tooOld(found, needed) {
  return {
    en:
      `The commands need Node.js ${needed} or newer, and this is ${found}. Get a newer one from https://nodejs.org, or with nvm: ` +
      'nvm install --lts. The function itself runs on every SCF runtime from Node.js 10 on.',
    zh:
      `这些命令需要 Node.js ${needed} 或更高版本，当前是 ${found}。请从 https://nodejs.org 或镜像 https://npmmirror.com/mirrors/node ` +
      '下载新版本，或用 nvm：nvm install --lts。函数本身可以在 Node.js 10 起的所有 SCF 运行环境上运行。',
  };
}

const installing = {
  en: 'installing packages (npm ci), about half a minute …',
  zh: '正在安装依赖包（npm ci），约需半分钟…',
};

function notInstalled(why) {
  return {
    en:
      `The packages could not be installed (${why}; npm says more above). Can npm's registry be reached?\n` +
      '  in China, a mirror:  npm ci --registry=https://registry.npmmirror.com\n' +
      '  behind a proxy:      npm config set proxy http://HOST:PORT\n' +
      '  without a network:   copy node_modules from a machine with the same system\n' +
      'Then run the command again.',
    zh:
      `依赖包安装失败（${why}；npm 的说明见上文）。能连上 npm 源吗？\n` +
      '  国内用镜像：  npm ci --registry=https://registry.npmmirror.com\n' +
      '  使用代理时：  npm config set proxy http://主机:端口\n' +
      '  没有网络时：  从相同系统的机器复制 node_modules\n' +
      '然后重新运行命令。',
  };
}

/**
 * On standard error, and so npm's own: standard output belongs to the command that follows. The language is chosen by the same variables
 * as for the commands.
 */
function say(text) {
  const env = process.env;
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || '';
  console.error(/^zh(?![a-z])/i.test(locale) ? text.zh : text.en);
}

/** The oldest major version that package.json allows. */
function neededVersion() {
  const file = path.join(__dirname, '..', '..', 'package.json');
  return Number(/\d+/.exec(JSON.parse(fs.readFileSync(file, 'utf8')).engines.node)[0]);
}

/** Lists the path and version of each package in a lock file, without those that this platform may not need. */
function packagesOf(lockFile) {
  const packages = JSON.parse(fs.readFileSync(lockFile, 'utf8')).packages;
  return Object.keys(packages)
    .filter((name) => name !== '' && !packages[name].optional)
    .map((name) => ({ path: name, version: packages[name].version }));
}

function versions(packages) {
  return packages
    .map((one) => `${one.path}@${one.version}`)
    .sort()
    .join('\n');
}

/** npm notes what it has installed. Somebody may have deleted some of it since. */
function isInstalled() {
  try {
    const installed = packagesOf('node_modules/.package-lock.json');
    if (versions(installed) !== versions(packagesOf('package-lock.json'))) return false;
    return installed.every((one) => fs.existsSync(path.join(one.path, 'package.json')));
  } catch (_) {
    return false;
  }
}

/** @returns The exit code. */
function setUp() {
  const needed = neededVersion();
  if (Number.parseInt(process.versions.node, 10) < needed) {
    say(tooOld(process.versions.node, needed));
    return 1;
  }
  if (isInstalled()) return 0;
  say(installing);
  const ended = childProcess.spawnSync('npm ci --no-audit --no-fund --loglevel=error', {
    stdio: ['inherit', 2, 2],
    shell: true,
  });
  if (ended.status === 0) return 0;
  say(notInstalled(ended.error ? ended.error.message : `npm ci: ${ended.signal || ended.status}`));
  return 1;
}

process.exitCode = setUp();
