import { addMs, daysMs, hoursMs, minutesMs } from '../../core/clock.ts';
import { formatTime } from '../../core/shanghai-time.ts';
import type { HandoffCase } from '../../handoff/case.ts';
import { listShiftEnds, whoIsOn } from '../../handoff/rota/coverage.ts';
import { DUTIES, type Rota } from '../../handoff/rota/rota.ts';
import type { Scope } from '../scope.ts';
import { handOverChoices, nextOnDuty } from './next-on-duty.ts';
import { type Notice, tellOrNotify } from './tell-or-notify.ts';
import type { Voice } from './tell-voiced.ts';

/** How long before a change of shift both sides are told. */
const WARNED_MINUTES = 15;
/** A change that nobody saw, because the program was down, is still told for so long. */
const LATE_HOURS = 6;
/** Without any change in sight it looks again after so many days. */
const LOOK_DAYS = 7;

/**
 * Tells whoever goes off call with students of their own, before it and when it is so, and whoever comes on. What they do
 * not hand over stays theirs. Answers when to look again.
 */
export async function warnOfChanges(scope: Scope): Promise<Date> {
  const { stores, now } = scope;
  const since = addMs(now, -hoursMs(LATE_HOURS));
  const rota = await stores.rota.read(since);
  const talking = (await stores.cases.list(0)).filter(({ status }) => status === 'acknowledged');
  const beside = new Set(
    (await stores.duty.presence(now)).filter((one) => one.besideRota).map(({ staffId }) => staffId),
  );
  for (const { staffId, endsAt } of listShiftEnds(rota, since, addMs(now, minutesMs(WARNED_MINUTES)))) {
    const owned = talking.filter(({ ownerId }) => ownerId === staffId);
    if (owned.length === 0 || beside.has(staffId)) continue;
    if (endsAt > now) await warnBefore(scope, rota, staffId, endsAt, owned);
    else if (!isOnNow(rota, staffId, now))
      await tellStays(scope, rota, staffId, endsAt, owned.filter(tookBefore(endsAt)));
  }
  return nextLook(rota, now);
}

/** Whoever takes one after their shift does so knowing that it is over. */
const tookBefore =
  (endsAt: Date) =>
  ({ acknowledgedAt }: HandoffCase): boolean =>
    acknowledgedAt !== null && acknowledgedAt < endsAt;

const isOnNow = (rota: Rota, staffId: string, now: Date): boolean =>
  DUTIES.some((duty) => whoIsOn(rota, duty, now).includes(staffId));

function nextLook(rota: Rota, now: Date): Date {
  const horizon = addMs(now, daysMs(LOOK_DAYS));
  const moments = listShiftEnds(rota, now, horizon).flatMap(({ endsAt }) => [
    addMs(endsAt, -minutesMs(WARNED_MINUTES)),
    endsAt,
  ]);
  const [next] = moments.filter((at) => at > now).sort((a, b) => a.getTime() - b.getTime());
  return next ?? horizon;
}

export const sayNumbers = (cases: readonly Pick<HandoffCase, 'number'>[]): string =>
  cases.map(({ number }) => `#${number}`).join(' ');

/**
 * A case that was taken after somebody was told of the others makes them be told again, of all that they have. Answers what
 * is new, as a part of a key; null where nothing is.
 */
async function noteFresh(
  { stores, now }: Scope,
  staffId: string,
  endsAt: Date,
  kind: 'soon' | 'stays',
  owned: readonly HandoffCase[],
): Promise<string | null> {
  const caseIds = owned.map(({ id }) => id);
  const fresh = await stores.rotaTasks.noteTold({ staffId, endsAt, kind, caseIds, now });
  const numbers = owned.filter(({ id }) => fresh.includes(id)).map(({ number }) => number);
  return numbers.length === 0 ? null : numbers.join('.');
}

async function warnBefore(
  scope: Scope,
  rota: Rota,
  staffId: string,
  endsAt: Date,
  owned: readonly HandoffCase[],
): Promise<void> {
  const { stores } = scope;
  const fresh = await noteFresh(scope, staffId, endsAt, 'soon', owned);
  if (fresh === null) return;
  const next = await nextOnDuty(scope, staffId);
  const figures = { time: formatTime(endsAt), cases: sayNumbers(owned) };
  const key = `shift-end:${staffId}:${endsAt.getTime()}:${fresh}`;
  const count = owned.length;
  const noticeBefore = (about: 'notice.shiftEnd' | 'notice.incoming'): Notice => ({
    count,
    what: (texts) => texts(about, { time: figures.time, count }),
  });
  await tellOrNotify(scope, staffId, key, noticeBefore('notice.shiftEnd'), ({ texts }) => ({
    text: texts(next.length === 0 ? 'handOver.soonNobody' : 'handOver.soon', figures),
    choices: handOverChoices(texts, owned, next),
  }));
  const name = (await stores.staff.byId(staffId))?.name ?? '';
  // Whoever is on beside them comes on at no time.
  const before = whoIsOn(rota, 'duty', addMs(endsAt, -1));
  for (const incoming of whoIsOn(rota, 'duty', endsAt)) {
    if (incoming === staffId || before.includes(incoming)) continue;
    await tellOrNotify(scope, incoming, `${key}:next`, noticeBefore('notice.incoming'), ({ texts }) => ({
      text: texts('handOver.incoming', { ...figures, name }),
    }));
  }
}

async function tellStays(
  scope: Scope,
  rota: Rota,
  staffId: string,
  endsAt: Date,
  owned: readonly HandoffCase[],
): Promise<void> {
  const { stores, now } = scope;
  const fresh = await noteFresh(scope, staffId, endsAt, 'stays', owned);
  if (fresh === null) return;
  const key = `shift-over:${staffId}:${endsAt.getTime()}:${fresh}`;
  await sayStays(scope, staffId, owned, key);
  const name = (await stores.staff.byId(staffId))?.name ?? '';
  // Told only: nothing moves to somebody who was not given it.
  for (const incoming of whoIsOn(rota, 'duty', now)) {
    if (incoming === staffId) continue;
    await tellOrNotify(
      scope,
      incoming,
      `${key}:next`,
      noticeOf('notice.staysIncoming', owned),
      ({ texts }) => ({
        text: texts('handOver.staysIncoming', { cases: sayNumbers(owned), name }),
      }),
    );
  }
}

async function sayStays(
  scope: Scope,
  staffId: string,
  owned: readonly HandoffCase[],
  key: string,
): Promise<void> {
  const next = await nextOnDuty(scope, staffId);
  const compose = ({ texts }: Voice) => ({
    text: texts('handOver.stays', { cases: sayNumbers(owned) }),
    choices: handOverChoices(texts, owned, next),
  });
  await tellOrNotify(scope, staffId, key, noticeOf('notice.stays', owned), compose);
}

const noticeOf = (
  about: 'notice.stays' | 'notice.staysIncoming',
  { length: count }: readonly HandoffCase[],
): Notice => ({ count, what: (texts) => texts(about, { count }) });

/** Somebody was taken off call by hand: what they have in hand stays theirs, and they are told so. */
export async function tellOffCall(scope: Scope, staffId: string): Promise<void> {
  const { stores, now } = scope;
  if (isOnNow(await stores.rota.read(now), staffId, now)) return;
  const owned = (await stores.cases.ownedBy(staffId)).filter(({ status }) => status === 'acknowledged');
  if (owned.length > 0) await sayStays(scope, staffId, owned, `off-call:${staffId}:${now.getTime()}`);
}
