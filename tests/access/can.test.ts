import { describe, expect, it } from 'vitest';
import {
  type Actor,
  type CaseRelation,
  can,
  type MediaRelation,
  type Resource,
} from '../../src/access/can.ts';
import { type Action, type Purpose, roleTable } from '../../src/access/role-table.ts';
import { STAFF_ROLES, type StaffRole } from '../../src/access/roles.ts';

const ME = 'staff-1';
const STUDENT = 'contact-1';
const actor = (role: StaffRole): Actor => ({ kind: 'staff', staffId: ME, roles: [role] });
const aCase = (change: Partial<CaseRelation>): CaseRelation => ({
  kind: 'case',
  id: 'case-1',
  ownerId: null,
  pagedStaffIds: ['staff-9'],
  closed: false,
  ...change,
});

/** How somebody may stand to a case. */
const RELATIONS = {
  'waits, called others': aCase({}),
  'waits, called me': aCase({ pagedStaffIds: [ME, 'staff-9'] }),
  'another has it': aCase({ ownerId: 'staff-9' }),
  'another has it, called me': aCase({ ownerId: 'staff-9', pagedStaffIds: [ME] }),
  'I have it': aCase({ ownerId: ME }),
  'I had it, closed': aCase({ ownerId: ME, closed: true }),
  'another had it, closed': aCase({ ownerId: 'staff-9', closed: true }),
  'another had it, closed, called me': aCase({ ownerId: 'staff-9', pagedStaffIds: [ME], closed: true }),
} as const;
type RelationName = keyof typeof RELATIONS;

const NOBODY: readonly StaffRole[] = [];
const ALL: readonly StaffRole[] = STAFF_ROLES;
const COUNSELLOR: readonly StaffRole[] = ['counsellor'];
const SEES_ALL: readonly StaffRole[] = ['centre-head'];

/** Written down by hand: which roles may, for each relation. */
const CASES: Readonly<Record<string, Readonly<Record<RelationName, readonly StaffRole[]>>>> = {
  'case.see': {
    'waits, called others': SEES_ALL,
    'waits, called me': ALL,
    'another has it': SEES_ALL,
    'another has it, called me': ALL,
    'I have it': ALL,
    'I had it, closed': ALL,
    'another had it, closed': SEES_ALL,
    'another had it, closed, called me': ALL,
  },
  'case.read': readsWords(),
  'case.acknowledge': {
    'waits, called others': NOBODY,
    'waits, called me': ALL,
    'another has it': NOBODY,
    'another has it, called me': ALL,
    'I have it': ALL,
    'I had it, closed': ALL,
    'another had it, closed': NOBODY,
    'another had it, closed, called me': ALL,
  },
  'case.answer': onlyMine(),
  'case.close': onlyMine(),
  'case.inform': {
    'waits, called others': SEES_ALL,
    'waits, called me': SEES_ALL,
    'another has it': SEES_ALL,
    'another has it, called me': SEES_ALL,
    'I have it': ALL,
    'I had it, closed': ALL,
    'another had it, closed': SEES_ALL,
    'another had it, closed, called me': SEES_ALL,
  },
  'case.crisis-report': {
    'waits, called others': SEES_ALL,
    'waits, called me': SEES_ALL,
    'another has it': SEES_ALL,
    'another has it, called me': SEES_ALL,
    'I have it': ALL,
    'I had it, closed': ALL,
    'another had it, closed': SEES_ALL,
    'another had it, closed, called me': SEES_ALL,
  },
  'case.read-crisis-report': {
    'waits, called others': SEES_ALL,
    'waits, called me': SEES_ALL,
    'another has it': SEES_ALL,
    'another has it, called me': SEES_ALL,
    'I have it': ALL,
    'I had it, closed': ALL,
    'another had it, closed': SEES_ALL,
    'another had it, closed, called me': SEES_ALL,
  },
  'case.identify': readsWords(),
  'case.identify-proven': onlyMine(),
  'case.note-identity': readsWords(),
  'case.link': onlyMine(),
  'case.break-glass': breaksGlass(),
  'case.glass-reason': breaksGlass(),
  'case.break-glass-words': {
    'waits, called others': SEES_ALL,
    'waits, called me': SEES_ALL,
    'another has it': SEES_ALL,
    'another has it, called me': SEES_ALL,
    'I have it': SEES_ALL,
    'I had it, closed': SEES_ALL,
    'another had it, closed': SEES_ALL,
    'another had it, closed, called me': SEES_ALL,
  },
  // Only behind a glass that was broken: proved below.
  'case.read-behind-glass': nobodys(),
  'case.hand-over': onlyMine(),
  'case.hold': onlyMine(),
  'case.transfer': onlyMine(),
  'case.invite': onlyMine(),
  'case.accept': nobodys(),
  'case.leave': nobodys(),
  'case.note': onlyMine(),
  'case.raise': onlyMine(),
  'case.about': onlyMine(),
  'case.another': onlyMine(),
  'case.assess': onlyMine(),
  'case.plan': onlyMine(),
  'case.offer-slot': onlyMine(),
  'case.mark': readsWords(),
};

function readsWords(): Readonly<Record<RelationName, readonly StaffRole[]>> {
  return { ...onlyMine(), 'waits, called me': COUNSELLOR };
}

/** Of a case that nobody called them for, counsellors do not know: there is no glass to break. */
function breaksGlass(): Readonly<Record<RelationName, readonly StaffRole[]>> {
  return {
    'waits, called others': SEES_ALL,
    'waits, called me': [...SEES_ALL, ...COUNSELLOR],
    'another has it': SEES_ALL,
    'another has it, called me': [...SEES_ALL, ...COUNSELLOR],
    'I have it': SEES_ALL,
    'I had it, closed': SEES_ALL,
    'another had it, closed': SEES_ALL,
    'another had it, closed, called me': [...SEES_ALL, ...COUNSELLOR],
  };
}

/** For those beside the owner, or asked to come: proved below. */
function nobodys(): Readonly<Record<RelationName, readonly StaffRole[]>> {
  return { ...onlyMine(), 'I have it': NOBODY, 'I had it, closed': NOBODY };
}

function onlyMine(): Readonly<Record<RelationName, readonly StaffRole[]>> {
  return {
    'waits, called others': NOBODY,
    'waits, called me': NOBODY,
    'another has it': NOBODY,
    'another has it, called me': NOBODY,
    'I have it': ALL,
    'I had it, closed': ALL,
    'another had it, closed': NOBODY,
    'another had it, closed, called me': NOBODY,
  };
}

type Office = readonly [Exclude<Resource['kind'], 'case' | 'media' | 'own' | 'door'>, readonly StaffRole[]];

const OFFICE: Readonly<Record<string, Office>> = {
  'cases.list': ['cases', ALL],
  'crisis-reports.list': ['crisis-reports', ALL],
  // Of no one in particular: the owner of each entry is proved on the running program.
  'follow-up.list': ['register', ALL],
  'follow-up.see': ['register', ['centre-head']],
  'follow-up.settle': ['register', ['centre-head']],
  'register.assign': ['register', ['centre-head']],
  'register.change': ['register', ['centre-head']],
  'appointments.list': ['appointments', ['counsellor', 'staff']],
  'availability.see': ['availability', ['counsellor', 'centre-head', 'administrator', 'staff']],
  // Of nobody in particular.
  'availability.change': ['availability', ['centre-head', 'administrator', 'staff']],
  'availability.arrange': ['availability', ['centre-head', 'administrator', 'staff']],
  'waiting-list.see': ['waiting-list', ['counsellor', 'centre-head', 'staff']],
  'waiting-list.urgent': ['waiting-list', ['counsellor', 'centre-head']],
  'waiting-list.remove': ['waiting-list', ['centre-head', 'staff']],
  'calendar-feed.own': ['appointments', ['counsellor']],
  'appointments.changes': ['appointments', ['counsellor', 'centre-head', 'staff']],
  // A counsellor's own: proved below.
  'appointments.see-changes': ['appointments', ['staff']],
  'appointments.reach': ['appointments', ['staff']],
  // By a code that the student gave; who has a number is for the desk alone.
  'appointments.desk': ['appointments', ['counsellor', 'staff']],
  'appointments.find': ['appointments', ['staff']],
  'appointments.book': ['appointments', ['staff']],
  'appointments.change': ['appointments', ['staff']],
  'appointments.close-day': ['appointments', ['centre-head', 'staff']],
  'appointments.count': ['appointments', ['centre-head', 'staff']],
  'roster.import': ['roster', ['staff', 'centre-head', 'administrator']],
  'identity.check': ['roster', ['staff', 'centre-head']],
  'identity.rebind': ['roster', ['staff', 'centre-head']],
  'intake.list': ['intake', ['counsellor', 'supervisor']],
  // Of an appointment that is not one's own; counsellor and supervisor are proved below.
  'intake.read': ['intake', NOBODY],
  'staff.list': ['staff', ['centre-head', 'administrator']],
  'staff.add': ['staff', ['administrator']],
  'staff.link': ['staff', ['administrator']],
  'staff.revoke': ['staff', ['administrator']],
  'rota.see': ['rota', ALL],
  'rota.policy': [
    'rota',
    ['counsellor', 'supervisor', 'centre-head', 'administrator', 'desk', 'duty-leader'],
  ],
  'rota.change': ['rota', ['centre-head', 'administrator']],
  'rota.offer': ['rota', ALL],
  'rota.answer': ['rota', ALL],
  'review.read': ['review', COUNSELLOR],
  'review.mark': ['review', COUNSELLOR],
  'precision.see': ['precision', ['counsellor', 'supervisor', 'centre-head']],
  'precision.release': ['precision', SEES_ALL],
  'content.see': ['content', ['centre-head', 'administrator']],
  'content.change': ['content', ['centre-head', 'administrator']],
  // Of no one in particular; that of one's own is proved below.
  'activity.see': ['activities', ['counsellor', 'centre-head', 'staff']],
  'activity.write': ['activities', ['counsellor', 'staff']],
  'activity.sign-ups': ['activities', ['staff']],
  'activity.answers': ['activities', []],
  'activity.decide': ['activities', []],
  'activity.attend': ['activities', ['staff']],
  'campaign.see': ['campaigns', ['centre-head', 'staff']],
  'campaign.write': ['campaigns', ['staff']],
  'campaign.send': ['campaigns', ['staff']],
  'campaign.cancel': ['campaigns', ['centre-head', 'staff']],
  'rules.see': ['rules', ['counsellor', 'supervisor', 'centre-head', 'administrator']],
  'rules.test': ['rules', ['counsellor', 'supervisor', 'centre-head', 'administrator']],
  'rules.change': ['rules', ['counsellor', 'supervisor', 'centre-head', 'administrator']],
  'rules.approve': ['rules', ['counsellor', 'supervisor', 'centre-head']],
  // Supervisors hear of a head who looked where there is no other head.
  'glasses.list': ['glasses', ['centre-head', 'supervisor']],
  'drill.see': ['drills', ALL],
  'drill.take': ['drills', ALL],
  'drill.plan': ['drills', ['centre-head', 'administrator']],
  'drill.results': ['drills', ['centre-head']],
  'audit.verify': ['audit', ['centre-head', 'administrator']],
  'retention.see': ['audit', ['centre-head']],
  'bots.sign-in': ['bots', ['administrator']],
  'notifiers.see': ['notifiers', ['administrator']],
  'notifiers.test': ['notifiers', ['administrator']],
  // Of no one in particular: owner and supervisor are proved on the running program.
  'sessions.list': ['sessions', ['counsellor', 'supervisor', 'staff']],
  'referrals.list': ['referrals', ['counsellor', 'supervisor', 'centre-head']],
  'referral-places.change': ['referrals', ['centre-head', 'administrator']],
  'workload.see': ['workload', ['counsellor', 'supervisor', 'centre-head']],
  'supervisions.see': ['supervisions', SEES_ALL],
  'supervisions.change': ['supervisions', SEES_ALL],
  'session.use': ['staff', ALL],
  'operator.run': ['server', NOBODY],
};

/** By whom: the counsellor of a session, whoever supervises them, anybody else with the role. */
const SESSIONS: Readonly<
  Record<
    string,
    { own: readonly StaffRole[]; supervised: readonly StaffRole[]; others: readonly StaffRole[] }
  >
> = {
  'session.see': { own: ALL, supervised: ['supervisor'], others: NOBODY },
  'session.check-in': { own: ALL, supervised: ['staff'], others: ['staff'] },
  'session.attend': { own: ALL, supervised: NOBODY, others: NOBODY },
  'session.record': { own: ALL, supervised: NOBODY, others: NOBODY },
  'session.read-record': { own: ALL, supervised: ['supervisor'], others: NOBODY },
  'session.plan': { own: ALL, supervised: NOBODY, others: NOBODY },
  'session.raise': { own: ALL, supervised: NOBODY, others: NOBODY },
  'session.refer': { own: ALL, supervised: NOBODY, others: NOBODY },
  'referral.see': { own: ALL, supervised: ['supervisor', 'centre-head'], others: ['centre-head'] },
  'referral.read': { own: ALL, supervised: ['supervisor'], others: NOBODY },
  'referral.break-glass': { own: ['centre-head'], supervised: ['centre-head'], others: ['centre-head'] },
  'referral.change': { own: ALL, supervised: NOBODY, others: NOBODY },
  'referral.decide': { own: ['centre-head'], supervised: ['centre-head'], others: ['centre-head'] },
};

const ACTIONS = Object.keys(roleTable) as Action[];
const PURPOSES: readonly Purpose[] = ['crisis', 'care', 'administration', 'own', 'public'];
const RESOURCES: readonly Resource[] = [
  ...Object.values(RELATIONS),
  ...(
    [
      'cases',
      'register',
      'roster',
      'intake',
      'crisis-reports',
      'glasses',
      'appointments',
      'availability',
      'staff',
      'rota',
      'review',
      'precision',
      'content',
      'campaigns',
      'rules',
      'audit',
      'bots',
      'notifiers',
      'drills',
      'server',
      'door',
    ] as const
  ).map((kind) => ({ kind })),
  { kind: 'own', contactId: STUDENT },
  aPicture(RELATIONS['waits, called others']),
];

function aPicture(...shownIn: CaseRelation[]): MediaRelation {
  return { kind: 'media', id: 'media-1', shownIn, inReview: false };
}

const allowedRoles = (action: Action, resource: Resource, purpose: Purpose): StaffRole[] =>
  STAFF_ROLES.filter((role) => can(actor(role), action, resource, purpose));

describe('somebody beside the owner', () => {
  const allowedOf = (change: Partial<CaseRelation>): string[] =>
    Object.keys(roleTable)
      .filter((action) => roleTable[action as Action].on === 'case')
      .filter((action) => can(actor('counsellor'), action as Action, aCase(change), 'crisis'))
      .sort();

  it('reads and speaks, and answers for nothing', () => {
    const allowed = allowedOf({ ownerId: 'staff-9', teamStaffIds: [ME] });
    for (const action of [
      'about',
      'answer',
      'assess',
      'leave',
      'note',
      'offer-slot',
      'plan',
      'raise',
      'read',
      'see',
    ])
      expect(allowed).toContain(`case.${action}`);
    for (const action of ['accept', 'close', 'hand-over', 'invite', 'transfer'])
      expect(allowed).not.toContain(`case.${action}`);
  });

  it('has nothing once it is closed', () => {
    expect(allowedOf({ ownerId: 'staff-9', teamStaffIds: [ME], closed: true })).toEqual([]);
  });

  it('sees no words while they are only asked', () => {
    expect(allowedOf({ ownerId: 'staff-9', askedStaffIds: [ME] })).toEqual(['case.accept', 'case.see']);
    expect(allowedOf({ ownerId: 'staff-9', askedStaffIds: [ME], closed: true })).toEqual([]);
  });
});

describe('somebody who looks after the work of the owner', () => {
  const allowedOf = (role: StaffRole, change: Partial<CaseRelation>): string[] =>
    ACTIONS.filter((action) => can(actor(role), action, aCase(change), 'crisis')).sort();

  it('reads the words and what was issued, says whether an alarm was right, and does nothing else', () => {
    const reads = ['case.mark', 'case.read', 'case.read-crisis-report', 'case.see'];
    for (const closed of [false, true])
      expect(allowedOf('supervisor', { ownerId: 'staff-9', supervisorIds: [ME], closed })).toEqual(reads);
    const shown = aPicture(aCase({ ownerId: 'staff-9', supervisorIds: [ME] }));
    expect(allowedRoles('media.read', shown, 'crisis')).toEqual(['supervisor']);
  });

  it('gains nothing in another role, and nothing by what others look after', () => {
    for (const role of STAFF_ROLES) {
      const plain = allowedOf(role, { ownerId: 'staff-9' });
      expect([role, allowedOf(role, { ownerId: 'staff-9', supervisorIds: ['staff-8'] })]).toEqual([
        role,
        plain,
      ]);
      if (role !== 'supervisor')
        expect([role, allowedOf(role, { ownerId: 'staff-9', supervisorIds: [ME] })]).toEqual([role, plain]);
    }
  });
});

describe('somebody who broke the glass', () => {
  const allowedOf = (role: StaffRole, change: Partial<CaseRelation>): string[] =>
    ACTIONS.filter((action) => can(actor(role), action, aCase(change), 'crisis')).sort();

  const BEHIND = ['case.identify', 'case.identify-proven', 'case.read-behind-glass'];

  it('reads what is behind it, as long as it is open, and does nothing', () => {
    const added = (role: StaffRole, change: Partial<CaseRelation>) => {
      const whole = allowedOf(role, { ownerId: 'staff-9', ...change });
      const broken = allowedOf(role, { ownerId: 'staff-9', ...change, glassStaffIds: [ME] });
      return broken.filter((action) => !whole.includes(action));
    };
    expect(added('centre-head', {})).toEqual(BEHIND);
    expect(added('centre-head', { closed: true })).toEqual(BEHIND);
    expect(added('counsellor', { pagedStaffIds: [ME] })).toEqual(['case.identify', 'case.identify-proven']);
  });

  it('gains nothing in any other role, and nothing by the glass that others broke', () => {
    for (const role of STAFF_ROLES) {
      if (role !== 'centre-head' && role !== 'counsellor')
        expect([role, allowedOf(role, { ownerId: 'staff-9', glassStaffIds: [ME] })]).toEqual([role, []]);
      const others = allowedOf(role, { ownerId: 'staff-9', glassStaffIds: ['staff-9'] });
      expect([role, others]).toEqual([role, allowedOf(role, { ownerId: 'staff-9' })]);
    }
  });
});

describe('whoever leads an activity', () => {
  it('reads what was answered and decides, which nobody else does', () => {
    const own = { kind: 'activities', id: 'activity-1', leaderId: ME } as const;
    const others = { kind: 'activities', id: 'activity-1', leaderId: 'staff-9' } as const;
    for (const role of STAFF_ROLES) {
      const may = (action: Action, resource: Resource) =>
        can(actor(role), action, resource, 'administration');
      for (const action of [
        'activity.see',
        'activity.sign-ups',
        'activity.answers',
        'activity.decide',
      ] as const)
        expect([role, action, may(action, own)]).toEqual([role, action, true]);
      expect([role, may('activity.answers', others)]).toEqual([role, false]);
      expect([role, may('activity.decide', others)]).toEqual([role, false]);
    }
  });
});

describe('can()', () => {
  it('is proved here for every action of the table', () => {
    const tables = [CASES, OFFICE, SESSIONS].flatMap((table) => Object.keys(table));
    const proved = [...tables, 'media.read', 'own.use', 'door.use'];
    expect(proved.sort()).toEqual([...ACTIONS].sort());
  });

  it.each(Object.entries(SESSIONS))(
    '%s: of one’s own, of whom one supervises, of others',
    (action, wanted) => {
      const kind = action.startsWith('session.') ? 'session' : 'referral';
      const allowed = (counsellorId: string, supervisorIds: readonly string[]) =>
        allowedRoles(action as Action, { kind, id: 'one', counsellorId, supervisorIds }, 'care');
      const sorted = (roles: readonly StaffRole[]) => STAFF_ROLES.filter((role) => roles.includes(role));
      expect(allowed(ME, [])).toEqual(sorted(wanted.own));
      expect(allowed('somebody', [ME])).toEqual(sorted(wanted.supervised));
      expect(allowed('somebody', ['somebody else'])).toEqual(sorted(wanted.others));
    },
  );

  const rows = Object.entries(CASES).flatMap(([action, relations]) =>
    Object.entries(relations).map(([relation, roles]) => ({ action, relation, roles })),
  );
  it.each(rows)('$action, when $relation: $roles', ({ action, relation, roles }) => {
    const resource = RELATIONS[relation as RelationName];
    const wanted = STAFF_ROLES.filter((role) => roles.includes(role));
    for (const purpose of ['crisis', 'care'] as const) {
      expect(allowedRoles(action as Action, resource, purpose)).toEqual(wanted);
    }
  });

  it.each(Object.entries(OFFICE).map(([action, [kind, roles]]) => ({ action, kind, roles })))(
    '$action: $roles',
    ({ action, kind, roles }) => {
      const wanted = STAFF_ROLES.filter((role) => roles.includes(role));
      expect(allowedRoles(action as Action, { kind } as Resource, 'administration')).toEqual(wanted);
    },
  );

  it.each(Object.entries(RELATIONS))(
    'media.read: whoever may read the words of the case that shows it, when %s',
    (_, relation) => {
      for (const purpose of ['crisis', 'care'] as const) {
        const wanted = allowedRoles('case.read', relation, purpose);
        expect(allowedRoles('media.read', aPicture(relation), purpose)).toEqual(wanted);
        const elsewhere = aPicture(RELATIONS['another had it, closed'], relation);
        expect(allowedRoles('media.read', elsewhere, purpose)).toEqual(wanted);
      }
    },
  );

  it('media.read: those who read the daily review, while it waits there, and nobody once it is shown nowhere', () => {
    expect(allowedRoles('media.read', { ...aPicture(), inReview: true }, 'care')).toEqual(COUNSELLOR);
    expect(allowedRoles('media.read', aPicture(), 'care')).toEqual(NOBODY);
  });

  it('says no to every other resource and every other purpose', () => {
    let refused = 0;
    for (const action of ACTIONS) {
      for (const resource of RESOURCES) {
        for (const purpose of PURPOSES) {
          const row = roleTable[action];
          if (row.on === resource.kind && row.purposes.includes(purpose)) continue;
          expect([action, resource.kind, purpose, allowedRoles(action, resource, purpose)]).toEqual([
            action,
            resource.kind,
            purpose,
            [],
          ]);
          refused += 1;
        }
      }
    }
    expect(refused).toBeGreaterThan(1_000);
  });

  it('gives no role at all nothing but the door', () => {
    const bare: Actor = { kind: 'staff', staffId: ME, roles: [] };
    const may = ACTIONS.filter((action) =>
      RESOURCES.some((resource) => PURPOSES.some((purpose) => can(bare, action, resource, purpose))),
    );
    expect(may).toEqual(['door.use']);
  });

  it('gives visitors only the door, and students besides only what is their own', () => {
    const mayOf = (who: Actor): [Action, string][] =>
      ACTIONS.flatMap((action) =>
        RESOURCES.filter((resource) => PURPOSES.some((purpose) => can(who, action, resource, purpose))).map(
          (resource): [Action, string] => [action, resource.kind],
        ),
      );
    expect(mayOf({ kind: 'visitor' })).toEqual([['door.use', 'door']]);
    expect(mayOf({ kind: 'student', contactId: STUDENT })).toEqual([
      ['own.use', 'own'],
      ['door.use', 'door'],
    ]);
    expect(mayOf({ kind: 'student', contactId: 'contact-2' })).toEqual([['door.use', 'door']]);
    // A contact whose id is that of a staff member gains nothing by it.
    expect(mayOf({ kind: 'student', contactId: ME })).toEqual([['door.use', 'door']]);
  });

  it('adds up the roles of somebody who holds several', () => {
    const both: Actor = { kind: 'staff', staffId: ME, roles: ['counsellor', 'administrator'] };
    expect(can(both, 'staff.add', { kind: 'staff' }, 'administration')).toBe(true);
    expect(can(both, 'case.read', RELATIONS['waits, called me'], 'crisis')).toBe(true);
    expect(can(both, 'case.read', RELATIONS['waits, called others'], 'crisis')).toBe(false);
  });
});

describe('the form of a first visit', () => {
  it('is read by the counsellor of the appointment and whoever supervises them, and by no other supervisor', () => {
    const allowed = (ownerId: string, supervisorIds: readonly string[]) =>
      allowedRoles('intake.read', { kind: 'intake', id: 'one', ownerId, supervisorIds }, 'care');
    expect(allowed(ME, [])).toEqual(ALL);
    expect(allowed('staff-9', [ME])).toEqual(['supervisor']);
    expect(allowed('staff-9', ['staff-8'])).toEqual(NOBODY);
  });
});

describe('appointments of one counsellor', () => {
  const SINGLE = [
    'appointments.see-changes',
    'appointments.reach',
    'appointments.book',
    'appointments.change',
  ] as const;
  const FIGURES = ['appointments.close-day', 'appointments.count'] as const;

  it.each([...SINGLE, ...FIGURES])('%s is their own, the desk’s, and no administrator’s', (action) => {
    const allowed = (counsellorId: string) =>
      allowedRoles(action, { kind: 'appointments', counsellorId }, 'administration');
    expect(allowed(ME)).toEqual(expect.arrayContaining(['counsellor', 'staff']));
    expect(allowed('staff-9')).not.toContain('counsellor');
    expect(allowed(ME)).not.toContain('administrator');
    // Counts alone.
    expect(allowed(ME).includes('centre-head')).toBe(FIGURES.some((one) => one === action));
  });
});

describe('what a referral says', () => {
  it('is read by a centre head behind the glass alone, and by nobody else so', () => {
    const allowed = (glassStaffIds: readonly string[]) =>
      allowedRoles(
        'referral.read',
        { kind: 'referral', id: 'one', counsellorId: 'staff-9', glassStaffIds },
        'care',
      );
    expect(allowed([])).toEqual(NOBODY);
    expect(allowed([ME])).toEqual(['centre-head']);
  });
});
