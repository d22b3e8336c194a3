import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { StaffRole } from '../../src/access/roles.ts';
import { addMs, secondsMs } from '../../src/core/clock.ts';
import type { HandoffCase } from '../../src/handoff/case.ts';
import { type EscalationPolicy, escalationPolicySchema } from '../../src/handoff/policy.ts';
import type { DutyBoard, Responder } from '../../src/handoff/responders.ts';

/** The policy that ships in config/. */
export const policy: EscalationPolicy = escalationPolicySchema.parse(
  parse(readFileSync(new URL('../../config/escalation.yaml', import.meta.url), 'utf8')),
);

export const OPENED = new Date('2026-11-23T02:00:00Z');
export const secondsLater = (seconds: number): Date => addMs(OPENED, secondsMs(seconds));

/** An imminent case that has just been opened and that nobody has taken. */
export const sampleCase = (more: Partial<HandoffCase> = {}): HandoffCase => ({
  id: 'case',
  number: 1001,
  contactId: 'contact',
  addressId: 'address',
  channel: 'telegram',
  level: 'imminent',
  status: 'open',
  knownContact: true,
  ownerId: null,
  openedAt: OPENED,
  resumedAt: null,
  levelSince: OPENED,
  acknowledgedAt: null,
  contactedAt: null,
  unansweredSince: null,
  closedAt: null,
  outcome: null,
  step: 0,
  wakeAt: OPENED,
  tellAt: OPENED,
  tellCount: 0,
  college: null,
  unrepliedSince: null,
  studentSilentSince: null,
  ownerActiveAt: null,
  nudgedAt: null,
  calledAt: null,
  hold: null,
  arrivedAt: null,
  ...more,
});

export const takenCase = (ownerId: string, more: Partial<HandoffCase> = {}): HandoffCase =>
  sampleCase({
    status: 'acknowledged',
    ownerId,
    acknowledgedAt: OPENED,
    unansweredSince: OPENED,
    step: 1,
    ...more,
  });

export const real = (staffId: string): Responder => ({ staffId, real: true });
export const sample = (staffId: string): Responder => ({ staffId, real: false });

type Board = {
  readonly duty?: readonly Responder[];
  readonly backup?: readonly Responder[];
  readonly administrators?: readonly Responder[];
  readonly byName?: Readonly<Record<string, Responder>>;
  readonly byRota?: Readonly<Record<string, readonly Responder[]>>;
} & Partial<Record<StaffRole, readonly Responder[]>>;

export const board = ({
  duty = [],
  backup = [],
  administrators = [],
  byName = {},
  byRota = {},
  ...byRole
}: Board): DutyBoard => ({
  duty,
  backup,
  administrators,
  byName: new Map(Object.entries(byName)),
  byRota: new Map(Object.entries(byRota)),
  byRole: { ...byRole, administrator: administrators },
});
