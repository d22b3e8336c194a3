import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CaseRelation, can } from '../../src/access/can.ts';
import { roleTable } from '../../src/access/role-table.ts';
import { STAFF_ROLES, type StaffRole } from '../../src/access/roles.ts';
import { consoleRoutes } from '../../src/console/routes.ts';
import { createStaffDesk, OPERATOR } from '../../src/conversation/desks/people/staff-office.ts';
import { addMs } from '../../src/core/clock.ts';
import { noScreening } from '../../src/keywords/screening.ts';
import { hearLine } from '../storage/hear-line.ts';
import { startWorld, type World } from '../support/world.ts';
import { openBrowser, type StaffBrowser } from './staff-browser.ts';

const MARK = 'what a student recorded';
const STATES = ['waits', 'waits, called', 'another has it, called', 'owner', 'closed, owner'] as const;

describe('pictures and recordings, walked over the running program', () => {
  let world: World;
  let other: string;
  const people = new Map<StaffRole, { id: string; browser: StaffBrowser }>();

  beforeAll(async () => {
    world = await startWorld();
    const desk = createStaffDesk(world.office);
    const add = async (name: string, role: StaffRole): Promise<string> => {
      const added = await desk.add(OPERATOR, { name, roles: [role], accounts: [], onCall: false });
      if (!added.ok) throw new Error(added.code);
      const rows = await sql<{ id: string }>('select id from xinqiao.staff_member where name = $1', name);
      return rows[0]?.id ?? '';
    };
    other = await add('另一位老师', 'counsellor');
    for (const role of STAFF_ROLES) {
      const id = await add(`测试 ${role}`, role);
      people.set(role, { id, browser: await openBrowser(world, `测试 ${role}`) });
    }
  });
  afterAll(() => world.close());

  const sql = <Row extends object>(text: string, ...values: unknown[]) =>
    world.database.sql<Row & Record<string, unknown>>(text, values);

  /** A recording of a new student, kept beside a line of its own. */
  async function keepRecording(
    words: string,
  ): Promise<{ mediaId: string; heardId: string; addressId: string }> {
    await world.visitor().says(words);
    await world.settle();
    const [address] = await sql<{ id: string; bot: string }>(
      "select id, bot from xinqiao.address where channel = 'web' order by made_at desc limit 1",
    );
    const { id: addressId = '', bot = '' } = address ?? {};
    const [mediaId, heardId] = [randomUUID(), randomUUID()];
    await world.office.transactions.run(async ({ incoming, media, now: readNow }) => {
      const now = await readNow();
      const line = { id: heardId, caseId: null, kind: 'unscreenable', text: '［语音］' } as const;
      await hearLine({ incoming }, addressId, { ...line, screening: noScreening() }, now);
      await media.want({ id: mediaId, heardId, addressId, what: 'voice', file: 'f', now });
      const claimed = await media.claim([{ channel: 'web', bot }], now, addMs(now, 1_000));
      if (claimed === null) throw new Error('nothing was claimed');
      const facts = { state: 'kept', kind: 'audio', mime: 'audio/ogg', extension: 'ogg' } as const;
      await media.keep(claimed, { ...facts, bytes: Buffer.from(MARK) }, now);
    });
    return { mediaId, heardId, addressId };
  }

  async function relate(caseId: string, me: string, state: (typeof STATES)[number]): Promise<CaseRelation> {
    const paged = state.endsWith('called');
    const closed = state.startsWith('closed');
    const owner = state.endsWith('owner') ? me : state.startsWith('another') ? other : null;
    await sql(
      `update xinqiao.handoff_case set wake_at = null, tell_at = null, owner_id = $2, status = $3,
         closed_at = case when $4 then xinqiao.app_now() end, outcome = case when $4 then 'ordinary' end
       where id = $1`,
      caseId,
      owner,
      closed ? 'closed' : owner === null ? 'open' : 'acknowledged',
      closed,
    );
    await sql('delete from xinqiao.page where case_id = $1', caseId);
    if (paged) {
      await sql(
        `insert into xinqiao.page (id, case_id, staff_id, step, reason, at) values ($1, $2, $3, 0, 'waiting', now())`,
        randomUUID(),
        caseId,
        me,
      );
    }
    return { kind: 'case', id: caseId, ownerId: owner, pagedStaffIds: paged ? [me] : [], closed };
  }

  it('is the only way to them', () => {
    const routes = consoleRoutes.filter(({ action }) => roleTable[action].on === 'media');
    expect(routes.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /media/:id']);
  });

  it.each(STAFF_ROLES)('%s', async (role) => {
    const { id = '', browser } = people.get(role) ?? {};
    if (!browser) throw new Error(role);
    const actor = { kind: 'staff', staffId: id, roles: [role] } as const;
    const { mediaId, addressId } = await keepRecording('我想自杀');
    const [row] = await sql<{ id: string }>(
      'select id from xinqiao.handoff_case where address_id = $1',
      addressId,
    );
    const path = `/console/media/${mediaId}`;
    // What is absent looks a little different while somebody is called.
    const absent = () => browser.get(`/console/media/${randomUUID()}`);
    expect((await absent()).status).toBe(404);
    for (const state of STATES) {
      const relation = await relate(row?.id ?? '', id, state);
      const found = await browser.get(path);
      const allowed = can(actor, 'case.read', relation, 'crisis');
      expect([state, found]).toEqual([state, allowed ? { status: 200, body: MARK } : await absent()]);
    }

    const calm = await keepRecording('你好');
    const calmPath = `/console/media/${calm.mediaId}`;
    expect(await browser.get(calmPath)).toEqual(await absent());
    const item = { id: randomUUID(), heardId: calm.heardId, addressId: calm.addressId };
    await world.office.transactions.run(async (stores) =>
      stores.heard.addReview({ ...item, reason: 'unscreenable', now: await stores.now() }),
    );
    const reads = can(actor, 'review.read', { kind: 'review' }, 'care');
    expect(await browser.get(calmPath)).toEqual(reads ? { status: 200, body: MARK } : await absent());
    const stranger = await browser.stranger().get(calmPath);
    expect(stranger.status).toBe(401);
    expect(stranger.body).not.toContain(MARK);

    const entries = await sql<{ allowed: boolean }>(
      "select allowed from xinqiao.audit_entry where action = 'media.read' and actor = $1",
      `staff:${id}`,
    );
    expect(entries).toHaveLength(STATES.length + 2);
  });
});
