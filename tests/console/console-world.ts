import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import { can } from '../../src/access/can.ts';
import type { StaffRole } from '../../src/access/roles.ts';
import { createConsole } from '../../src/console/create-console.tsx';
import type { AppointmentRow, ConsoleParts, ContentRow, StatusView } from '../../src/console/parts.ts';
import type { Change, ChangeFeed } from '../../src/core/change-feed.ts';
import type { LogFields, Logger } from '../../src/core/log.ts';
import type { KnownNotifier } from '../../src/people/known-notifier.ts';
import { absentActivities } from '../fakes/absent-activities.ts';
import { absentAvailability } from '../fakes/absent-availability.ts';
import { absentCampaigns } from '../fakes/absent-campaigns.ts';
import { absentChanges } from '../fakes/absent-changes.ts';
import { absentCrisisReports, absentFollowUps, absentInforming } from '../fakes/absent-closing.ts';
import { absentDrills } from '../fakes/absent-drills.ts';
import { absentIntakes, absentRoster } from '../fakes/absent-first-visit.ts';
import { absentHandOvers } from '../fakes/absent-hand-overs.ts';
import { absentRules } from '../fakes/absent-rules.ts';
import {
  absentReferralPlaces,
  absentReferrals,
  absentSessions,
  absentWorkloads,
} from '../fakes/absent-sessions.ts';
import { absentTools } from '../fakes/absent-tools.ts';
import { absentGlasses, absentIdentity } from '../fakes/absent-waiting.ts';
import { absentCalendarFeeds, absentWaitingList } from '../fakes/absent-waiting-list.ts';
import { absentWatches } from '../fakes/absent-watches.ts';
import { emptyRota } from '../fakes/empty-rota.ts';
import { type FakeCase, FakeCaseDesk, FakeReviewDesk } from '../fakes/fake-case-desk.ts';
import { FakeClosingDesk } from '../fakes/fake-closing-desk.ts';
import { FakeMarkDesk } from '../fakes/fake-mark-desk.ts';
import { FakeMediaDesk } from '../fakes/fake-media-desk.ts';
import { FakeNotifierDesk } from '../fakes/fake-notifier-desk.ts';
import { FakeSignIn } from '../fakes/fake-sign-in.ts';
import { FakeStaffDesk } from '../fakes/fake-staff-desk.ts';

export const NOW = new Date('2026-11-23T02:00:00Z');

class MemoryFeed implements ChangeFeed {
  readonly #followers = new Set<{ topics: readonly string[]; tell: (change: Change) => void }>();
  #seq = 0;

  follow(topics: readonly string[], _since: number | null, onChange: (change: Change) => void): () => void {
    const follower = { topics, tell: onChange };
    this.#followers.add(follower);
    return () => this.#followers.delete(follower);
  }

  tell(topic: string): void {
    this.#seq += 1;
    for (const { topics, tell } of this.#followers)
      if (topics.includes(topic)) tell({ seq: this.#seq, topic });
  }

  get followers(): number {
    return this.#followers.size;
  }
}

class MemoryLog implements Logger {
  readonly lines: string[] = [];
  readonly #keep = (event: string, fields?: LogFields): void => {
    this.lines.push(JSON.stringify({ event, ...fields }));
  };
  readonly info = this.#keep;
  readonly warn = this.#keep;
  readonly error = this.#keep;
}

export type Person = { readonly id: string; readonly cookie: string; readonly csrf: string };

/** The console on fakes that behave, with a clock that stands still until it is moved. */
type Options = {
  sessionCheckMs?: number;
  secureCookies?: boolean;
  notifiers?: readonly KnownNotifier[];
};

export function createConsoleWorld(options: Options = {}) {
  const time = { now: NOW };
  const feed = new MemoryFeed();
  const log = new MemoryLog();
  const signIn = new FakeSignIn();
  const status: { value: StatusView } = {
    value: { parts: [], realResponder: true, sampleCentre: false, bookingDesk: true, gaps: [] },
  };
  const appointments: AppointmentRow[] = [];
  const texts: ContentRow[] = [];
  const now = () => time.now;
  const ofCases = {
    nameOf: (staffId: string) => signIn.members.get(staffId)?.name ?? '?',
    now,
    onChange: () => feed.tell('case'),
  };
  const cases = new FakeCaseDesk(ofCases);
  const known = options.notifiers ?? [];
  const notifiers = new FakeNotifierDesk(known);
  const staff = new FakeStaffDesk({
    notifiers: known,
    onRevoke(staffId) {
      signIn.revoke(staffId, now());
      feed.tell(`staff:${staffId}`);
    },
  });
  const review = new FakeReviewDesk();
  const media = new FakeMediaDesk();
  const marks = new FakeMarkDesk();
  const content = contentOf(texts);
  const parts: ConsoleParts = {
    cases,
    review,
    marks,
    media,
    staff,
    rota: emptyRota(now),
    policy: { view: async () => null },
    rotaFile: {
      changed: async () => null,
      view: async () => null,
      take: async () => ({ ok: false, code: 'forbidden' }),
    },
    handOvers: absentHandOvers,
    tools: absentTools,
    toolTexts:
      () =>
      (key, ..._params) =>
        key,
    closing: new FakeClosingDesk(cases, ofCases),
    informing: absentInforming,
    followUps: absentFollowUps,
    crisisReports: absentCrisisReports,
    reportFont: async () => Buffer.alloc(0),
    identity: absentIdentity,
    roster: absentRoster,
    intakes: absentIntakes,
    glasses: absentGlasses,
    watches: absentWatches,
    waitingList: absentWaitingList,
    calendarFeeds: absentCalendarFeeds,
    drills: absentDrills,
    sessions: absentSessions,
    referrals: absentReferrals,
    referralPlaces: absentReferralPlaces,
    workloads: absentWorkloads,
    signIn,
    appointments: {
      async list(actor, from, to) {
        if (!can(actor, 'appointments.list', { kind: 'appointments' }, 'administration')) return null;
        return appointments.filter(({ startsAt }) => startsAt >= from && startsAt < to);
      },
    },
    availability: absentAvailability(now),
    content,
    rules: absentRules,
    campaigns: absentCampaigns,
    appointmentChanges: absentChanges,
    deskBookings: {
      open: async () => null,
      find: async () => ({ ok: false, code: 'absent' }),
      book: async () => ({ ok: false, code: 'absent' }),
    },
    activities: absentActivities,
    telegramAddress: async () => null,
    audit: {
      verify: async (actor) =>
        can(actor, 'audit.verify', { kind: 'audit' }, 'administration')
          ? { whole: true, entries: 12, brokenAt: null }
          : null,
    },
    retention: {
      see: async (actor) =>
        can(actor, 'retention.see', { kind: 'audit' }, 'administration')
          ? { counselling: 12, cases: 3 }
          : null,
    },
    botLogins: {
      list: async (actor) => (can(actor, 'bots.sign-in', { kind: 'bots' }, 'administration') ? [] : null),
    },
    notifiers,
    changes: feed,
    clock: { now: async () => time.now },
    status: async () => status.value,
    secret: (bytes) =>
      randomUUID()
        .replaceAll('-', '')
        .repeat(2)
        .slice(0, bytes * 2),
    newId: randomUUID,
    secureCookies: options.secureCookies ?? false,
    assetUrl: (name) => `/assets/v/${name}`,
    log,
    ruleExplanation: (rule) => (rule === 'wish-to-die' ? '说到想死' : ''),
    ...(options.sessionCheckMs === undefined ? {} : { sessionCheckMs: options.sessionCheckMs }),
  };
  const app = new Hono();
  app.route('/console', createConsole(parts));
  const world = {
    app,
    parts,
    cases,
    review,
    marks,
    media,
    staff,
    notifiers,
    signIn,
    feed,
    log,
    status,
    appointments,
    texts,
    time,
  };
  return { ...world, person: (name: string, ...roles: StaffRole[]) => addPerson(world, name, roles) };
}

export type ConsoleWorld = ReturnType<typeof createConsoleWorld>;

function contentOf(texts: ContentRow[]): ConsoleParts['content'] {
  return {
    async list(actor) {
      return can(actor, 'content.see', { kind: 'content' }, 'administration') ? [...texts] : null;
    },
    async change(actor, _language, area, key, text) {
      const index = texts.findIndex((row) => row.area === area && row.key === key);
      const row = texts[index];
      if (!can(actor, 'content.change', { kind: 'content' }, 'administration')) {
        return { ok: false, code: 'forbidden' };
      }
      if (row === undefined) return { ok: false, code: 'unknown-key' };
      if (text !== null && row.fileText.includes('{minutes}') && !text.includes('{minutes}')) {
        return {
          ok: false,
          code: 'problem',
          problem: { field: key, found: '没有空', expected: '{minutes}' },
        };
      }
      texts[index] = { ...row, text: text ?? row.fileText, version: row.version + 1 };
      return { ok: true };
    },
  };
}

function addPerson(
  world: { signIn: FakeSignIn; staff: FakeStaffDesk; time: { now: Date } },
  name: string,
  roles: readonly StaffRole[],
): Person {
  const id = randomUUID();
  const token = `token-${id}`;
  const csrf = `csrf-${id}`;
  world.signIn.addMember({ id, name, roles, sample: false, disabledAt: null });
  world.staff.rows.push({ id, name, roles, sample: false, disabled: false, addresses: [], onCall: 'no' });
  const expiresAt = new Date(world.time.now.getTime() + 43_200_000);
  world.signIn.begin({ id: randomUUID(), token, csrf, staffId: id, expiresAt });
  return { id, cookie: `xinqiao-staff=${token}`, csrf };
}

export function addCase(world: Pick<ConsoleWorld, 'cases'>, change: Partial<FakeCase> = {}): FakeCase {
  const item: FakeCase = {
    id: randomUUID(),
    number: 1001 + world.cases.cases.length,
    level: 'high',
    status: 'open',
    openedAt: new Date(NOW.getTime() - 95_000),
    acknowledgedAt: null,
    contactedAt: null,
    closedAt: null,
    outcome: null,
    note: '',
    ownerId: null,
    pagedStaffIds: [],
    channel: 'web',
    knownContact: true,
    lines: [],
    events: [],
    ...change,
  };
  world.cases.cases.push(item);
  return item;
}

const ORIGIN = 'http://localhost';

export const open = (world: Pick<ConsoleWorld, 'app'>, who: Person, path: string, headers = {}) =>
  world.app.request(`${ORIGIN}/console${path}`, { headers: { Cookie: who.cookie, ...headers } });

/** Sends a form as a page of the console would. */
export function send(
  world: Pick<ConsoleWorld, 'app'>,
  who: Person,
  path: string,
  fields: Readonly<Record<string, string | readonly string[]>> = {},
  headers: Readonly<Record<string, string>> = {},
) {
  const body = new URLSearchParams({ csrf: who.csrf });
  for (const [name, value] of Object.entries(fields)) {
    for (const item of typeof value === 'string' ? [value] : value) body.append(name, item);
  }
  if ('csrf' in fields) body.delete('csrf', who.csrf);
  return world.app.request(`${ORIGIN}/console${path}`, {
    method: 'POST',
    body,
    headers: { Cookie: who.cookie, Origin: ORIGIN, ...headers },
  });
}
