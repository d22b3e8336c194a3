/**
 * Served files: what lies in `public/` and the two htmx files of npm. All are read once at the start; their common
 * version is part of every address, so that a browser may keep them for a year and still gets the next release.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { extname, join, relative, sep } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Hono } from 'hono';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
  '.txt': 'text/plain; charset=utf-8',
};

type ServedFile = { readonly type: string; readonly plain: Uint8Array; readonly packed: Uint8Array | null };

export type StaticFiles = {
  /** Sixteen hexadecimal digits that change with any served file. */
  readonly version: string;
  /** The address of a file, for example `student/page.css` or `vendor/htmx.js`. Throws for a file that is not there. */
  url(name: string): string;
  /** Serves `/assets/<version>/<name>`. */
  readonly routes: Hono;
};

/** Reads every file below `folder` and the npm files; throws when one of them cannot be read. */
export function loadStaticFiles(folder: string): StaticFiles {
  const files = new Map([...readFolder(folder), ...readVendorFiles()]);
  const version = versionOf(files);
  const routes = new Hono();
  routes.get('/assets/:version/:name{.+}', (c) => {
    const file = files.get(c.req.param('name'));
    if (file === undefined) return c.text('not found', 404);
    const current = c.req.param('version') === version;
    const packed = file.packed !== null && /\bgzip\b/.test(c.req.header('accept-encoding') ?? '');
    c.header('Content-Type', file.type);
    c.header('X-Content-Type-Options', 'nosniff');
    c.header('Vary', 'Accept-Encoding');
    c.header('Cache-Control', current ? 'public, max-age=31536000, immutable' : 'no-cache');
    if (packed) c.header('Content-Encoding', 'gzip');
    return c.body(new Uint8Array(packed && file.packed !== null ? file.packed : file.plain));
  });
  return {
    version,
    url(name) {
      if (!files.has(name)) throw new Error(`no served file is called ${name}`);
      return `/assets/${version}/${name}`;
    },
    routes,
  };
}

function readFolder(folder: string): [string, ServedFile][] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && extname(entry.name) in CONTENT_TYPES)
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [relative(folder, path).split(sep).join('/'), readServed(path)];
    });
}

/** htmx and its server-sent-events extension, as npm delivers them. */
function readVendorFiles(): [string, ServedFile][] {
  const packages = createRequire(import.meta.url);
  return [
    ['vendor/htmx.js', readServed(packages.resolve('htmx.org/dist/htmx.min.js'))],
    ['vendor/htmx-sse.js', readServed(packages.resolve('htmx-ext-sse/dist/sse.min.js'))],
  ];
}

function readServed(path: string): ServedFile {
  const plain = readFileSync(path);
  const type = CONTENT_TYPES[extname(path)] ?? 'application/octet-stream';
  const packed = type.startsWith('image/png') ? null : gzipSync(plain);
  return { type, plain, packed };
}

function versionOf(files: ReadonlyMap<string, ServedFile>): string {
  const hash = createHash('sha256');
  for (const [name, file] of [...files].sort(([a], [b]) => (a < b ? -1 : 1)))
    hash.update(name).update(file.plain);
  return hash.digest('hex').slice(0, 16);
}
