// Installs the packages that package-lock.json names, when node_modules does not hold exactly them.
// Plain JavaScript: it runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Lists the path and version of each package in a lock file, without those that this platform may not need. */
function versions(lockFile) {
  const { packages } = JSON.parse(readFileSync(lockFile, 'utf8'));
  return Object.entries(packages)
    .filter(([path, entry]) => path !== '' && !entry.optional)
    .map(([path, entry]) => `${path}@${entry.version}`)
    .sort()
    .join('\n');
}

function isInstalled() {
  try {
    return versions('node_modules/.package-lock.json') === versions('package-lock.json');
  } catch {
    return false;
  }
}

if (!isInstalled()) {
  // On standard error, and so npm's own: standard output belongs to the command that follows.
  console.error('installing packages (npm ci) …');
  const { status } = spawnSync('npm ci --no-audit --no-fund --loglevel=error', {
    stdio: ['inherit', 2, 2],
    shell: true,
  });
  process.exit(status ?? 1);
}
