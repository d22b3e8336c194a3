/**
 * Runs the command line. The program is TypeScript and no Node of ours reads that, so it is bundled here when its source
 * has changed: once after an install, and again after an edit. A bundle loads in half the time of its single modules.
 * Whether it has changed is told by the bytes; where no file was touched since they were last read, they are not read again.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(fileURLToPath(import.meta.url));
const SOURCE = join(ROOT, 'src');
const BUNDLES = join(ROOT, 'dist');
/** A program that runs an older bundle loads parts of it late. */
const KEPT_MS = 7 * 86_400_000;

/** What stands there of the source that was hashed last: `<traces> <hash>`. */
const HASHED = join(BUNDLES, 'hashed');
/** A file that was touched twice within a tick of the clock has one time: so young, it is not trusted. */
const SETTLED_MS = 2_000;

const listFiles = () => [
  join(ROOT, 'package-lock.json'),
  ...readdirSync(SOURCE, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort(),
];

/** Changes with any byte of the source, and with nothing else: a copied folder needs no new bundle. */
function hashBytes(files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(file.slice(ROOT.length)).update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}

/** Changes whenever a file may have: every write, copy or change of its rights leaves another time of change. */
function traceFiles(files) {
  const hash = createHash('sha256');
  let latest = 0;
  for (const file of files) {
    const { dev, ino, size, ctimeMs, mtimeMs } = statSync(file);
    hash.update(`${file} ${dev} ${ino} ${size} ${mtimeMs} ${ctimeMs}\n`);
    latest = Math.max(latest, ctimeMs, mtimeMs);
  }
  return { traces: hash.digest('hex'), isSettled: latest < Date.now() - SETTLED_MS };
}

function readHashed() {
  try {
    return readFileSync(HASHED, 'utf8').trim().split(' ');
  } catch {
    return [];
  }
}

function hashSource() {
  const files = listFiles();
  const { traces, isSettled } = traceFiles(files);
  const [traced, known] = readHashed();
  if (traced === traces && known && existsSync(join(BUNDLES, known))) return known;
  const hash = hashBytes(files);
  try {
    // 97 bytes: nobody reads half of them, and another one's are as good.
    if (isSettled) writeFileSync(HASHED, `${traces} ${hash}\n`);
  } catch {
    // A folder that cannot be written to only makes starts slower.
  }
  return hash;
}

/** Built under another name and renamed, so that nobody ever runs half a bundle. */
async function build(bundle) {
  const { build: bundleWith } = await import('esbuild');
  const draft = `${bundle}.${process.pid}`;
  await bundleWith({
    entryPoints: [join(SOURCE, 'cli.ts'), join(SOURCE, 'prepare.ts')],
    outdir: draft,
    bundle: true,
    splitting: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: 'linked',
    jsx: 'automatic',
    jsxImportSource: 'hono/jsx',
    logLevel: 'error',
  });
  await rename(draft, bundle).catch(() => rm(draft, { recursive: true, force: true }));
  for (const name of readdirSync(BUNDLES)) {
    const old = join(BUNDLES, name);
    if (old !== bundle && statSync(old).mtimeMs < Date.now() - KEPT_MS)
      await rm(old, { recursive: true, force: true });
  }
}

const bundle = join(BUNDLES, hashSource());
if (!existsSync(bundle)) {
  await build(bundle).catch((error) => {
    process.stderr.write(
      `xinqiao: ${BUNDLES}: the program cannot be built here (${error.code ?? error.message})\n`,
    );
    process.exit(1);
  });
}
await import(join(bundle, process.argv[2] === '--build' ? 'prepare.js' : 'cli.js'));
