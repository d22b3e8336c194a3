import type { Actor } from '../../../access/can.ts';
import { addMs, daysMs, minutesMs } from '../../../core/clock.ts';
import type { CaseLevel } from '../../../handoff/case.ts';
import { type ExplainedPolicy, explainPolicies } from '../../../handoff/explain-policy.ts';
import { type ForeseenCall, foreseeCalls } from '../../../handoff/foresee-calls.ts';
import { type EscalationPolicy, namedTargets, policyFor } from '../../../handoff/policy.ts';
import { isKeptBack, kindsKeptBack } from '../../../handoff/rounds.ts';
import { personOf, rotaOf } from '../../../handoff/targets.ts';
import type { StaffAddress } from '../../../people/staff.ts';
import { boardOf, CONSOLE_ALIVE_MINUTES } from '../../escalation/duty-board.ts';
import { type ConversationParts, inScope, type Scope } from '../../scope.ts';
import { permitsRota } from '../../staff/change-rota.ts';

/** How far ahead one may ask. */
const FORESEEN_DAYS = 365;
/** Enough for every step and the first repeat of any policy that somebody can still follow. */
const MOST_CALLS = 30;

/** A way by which somebody is called; `reachable` is false where it is known to be blocked. */
export type CalledWay = Pick<StaffAddress, 'channel' | 'reachable'>;

/** Somebody as the policy sees them. */
export type CalledPerson = {
  readonly name: string;
  readonly sample: boolean;
  /** Whether a call would wake them now. */
  readonly wakes: boolean;
  readonly console: boolean;
  readonly ways: readonly CalledWay[];
};

export type ForeseenPerson = { readonly name: string; readonly wakes: boolean; readonly ways: CalledWay[] };

export type ForeseenView = Pick<ForeseenCall, 'at' | 'notifiers' | 'nobodyReal' | 'round'> & {
  readonly afterSeconds: number;
  readonly people: readonly ForeseenPerson[];
};

export type PolicyView = {
  readonly now: Date;
  /** The moment that the names are of. */
  readonly at: Date;
  readonly policies: readonly (ExplainedPolicy & {
    readonly foreseen: Readonly<Record<CaseLevel, readonly ForeseenView[]>>;
  })[];
  /** Everybody on the staff, by id. */
  readonly people: ReadonlyMap<string, CalledPerson>;
  /** What a target names and nobody is found for, with its key. */
  readonly unknown: readonly { readonly target: string; readonly key: string }[];
  readonly rules: Pick<
    EscalationPolicy,
    | 'laterSilence'
    | 'holdMinutes'
    | 'silentStudentSeconds'
    | 'quietCase'
    | 'ownerActiveSeconds'
    | 'digestSeconds'
    | 'source'
  >;
};

/** Who is called for a cry for help, step by step, in the words of the policy and by name; authorised and audited here. */
export interface PolicyDesk {
  /** @param at of which moment the names are; null for now, and for whatever is past or further away than a year. */
  view(actor: Actor, at: Date | null): Promise<PolicyView | null>;
}

export const createPolicyDesk = (parts: ConversationParts): PolicyDesk => ({
  view: (actor, at) =>
    inScope(parts, async (scope) =>
      (await permitsRota(scope, actor, 'rota.policy')) ? viewPolicy(scope, at) : null,
    ),
});

async function viewPolicy({ stores, now, centre }: Scope, asked: Date | null): Promise<PolicyView> {
  const { escalation } = centre;
  const at = asked !== null && asked > now && asked < addMs(now, daysMs(FORESEEN_DAYS)) ? asked : now;
  const rota = await stores.rota.read(now);
  const presence = await stores.duty.presence(addMs(now, -minutesMs(CONSOLE_ALIVE_MINUTES)));
  const addresses = await stores.staff.addresses(presence.map(({ staffId }) => staffId));
  const ways = addresses.filter(({ activeAt, addressId }) => activeAt !== null && addressId !== null);
  const people = new Map(
    presence.map((one): [string, CalledPerson] => [
      one.staffId,
      {
        name: one.name,
        sample: one.sample,
        wakes: !one.sample && (one.wakes || one.console),
        console: one.console,
        ways: ways.filter(({ staffId }) => staffId === one.staffId),
      },
    ]),
  );
  const seen = { policy: escalation, people, ways, at };
  const calls = (college: string | null, level: CaseLevel): ForeseenView[] =>
    untilRepeated(
      foreseeCalls(
        escalation,
        { level, college, at },
        (moment) => boardOf(rota, presence, moment),
        MOST_CALLS,
      ),
    ).map((call) => viewCall(seen, college, level, call));
  return {
    now,
    at,
    policies: explainPolicies(escalation, boardOf(rota, presence, at)).map((policy) => {
      const college = policy.colleges[0] ?? null;
      return {
        ...policy,
        foreseen: { imminent: calls(college, 'imminent'), high: calls(college, 'high') },
      };
    }),
    people,
    unknown: namedTargets(escalation).filter(({ target }) => {
      const [person, rotation] = [personOf(target), rotaOf(target)];
      if (person !== null) return !presence.some(({ name }) => name === person);
      if (rotation === null) return false;
      return !rota.rules.some((rule) => rule.kind === 'rotation' && rule.name === rotation);
    }),
    rules: escalation,
  };
}

/** The first repeat says it all: from then on it is the same again. */
function untilRepeated(calls: readonly ForeseenCall[]): readonly ForeseenCall[] {
  const repeat = calls.findIndex(({ round }) => round > 0);
  return repeat === -1 ? calls : calls.slice(0, repeat + 1);
}

type Seen = {
  readonly policy: EscalationPolicy;
  readonly people: ReadonlyMap<string, CalledPerson>;
  readonly ways: readonly StaffAddress[];
  readonly at: Date;
};

function viewCall(
  { policy, people, ways, at }: Seen,
  college: string | null,
  level: CaseLevel,
  call: ForeseenCall,
): ForeseenView {
  const kept = kindsKeptBack(policyFor(policy, college)[level], call.round);
  return {
    at: call.at,
    notifiers: call.notifiers,
    nobodyReal: call.nobodyReal,
    round: call.round,
    afterSeconds: Math.round((call.at.getTime() - at.getTime()) / 1_000),
    // Whoever would really be woken stands first.
    people: call.staffIds
      .map((staffId) => ({
        name: people.get(staffId)?.name ?? '',
        wakes: people.get(staffId)?.wakes ?? false,
        ways: ways.filter((way) => way.staffId === staffId && !isKeptBack(kept, way, ways)),
      }))
      .sort((a, b) => Number(b.wakes) - Number(a.wakes)),
  };
}
