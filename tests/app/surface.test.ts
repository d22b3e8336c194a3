import { beforeAll, describe, expect, it } from 'vitest';
import { roleTable } from '../../src/access/role-table.ts';
import { compareSurface, findUnlisted, routesOf, withPages } from '../../src/app/find-unlisted.ts';
import { describeGrants, surface } from '../../src/app/surface.ts';
import { type Config, readConfig } from '../../src/settings/config-folder.ts';
import { CONFIG_FOLDER } from '../../src/settings.ts';

/** Decided within the page of a case, which is opened by `case.see`, or that of its glass, by `case.break-glass`. */
const WITHIN_PAGES = [
  'case.read',
  'case.identify',
  'case.identify-proven',
  'case.break-glass-words',
  'case.read-behind-glass',
  // Figures on the page of states.
  'retention.see',
  // By number instead of a code, and for whom, on the page of the desk.
  'appointments.find',
  'appointments.book',
  // The record on the page of its session; the steps of a referral on its own.
  'session.read-record',
  'referral.read',
  'referral.change',
  'referral.decide',
  'activity.answers',
  // One by one or as a figure, on the pages of changes, of a day that is closed and of opening hours.
  'appointments.see-changes',
  'appointments.count',
  'appointments.reach',
];

describe('the table of everything that can be reached', () => {
  let config: Config;
  beforeAll(async () => {
    const read = await readConfig(CONFIG_FOLDER, false);
    if (!read.ok) throw new Error('config/ cannot be read');
    config = read.config;
  });

  it('lists exactly what the program has', async () => {
    expect(await findUnlisted()).toEqual([]);
  });

  it('names a route that was added without a row, whatever its method', async () => {
    const rows = surface.filter(({ kind }) => kind === 'route' || kind === 'stream');
    const found = await withPages(config, async (pages) => {
      pages.get('/export/cases', (c) => c.text('all of them'));
      pages.on('PURGE', '/console/cases/:id', (c) => c.text('gone'));
      pages.all('/debug', (c) => c.text('open'));
      pages.delete('/hidden', async (_, next) => next());
      return compareSurface(rows, routesOf(pages));
    });
    expect(found).toEqual([
      'route GET /export/cases: has no row in the role table',
      'route PURGE /console/cases/:id: has no row in the role table',
      'route ALL /debug: has no row in the role table',
      'route DELETE /hidden: has no row in the role table',
    ]);
  });

  it('names a row whose route or word is gone', async () => {
    const gone = { kind: 'staff-word', name: '/delete', action: 'case.close' } as const;
    expect(compareSurface([gone], [])).toEqual(['staff-word /delete: has a row, but is not there']);
  });

  it('lists nothing twice, and only actions of the role table', () => {
    const names = surface.map(({ kind, name }) => `${kind} ${name}`);
    expect(new Set(names).size).toBe(names.length);
    for (const { action } of surface) expect(roleTable).toHaveProperty([action]);
    for (const action of Object.keys(roleTable)) {
      const used = surface.some((row) => row.action === action);
      expect([action, used]).toEqual([action, !WITHIN_PAGES.includes(action)]);
    }
  });

  it('says in words who may', () => {
    expect(describeGrants('door.use')).toEqual(['everybody']);
    expect(describeGrants('own.use')).toEqual(['the student it belongs to']);
    expect(describeGrants('staff.add')).toEqual(['administrator']);
    expect(describeGrants('case.answer')).toEqual(['any staff (owner)', 'any staff (team)']);
    expect(describeGrants('operator.run')).toEqual(['whoever may use the server']);
  });
});
