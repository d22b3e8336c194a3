import { describe, expect, it } from 'vitest';
import { brokenBans, brokenImports, holdsSql, isPure, LONGEST_FILE, lineCount, MAY_IMPORT } from './rules.ts';
import { folderOf, parseSource, readSourceFiles } from './source-files.ts';

const files = readSourceFiles();

describe('the source', () => {
  it('is read whole', () => {
    expect(files.length).toBeGreaterThan(250);
    expect(files.flatMap((file) => file.imports).length).toBeGreaterThan(900);
    expect(files.filter(({ path }) => isPure(path)).length).toBeGreaterThan(50);
  });

  it('keeps to who may import whom', () => {
    expect(files.flatMap(brokenImports)).toEqual([]);
  });

  it('imports only what is there', () => {
    const there = new Set(files.map((file) => file.path));
    const gone = files.flatMap((file) =>
      file.imports
        .filter((one) => one.file !== null && !there.has(one.file))
        .map((one) => `${file.path} imports ${one.from}`),
    );
    expect(gone).toEqual([]);
  });

  it('takes time, ids, chance and the environment only where it may', () => {
    expect(files.flatMap(brokenBans)).toEqual([]);
  });

  it('computes no dates by hand', () => {
    const byHand = /\bgetUTC|\bsetUTC|\+08:00|\bgetTimezoneOffset|\.get(?:Hours|Day|Date|Month)\(/;
    expect(files.filter(({ text }) => byHand.test(text)).map((file) => file.path)).toEqual([]);
  });

  it('holds SQL only in storage', () => {
    expect(files.filter(holdsSql).map((file) => file.path)).toEqual([]);
  });

  it(`has no file above ${LONGEST_FILE} lines`, () => {
    expect(files.filter((file) => lineCount(file) > LONGEST_FILE).map((file) => file.path)).toEqual([]);
  });

  it('has a rule for each of its folders', () => {
    const folders = new Set(files.map((file) => folderOf(file.path)));
    expect([...folders].filter((folder) => !(folder in MAY_IMPORT))).toEqual([]);
  });
});

describe('the rules find', () => {
  const broken = (path: string, text: string): string[] => {
    const file = parseSource(path, text);
    return [...brokenImports(file), ...brokenBans(file), ...(holdsSql(file) ? ['sql'] : [])];
  };

  it.each([
    ['core/a.ts', `import { x } from '../access/can.ts';`],
    ['access/a.ts', `import type { Address } from '../people/address-store.ts';`],
    ['content/a.ts', `import { flowTexts } from '../flows/texts.ts';`],
    ['flows/a.ts', `import { compute } from '../booking/compute-slots.ts';`],
    ['people/a.ts', `import type { HandoffCase } from '../handoff/case.ts';`],
    ['handoff/a.ts', `export { x } from '../conversation/scope.ts';`],
    ['booking/a.ts', `const a = await import('../storage/database.ts');`],
    ['conversation/a.ts', `import '../storage/database.ts';`],
    ['conversation/a.ts', `import type { SiteParts } from '../site/parts.ts';`],
    ['conversation/a.ts', `import {\n  type A,\n  b,\n} from '../queue/line.ts';`],
    ['site/a.tsx', `import { Banners } from '../console/pages/layout.tsx';`],
    ['console/a.ts', `import { openStore } from '../storage/open-store.ts';`],
    ['bots/telegram/a.ts', `import { createWebChannel } from '../web/web-channel.ts';`],
    ['bots/web/a.ts', `import type { Address } from '../../people/address-store.ts';`],
    ['notifiers/a.ts', `import type { Address } from '../people/address-store.ts';`],
    ['notifiers/a.ts', `import { createTelegramChannel } from '../bots/telegram/telegram-channel.ts';`],
    ['notifiers/a.ts', `const now = Date.now();`],
    ['conversation/a.ts', `import { createNotifier } from '../notifiers/create-notifier.ts';`],
    ['console/a.ts', `import { createTransport } from 'nodemailer';`],
    ['storage/a.ts', `import type { SiteSessions } from '../site/parts.ts';`],
    ['storage/a.ts', `import { audit } from '../conversation/scope.ts';`],
    ['queue/a.ts', `import type { Database } from '../storage/database.ts';`],
    ['queue/a.ts', `import { inScope } from '../conversation/scope.ts';`],
    ['settings/a.ts', `import { startApp } from '../app.ts';`],
    ['settings/a.ts', `import { openStore } from '../storage/open-store.ts';`],
    ['letters/a.ts', `import { x } from '../core/ids.ts';`],
    ['conversation/a.ts', `import { sql } from 'kysely';`],
    ['app/a.ts', `import pg from 'pg';`],
    ['storage/a.ts', `import { Queue } from 'bullmq';`],
    ['app/a.ts', `import { Redis } from 'ioredis';`],
    ['conversation/a.ts', `import type { Update } from 'grammy/types';`],
    ['bots/web/a.ts', `import { Api } from 'grammy/web';`],
    ['conversation/a.ts', `import { Hono } from 'hono';`],
    ['core/a.ts', `const now = Date.now();`],
    ['keywords/a.ts', `const now = new Date();`],
    ['flows/a.ts', `import { randomUUID } from 'node:crypto';`],
    ['handoff/a.ts', `const chance = Math.random();`],
    ['access/can.ts', `const now = new Date( );`],
    ['booking/a.ts', `const now = Temporal.Now.instant();`],
    ['conversation/a.ts', `const now = new Date();`],
    ['app/a.ts', `const port = process.env.PORT;`],
    ['bots/telegram/a.ts', `import { env } from 'node:process';`],
    ['app/a.ts', 'await db.query(`select id from xinqiao.contact where id = $1`);'],
    ['conversation/a.ts', `await run('delete from xinqiao.heard where true');`],
    ['core/a.ts', `import { x } from '../../tests/support/until.ts';`],
  ])('in %s: %s', (path, text) => {
    expect(broken(path, text)).toHaveLength(1);
  });

  it.each([
    ['core/a.ts', `import { x } from './ids.ts';`],
    ['flows/a.ts', `import type { Slot } from '../booking/slot.ts';`],
    ['flows/a.ts', `import { type Slot } from '../booking/slot.ts';`],
    ['queue/a.ts', `import type { WakeKind } from '../conversation/wake-queue.ts';`],
    ['storage/a.ts', `import { sql } from 'kysely';\nconst now = sql\`select now() from xinqiao.clock\`;`],
    ['handoff/a.ts', `const at = new Date(now.getTime() + 1);`],
    ['core/a.ts', `// Never Date.now() here.\nconst a = 'new Date()';`],
    ['notifiers/a.ts', `import { createTransport } from 'nodemailer';`],
    ['notifiers/wall-clock.ts', `const wallClock = () => new Date();`],
    ['settings/a.ts', `import { notifiersSchema } from '../notifiers/settings.ts';`],
    ['settings.ts', `const read = readEnvironment(process.env);`],
    ['commands/a.ts', `process.stdout.write('x'); process.exitCode = 1;`],
    ['app/a.ts', `import { openStore } from '../storage/open-store.ts';`],
  ])('nothing wrong in %s: %s', (path, text) => {
    expect(broken(path, text)).toEqual([]);
  });
});
