import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CaseRelation, can, type Resource } from '../../src/access/can.ts';
import { roleTable } from '../../src/access/role-table.ts';
import { STAFF_ROLES, type StaffRole } from '../../src/access/roles.ts';
import { NO_WISHES } from '../../src/booking/waiting-list/wishes.ts';
import type { ConsoleRoute } from '../../src/console/route.ts';
import { consoleRoutes } from '../../src/console/routes.ts';
import { createStaffDesk, OPERATOR } from '../../src/conversation/desks/people/staff-office.ts';
import { createReferralDesk } from '../../src/conversation/desks/sessions/referral-desk.ts';
import { startWorld, type World } from '../support/world.ts';
import { openBrowser, type StaffBrowser } from './staff-browser.ts';

type Person = { readonly id: string; readonly role: StaffRole; readonly browser: StaffBrowser };

const walked = consoleRoutes.filter(({ action }) => action !== 'door.use');
const onCase = walked.filter(({ action }) => roleTable[action].on === 'case');
// Pictures and recordings are walked in media-walk.test.ts.
const office = walked.filter(({ action }) => !['case', 'media'].includes(roleTable[action].on));

/** In the words of every student who opens a case here. */
const MARK = '蓝色风筝';

/** How somebody stands to a case; each is made from rows before it is asked for. */
const RELATIONS = ['nobody', 'called', 'too late', 'owner', 'former owner'] as const;
type RelationName = (typeof RELATIONS)[number];

/** Whoever may read it is told that nothing was done, with what they typed, so that nothing is lost. */
const TELLS_READERS: readonly ConsoleRoute['action'][] = [
  'case.answer',
  'case.transfer',
  'case.invite',
  'case.accept',
  'case.leave',
  'case.note',
  'case.raise',
  'case.about',
  'case.another',
  'case.assess',
  'case.plan',
  'case.offer-slot',
  'case.hold',
];

const PAGES_WITH_WORDS = ['GET /cases/:id', 'GET /live/cases/:id'];

describe('the role table, walked over the running program', () => {
  let world: World;
  const people = new Map<StaffRole, Person>();
  let revoked: StaffBrowser;
  let other: string;

  beforeAll(async () => {
    world = await startWorld();
    const desk = createStaffDesk(world.office);
    const add = async (name: string, role: StaffRole): Promise<string> => {
      const input = { name, roles: [role], accounts: [], onCall: false };
      const added = await desk.add(OPERATOR, input);
      if (!added.ok) throw new Error(added.code);
      return idOf(name);
    };
    for (const role of STAFF_ROLES) {
      const id = await add(`测试 ${role}`, role);
      people.set(role, { id, role, browser: await openBrowser(world, `测试 ${role}`) });
    }
    other = await add('另一位老师', 'counsellor');
    const leaver = await add('离职老师', 'administrator');
    revoked = await openBrowser(world, '离职老师');
    expect((await revoked.get('/console/staff')).status).toBe(200);
    expect(await desk.revoke(OPERATOR, leaver)).toEqual({ ok: true, value: null });
  });
  afterAll(() => world.close());

  const idOf = async (name: string): Promise<string> => {
    const [row] = await world.database.sql<{ id: string }>(
      'select id from xinqiao.staff_member where name = $1',
      [name],
    );
    if (!row) throw new Error(`${name} is not there`);
    return row.id;
  };
  const person = (role: StaffRole): Person => {
    const found = people.get(role);
    if (!found) throw new Error(role);
    return found;
  };

  /** A case that a student has just opened, which nobody has been called for and time does not touch. */
  const openCase = async (): Promise<string> => {
    await world.visitor().says(`我想自杀，${MARK}`);
    await world.settle();
    const [row] = await world.database.sql<{ id: string }>(
      'update xinqiao.handoff_case set wake_at = null, tell_at = null where closed_at is null returning id',
    );
    if (!row) throw new Error('no case was opened');
    await world.database.sql('delete from xinqiao.page');
    return row.id;
  };
  const relate = async (caseId: string, me: string, relation: RelationName): Promise<CaseRelation> => {
    const owner = { nobody: null, called: null, 'too late': other, owner: me, 'former owner': me }[relation];
    const closed = relation === 'former owner';
    const paged = relation === 'called' || relation === 'too late';
    await world.database.sql('delete from xinqiao.page where case_id = $1', [caseId]);
    await world.database.sql(
      `update xinqiao.handoff_case set wake_at = null, tell_at = null, owner_id = $2, status = $3,
         acknowledged_at = case when $2::uuid is null then null else opened_at end,
         closed_at = case when $4 then opened_at end, outcome = case when $4 then 'ordinary' end
       where id = $1`,
      [caseId, owner, closed ? 'closed' : owner === null ? 'open' : 'acknowledged', closed],
    );
    if (paged) {
      await world.database.sql(
        `insert into xinqiao.page (id, case_id, staff_id, step, reason, at) values ($1, $2, $3, 0, 'waiting', now())`,
        [randomUUID(), caseId, me],
      );
    }
    return { kind: 'case', id: caseId, ownerId: owner, pagedStaffIds: paged ? [me] : [], closed };
  };

  const at = (path: string, id: string): string =>
    `/console${path === '/' ? '' : path}`.replace(':id', id).replace('/content/edit', EDIT);
  const EDIT = '/content/edit?area=site&key=title';

  const ask = ({ method, path }: ConsoleRoute, who: StaffBrowser, id: string) =>
    method === 'GET' ? who.get(at(path, id)) : who.post(at(path, id), FORMS[path] ?? {});

  describe.each(STAFF_ROLES)('%s', (role) => {
    it.each(office)('$method $path', async (route) => {
      const { id, browser } = person(role);
      const resource = { kind: roleTable[route.action].on } as Resource;
      const target = TARGETS[route.path];
      const targetId = target === undefined ? '' : await target(world, other);
      const absent = await browser.get('/console/no-such-page');
      expect(absent.status).toBe(404);
      await world.database.sql('delete from xinqiao.override');
      const found = await ask(route, browser, targetId);
      if (route.path === '/sign-out') await browser.signIn();
      const actor = { kind: 'staff', staffId: id, roles: [role] } as const;
      const allowed = can(actor, route.action, resource, roleTable[route.action].purposes[0] ?? 'public');
      if (allowed) {
        // 409 asks once more.
        expect([200, 303, 409, 422]).toContain(found.status);
        expect(found.body).not.toBe(absent.body);
      } else {
        // Banners name minutes: one of the two was asked for in the same minute.
        expect([absent, await browser.get('/console/no-such-page')]).toContainEqual(found);
      }
    });

    it.each(RELATIONS)('a case, standing to it as: %s', async (relation) => {
      const { id, browser } = person(role);
      const actor = { kind: 'staff', staffId: id, roles: [role] } as const;
      const caseId = await openCase();
      for (const route of onCase) {
        const resource = await relate(caseId, id, relation);
        const may = (action: ConsoleRoute['action']) => can(actor, action, resource, 'crisis');
        const before = await ask(route, browser, randomUUID());
        const found = await ask(route, browser, caseId);
        const absent = await ask(route, browser, randomUUID());
        const where = `${route.method} ${route.path}`;
        expect([where, absent.status]).toEqual([where, 404]);
        if (may(route.action)) {
          expect([where, [200, 204, 303, 422].includes(found.status)]).toEqual([where, true]);
        } else if (TELLS_READERS.includes(route.action) && may('case.read')) {
          expect([where, found.status]).toEqual([where, 422]);
        } else {
          expect([where, [before, absent]]).toEqual([where, expect.arrayContaining([found])]);
        }
        const shown = found.body.includes(MARK);
        if (!may('case.read')) expect([where, shown]).toEqual([where, false]);
        else if (PAGES_WITH_WORDS.includes(where)) expect([where, shown]).toEqual([where, true]);
      }
      await relate(caseId, id, 'former owner');
    });
  });

  it('does what it forbids to nobody: nothing was sent, taken or closed for those who may not', async () => {
    const { id, browser } = person('advisor');
    const caseId = await openCase();
    await relate(caseId, id, 'nobody');
    for (const route of onCase) await ask(route, browser, caseId);
    for (const route of office) {
      if (route.path !== '/sign-out') await ask(route, browser, other);
    }
    expect(
      await world.database.sql('select status, owner_id from xinqiao.handoff_case where id = $1', [caseId]),
    ).toEqual([{ status: 'open', owner_id: null }]);
    const rows = await world.database.sql(
      `select from xinqiao.outgoing where author_staff_id = $1 and case_id = $3
       union all select from xinqiao.staff_member where id = $2 and disabled_at is not null
       union all select from xinqiao.override where staff_id = $1
       union all select from xinqiao.centre_rule where created_by = $1
       union all select from xinqiao.centre_rule_version where changed_by = $1
       union all select from xinqiao.on_call where staff_id = $2 and until is null`,
      [id, other, caseId],
    );
    expect(rows).toEqual([]);
    await relate(caseId, id, 'former owner');
  });

  it('says no more to somebody who may see a case, but not end it, whatever they send', async () => {
    const { id, browser } = person('supervisor');
    const caseId = await openCase();
    await relate(caseId, id, 'nobody');
    const post = async (to: string, form: Record<string, string>): Promise<void> => {
      const answered = await browser.post(`/console/cases/${caseId}/${to}`, form);
      // What was typed comes back, just as it does for a case that there is not.
      expect(answered).toEqual(await browser.post(`/console/cases/${randomUUID()}/${to}`, form));
      expect(answered.status).toBe(404);
    };
    await post('close', {});
    await post('close', { outcome: 'nonsense' });
    await post('close', { outcome: 'ordinary', note: '长'.repeat(9_000) });
    await post('answer', {});
    await post('answer', { text: '长'.repeat(9_000) });
    await relate(caseId, id, 'former owner');
  });

  it.each(walked)(
    '$method $path: nothing for a stranger, for somebody revoked, or with an invented session',
    async (route) => {
      const nobody = revoked.stranger();
      const wanted = await nobody.get('/console/no-such-page');
      expect(wanted.status).toBe(401);
      for (const who of [nobody, revoked, revoked.withSession('A'.repeat(43))]) {
        expect(await ask(route, who, other)).toEqual(
          route.method === 'GET' ? wanted : { ...wanted, status: 401 },
        );
      }
    },
  );

  it.each(walked.filter(({ method }) => method === 'POST'))(
    'POST $path: refused without its token, with that of another session, and from a foreign page',
    async (route) => {
      const { browser } = person('administrator');
      const forged: Record<string, string>[] = [{ csrf: '' }, { csrf: person('counsellor').browser.csrf() }];
      const path = at(route.path, other);
      for (const form of forged) expect((await browser.post(path, form)).status).toBe(403);
      const foreign: Record<string, string>[] = [
        { 'Sec-Fetch-Site': 'cross-site' },
        { 'Sec-Fetch-Site': 'same-site' },
        { 'Sec-Fetch-Site': '', Origin: 'https://evil.example' },
        { 'Sec-Fetch-Site': '', Origin: 'null' },
        { 'Sec-Fetch-Site': '', Origin: '' },
      ];
      for (const headers of foreign) expect((await browser.post(path, {}, headers)).status).toBe(403);
      expect((await browser.get('/console')).status).toBe(200);
    },
  );

  it('takes no other method for the same path', async () => {
    const { browser } = person('administrator');
    const absent = await browser.get('/console/no-such-page');
    for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
      expect(await browser.send(method, '/console/staff')).toEqual(absent);
    }
    expect(await browser.get(`/console/staff/${other}/on-call`)).toEqual(absent);
  });
});

const RULE_FORM = {
  name: '走查',
  forms: '去{三号桥,老水塔}',
  category: 'suicide-plan',
  level: 'high',
  why: '走查用的规则',
  match: '我今晚去三号桥',
  gap: '12',
  negation: 'lowers',
  second: 'lowers',
} as const;

const FORMS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '/cases/:id/answer': { text: '我在，你说。', key: 'walk' },
  '/cases/:id/close': { outcome: 'ordinary' },
  '/cases/:id/note': { text: '走查的备注', key: '00000000-0000-4000-8000-000000000001' },
  '/cases/:id/mark': { verdict: 'right' },
  '/review/:id/verdict': { verdict: 'right' },
  '/staff/:id/on-call': { on: 'no' },
  '/roster': { step: 'check', text: '学号,姓名\n20269999,测试走查' },
  '/identity/code': { number: '20269999', name: '测试走查' },
  '/staff/:id/address': { telegram: '@not-digits' },
  '/activities/:id/attend': { walkIns: '0' },
  '/campaigns/new': { title: '走查', zh: '你好', channels: 'web', languages: 'zh' },
  '/campaigns/:id/edit': { title: '走查', zh: '你好', channels: 'web', languages: 'zh', version: '1' },
  '/campaigns/:id/send': { version: '1', when: 'now' },
  '/sessions/:id/attendance': { attendance: 'attended' },
  '/referrals/:id': { step: 'approved' },
  '/referral-places/switch': { name: '校医院', off: 'yes' },
  '/referrals/:id/break-glass': { ground: 'ethics-3-2', reason: '走查的理由' },
  '/rules': { search: '走查' },
  '/rules/test': { text: '随便写的一句话' },
  '/rules/new': RULE_FORM,
  '/rules/:id/edit': { ...RULE_FORM, version: '1', why: '改过的说明' },
  '/rules/:id/off': { version: '1' },
  '/rules/:id/on': { version: '1' },
  '/rules/:id/delete': { version: '1' },
  '/content/edit': { area: 'site', key: 'title', version: '0', text: '换过的标题' },
};

type Target = (world: World, other: string) => Promise<string>;

const onStaff: Target = async (_, other) => other;

async function newMember(world: World): Promise<string> {
  const name = `走的人 ${randomUUID().slice(0, 8)}`;
  const input = { name, roles: ['staff'], accounts: [], onCall: false };
  await createStaffDesk(world.office).add(OPERATOR, input);
  const [row] = await world.database.sql<{ id: string }>(
    'select id from xinqiao.staff_member where name = $1',
    [name],
  );
  return row?.id ?? '';
}

/** A campaign that nobody reads, standing where the step begins. */
const campaign =
  (status: 'draft' | 'sending' | 'paused'): Target =>
  async (world, other) => {
    const id = randomUUID();
    await world.database.sql(
      `insert into xinqiao.campaign (id, title, text_zh, segment, status, author_staff_id, blur, made_at, changed_at,
         started_at, expires_at)
       values ($1, '走查', '你好', '{"kind":"everyone"}', $2, $3, 0, now(), now(), $4, $4::timestamptz + interval '1 day')`,
      [id, status, other, status === 'draft' ? null : NOON],
    );
    return id;
  };
/** Longer than those that are drawn, and never drawn twice. */
let lastActivityCode = 100_000;

/** An activity that somebody else leads, with one date. */
const activity =
  (status: 'draft' | 'open'): Target =>
  async (world, other) => {
    const id = randomUUID();
    lastActivityCode += 1;
    const code = String(lastActivityCode);
    await world.database.sql(
      `insert into xinqiao.activity (id, code, kind, title, text, place, capacity, sign_up_from, sign_up_until,
         leader_id, status, made_by, made_at, changed_at)
       values ($1, $2, 'lecture', '走查', '你好', '一号楼', 5, now(), now() + interval '1 day', $3, $4, $3, now(), now())
       on conflict do nothing`,
      [id, code, other, status],
    );
    await world.database.sql(
      `insert into xinqiao.activity_date (id, activity_id, starts_at, ends_at, check_in)
       values ($1, $1, now() + interval '2 days', now() + interval '3 days', '111111')`,
      [id],
    );
    return id;
  };
/** A rule of the centre that somebody else wrote, about a place that is nowhere. */
const rule =
  (state: 'active' | 'off'): Target =>
  async (world, other) => {
    const id = randomUUID();
    const body = {
      name: '走查',
      category: 'suicide-plan',
      level: 'high',
      forms: ['去九号楼'],
      gap: 12,
      needs: [],
      unless: [],
      negation: 'lowers',
      past: 'lowers',
      media: 'drops',
      study: 'lowers',
      quoted: 'drops',
      second: 'lowers',
      why: '走查用的规则',
      examples: { match: ['我要去九号楼'], not: [] },
    };
    await world.database.sql(
      'insert into xinqiao.centre_rule (id, created_by, created_at) values ($1, $2, now())',
      [id, other],
    );
    await world.database.sql(
      `insert into xinqiao.centre_rule_version (rule_id, version, state, body, changed_by, changed_at)
       values ($1, 1, $2, $3, $4, now())`,
      [id, state, JSON.stringify(body), other],
    );
    return id;
  };

const proposal: Target = async (world, other) => {
  const id = randomUUID();
  await world.database.sql(
    `insert into xinqiao.centre_rule_proposal (id, rule_id, version, step, proposed_by, proposed_at, expires_at)
     values ($1, $2, 1, 'off', $3, now(), $4)`,
    [id, await rule('active')(world, other), other, NOON],
  );
  return id;
};

/** Somebody of the register whom another one looks after; a check is owed to them next year. */
const followed: Target = async (world, other) => {
  const id = randomUUID();
  await world.visitor().says(`我想自杀，${MARK}`);
  await world.settle();
  await world.database.sql(
    `update xinqiao.handoff_case set status = 'closed', owner_id = $1, closed_at = now(), outcome = 'serious',
       wake_at = null, tell_at = null where status <> 'closed'`,
    [other],
  );
  await world.database.sql(
    `insert into xinqiao.register_entry (id, contact_id, case_id, class, owner_id, entered_at)
     select $1, contact_id, id, 'serious', $2, now() from xinqiao.handoff_case c
     where not exists (select from xinqiao.register_entry e where e.contact_id = c.contact_id) limit 1`,
    [id, other],
  );
  await world.database.sql(
    `insert into xinqiao.follow_up (id, entry_id, case_id, due_on, made_at, made_by, wake_at)
     select $2, id, case_id, '2099-11-23', now(), $3, $4 from xinqiao.register_entry where id = $1`,
    [id, randomUUID(), other, NOON],
  );
  return id;
};

/** Far from now, so that no round ends it meanwhile. */
const NOON = '2099-11-23T04:00:00Z';

const reviewItem: Target = async (world) => {
  await world.visitor().says('我不想死');
  await world.settle();
  const [row] = await world.database.sql<{ id: string }>(
    'select id from xinqiao.review_item where reviewed_at is null',
  );
  return row?.id ?? '';
};

/** A single shift, far from now. */
const rotaRule: Target = async (world, other) => {
  const id = randomUUID();
  await world.database.sql(
    `insert into xinqiao.rota_stint (id, kind, duty, staff_id, starts_at, ends_at, made_at)
     values ($1, 'single', 'duty', $2, $3, $3::timestamptz + interval '1 hour', now())`,
    [id, other, NOON],
  );
  return id;
};

/** An offer to a sample counsellor. */
const rotaSwap: Target = async (world, other) => {
  const id = randomUUID();
  await world.database.sql(
    `insert into xinqiao.rota_swap (id, duty, from_staff_id, to_staff_id, starts_at, ends_at, status, offered_at)
     select $1, 'duty', $2, id, $3, $3::timestamptz + interval '1 hour', 'offered', now()
     from xinqiao.staff_member where sample limit 1`,
    [id, other, NOON],
  );
  return id;
};

/** Somebody who waits for a time. */
const waiting: Target = async (world) => {
  const id = randomUUID();
  const { addressId, contactId } = await somebody(world);
  await world.office.transactions.run(({ waitingList }) =>
    waitingList.join({ id, contactId, addressId, wishes: NO_WISHES, now: new Date() }),
  );
  return id;
};

/** A new one for each that is consumed. */
let sessions = 0;

/** A session of somebody else, at a time that no other one has. */
const session =
  (status: 'booked' | 'attended'): Target =>
  async (world, other) => {
    const id = randomUUID();
    const { addressId, contactId } = await somebody(world);
    sessions += 1;
    await world.database.sql(
      `insert into xinqiao.appointment (id, contact_id, address_id, staff_id, room_id, during, status, made_at, booked_at)
       select $1, $5, $6, $2, (select id from xinqiao.room limit 1),
         tstzrange($3::timestamptz, $3::timestamptz + interval '50 minutes'), $4, now(), now()`,
      [
        id,
        other,
        new Date(Date.parse(NOON) + sessions * 3_600_000).toISOString(),
        status,
        contactId,
        addressId,
      ],
    );
    return id;
  };

const referral: Target = async (world, other) => {
  const id = randomUUID();
  const actor = { kind: 'staff', staffId: other, roles: ['counsellor'] } as const;
  const draft = { id, to: '走查医院', outside: true, why: '走查', documents: '', consent: 'given' } as const;
  await createReferralDesk(world.office).add(actor, await session('attended')(world, other), draft);
  return id;
};

const supervision: Target = async (world, other) => {
  const id = randomUUID();
  await world.database.sql(
    `insert into xinqiao.supervision (id, supervisor_id, counsellor_id, valid_from, made_by, made_at)
     values ($1, $2, $3, '2026-01-01', $3, now())`,
    [id, await newMember(world), other],
  );
  return id;
};

/** Somebody on the web page whom nobody knows. */
const somebody = (world: World) =>
  world.office.transactions.run(async (stores) => {
    const account = { channel: 'web', bot: 'web', account: randomUUID() } as const;
    const { addressId } = await stores.addresses.findOrCreate({ ...account, now: await stores.now() });
    return { addressId, contactId: (await stores.addresses.byId(addressId)).contactId };
  });

let walkedHours = 0;

/** A new one for each that is consumed. */
const firstVisit: Target = async (world, other) => {
  const { addressId, contactId } = await somebody(world);
  const id = randomUUID();
  walkedHours += 2;
  await world.database.sql(
    `insert into xinqiao.appointment (id, contact_id, address_id, staff_id, room_id, during, status, made_at, booked_at)
     select $1, $2, $3, $4, (select id from xinqiao.room limit 1),
       tstzrange(now() + $5 * interval '1 hour', now() + ($5 + 1) * interval '1 hour', '[)'), 'booked', now(), now()`,
    [id, contactId, addressId, other, walkedHours],
  );
  return id;
};

/** An offer about it that nobody has answered. */
const absenceOffer: Target = async (world, other) => {
  const id = await firstVisit(world, other);
  const [row] = await world.database.sql<{ id: string }>(
    `insert into xinqiao.change_offer
       (id, appointment_id, address_id, starts_at, kind, cause, made_by, made_at, status, told_at, expires_at)
     select gen_random_uuid(), a.id, a.address_id, lower(a.during), 'absence', 'counsellor-away', a.staff_id, now(), 'open',
       now(), lower(a.during)
     from xinqiao.appointment as a where a.id = $1 returning id`,
    [id],
  );
  return row?.id ?? '';
};

/** Leave in which somebody is booked. */
const leave: Target = async (world, other) => {
  const [row] = await world.database.sql<{ id: string }>(
    `insert into xinqiao.availability_exception (id, staff_id, during, made_by, made_at)
     select gen_random_uuid(), a.staff_id, a.during, a.staff_id, now()
     from xinqiao.appointment as a where a.id = $1 returning id`,
    [await firstVisit(world, other)],
  );
  return row?.id ?? '';
};

const rebinding: Target = async (world) => {
  const { addressId, contactId } = await somebody(world);
  const id = randomUUID();
  await world.database.sql(
    `insert into xinqiao.identity_request (id, contact_id, address_id, number_hash, way, at)
     values ($1::uuid, $2, $3, decode(md5($1::text), 'hex'), 'desk', now())`,
    [id, contactId, addressId],
  );
  return id;
};

/** A new one for each that is consumed. */
const TARGETS: Readonly<Record<string, Target>> = {
  '/appointments/:id/change': firstVisit,
  '/appointments/:id/offer': firstVisit,
  '/appointments/:id/call-off': firstVisit,
  '/appointments/changes/:id/phoned': absenceOffer,
  '/appointments/leaves/:id/tell': leave,
  '/follow-up/:id': followed,
  '/follow-up/:id/settle': followed,
  '/follow-up/:id/plan': followed,
  '/follow-up/:id/assign': followed,
  '/follow-up/:id/reclass': followed,
  '/follow-up/:id/leave': followed,
  '/sessions/:id': session('booked'),
  '/sessions/:id/attendance': session('booked'),
  '/sessions/:id/check-in': session('booked'),
  '/sessions/:id/record': session('attended'),
  '/sessions/:id/correct': session('attended'),
  '/sessions/:id/raise': session('attended'),
  '/sessions/:id/plan': session('booked'),
  '/sessions/:id/series': session('booked'),
  '/sessions/:id/referral': session('attended'),
  '/referrals/:id': referral,
  '/referrals/:id/break-glass': referral,
  '/supervisions/:id/end': supervision,
  '/activities/:id': activity('open'),
  '/activities/:id/edit': activity('open'),
  '/activities/:id/open': activity('draft'),
  '/activities/:id/close': activity('open'),
  '/activities/:id/cancel': activity('open'),
  '/activities/:id/sign-ups': activity('open'),
  '/activities/:id/decide': activity('open'),
  '/activities/:id/attend': activity('open'),
  '/activities/:id/attendance.xlsx': activity('open'),
  '/activities/:id/check-in': activity('open'),
  '/activities/:id/poster': activity('open'),
  '/activities/:id/poster.pdf': activity('open'),
  '/activities/:id/poster.png': activity('open'),
  '/activities/:id/telegram.png': activity('open'),
  '/campaigns/:id': campaign('draft'),
  '/live/campaigns/:id': campaign('draft'),
  '/campaigns/:id/edit': campaign('draft'),
  '/campaigns/:id/send': campaign('draft'),
  '/campaigns/:id/pause': campaign('sending'),
  '/campaigns/:id/resume': campaign('paused'),
  '/campaigns/:id/cancel': campaign('draft'),
  '/rules/:id': rule('active'),
  '/rules/:id/edit': rule('active'),
  '/rules/:id/off': rule('active'),
  '/rules/:id/on': rule('off'),
  '/rules/:id/delete': rule('active'),
  '/rules/proposals/:id': proposal,
  '/rules/proposals/:id/approve': proposal,
  '/rules/proposals/:id/refuse': proposal,
  '/rules/proposals/:id/withdraw': proposal,
  '/waiting-list/:id/urgent': waiting,
  '/waiting-list/:id/not-urgent': waiting,
  '/waiting-list/:id/remove': waiting,
  '/duty/rules/:id/edit': rotaRule,
  '/duty/rules/:id/end': rotaRule,
  '/duty/swaps/:id/accept': rotaSwap,
  '/duty/swaps/:id/decline': rotaSwap,
  '/duty/swaps/:id/withdraw': rotaSwap,
  '/first-visits/:id': firstVisit,
  '/identity/:id/approve': rebinding,
  '/identity/:id/refuse': rebinding,
  '/staff/:id/on-call': onStaff,
  '/staff/:id/link': onStaff,
  '/staff/:id/address': newMember,
  '/staff/:id/address/confirm': newMember,
  '/staff/:id/address/renew': newMember,
  '/staff/:id/address/remove': newMember,
  '/staff/:id/revoke': newMember,
  '/review/:id/mark': reviewItem,
  '/review/:id/verdict': reviewItem,
  '/precision/examples/:id/remove': async (world, other) => {
    const id = randomUUID();
    await world.database.sql(
      `insert into xinqiao.screening_example (id, text, level, consent_on, written_by, at)
       values ($1, '走查', 'high', '2026-11-01', $2, now())`,
      [id, other],
    );
    return id;
  },
};
