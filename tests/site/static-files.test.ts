import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { loadStaticFiles } from '../../src/site/static-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'static-files-'));
mkdirSync(join(folder, 'student'));
writeFileSync(join(folder, 'student', 'page.css'), 'body{}');
writeFileSync(join(folder, '.env'), 'SECRET=1');
afterAll(() => rmSync(folder, { recursive: true }));

describe('served files', () => {
  it('are kept for a year under an address that changes with them', async () => {
    const files = loadStaticFiles(folder);
    const url = files.url('student/page.css');
    const response = await files.routes.request(url);
    expect(await response.text()).toBe('body{}');
    expect(response.headers.get('content-type')).toBe('text/css; charset=utf-8');
    expect(response.headers.get('cache-control')).toContain('immutable');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');

    writeFileSync(join(folder, 'student', 'page.css'), 'body{color:red}');
    const next = loadStaticFiles(folder);
    expect(next.url('student/page.css')).not.toBe(url);
    // A page of the last release still finds its style sheet, but keeps no wrong one.
    const old = await next.routes.request(url);
    expect(old.status).toBe(200);
    expect(old.headers.get('cache-control')).toBe('no-cache');
  });

  it('come packed for a browser that unpacks', async () => {
    const files = loadStaticFiles(folder);
    const headers = { 'accept-encoding': 'gzip, br' };
    const response = await files.routes.request(files.url('student/page.css'), { headers });
    expect(response.headers.get('content-encoding')).toBe('gzip');
    expect(gunzipSync(Buffer.from(await response.arrayBuffer())).toString()).toContain('body{');
  });

  it('include the console’s htmx', async () => {
    const files = loadStaticFiles(folder);
    for (const name of ['vendor/htmx.js', 'vendor/htmx-sse.js']) {
      const response = await files.routes.request(files.url(name));
      expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
      expect((await response.text()).length).toBeGreaterThan(1_000);
    }
  });

  it.each(['.env', '../package.json', 'student/../.env', '%2e%2e/package.json', 'student/none.css'])(
    'are these and no others: %s',
    async (name) => {
      const files = loadStaticFiles(folder);
      const response = await files.routes.request(`/assets/${files.version}/${name}`);
      expect(response.status).toBe(404);
      expect(() => files.url(name)).toThrow('no served file');
    },
  );
});
