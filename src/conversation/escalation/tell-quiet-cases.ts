import { addMs, daysMs, minutesMs } from '../../core/clock.ts';
import { type QuietCase, quietCases, quietForHeads, quietLook } from '../../handoff/quiet-cases.ts';
import { listShiftEnds } from '../../handoff/rota/coverage.ts';
import type { Scope } from '../scope.ts';
import { type Notice, tellOrNotify } from '../staff/tell-or-notify.ts';
import type { Voice } from '../staff/tell-voiced.ts';

/** As many as one message names; the rest are counted. */
const NAMED = 12;
const HOUR_MS = 3_600_000;

/**
 * A case in which nothing is owed has no deadline, and must not lie open for ever: without a sign of its owner for hours it
 * is told to them every morning, and in the evening to whoever had no shift that ended; after a day the centre heads hear of
 * it, by number alone. Harmless when run twice. Answers when to look again.
 */
export async function tellQuietCases(scope: Scope): Promise<Date> {
  const { stores, now, centre } = scope;
  const { part, date, nextAt } = quietLook(now);
  if (part === null) return nextAt;
  const taken = await stores.cases.list(0);
  const quiet = quietCases(taken, centre.escalation.quietCase.ownerHours, now);
  const told = part === 'evening' ? await toldAtShiftEnd(scope) : new Set<string>();
  const owners = new Set(quiet.flatMap(({ one }) => one.ownerId ?? []));
  for (const ownerId of owners) {
    if (told.has(ownerId)) continue;
    const own = quiet.filter(({ one }) => one.ownerId === ownerId);
    await tellOrNotify(scope, ownerId, `quiet:${date}:${part}`, noticeOf('notice.quiet', own), (voice) =>
      sayQuiet(scope, voice, 'quiet.owner', own),
    );
  }
  const forHeads = quietForHeads(centre.escalation, taken, part, now);
  if (forHeads.length > 0) await tellHeads(scope, `quiet-heads:${date}:${part}`, forHeads);
  return nextAt;
}

/** Whoever's shift ended is told of all that they have when it does. */
async function toldAtShiftEnd({ stores, now }: Scope): Promise<ReadonlySet<string>> {
  const since = addMs(now, -daysMs(1));
  const beside = (await stores.duty.presence(now)).filter((one) => one.besideRota);
  const ends = listShiftEnds(await stores.rota.read(since), since, addMs(now, minutesMs(15)));
  const names = ends.map(({ staffId }) => staffId);
  return new Set(names.filter((id) => !beside.some(({ staffId }) => staffId === id)));
}

async function tellHeads(scope: Scope, key: string, quiet: readonly QuietCase[]): Promise<void> {
  for (const { id, roles, disabledAt } of await scope.stores.staff.list()) {
    if (disabledAt !== null || !roles.includes('centre-head')) continue;
    await tellOrNotify(scope, id, key, noticeOf('notice.quietForHeads', quiet), (voice) =>
      sayQuiet(scope, voice, 'quiet.heads', quiet),
    );
  }
}

const noticeOf = (
  about: 'notice.quiet' | 'notice.quietForHeads',
  { length: count }: readonly QuietCase[],
): Notice => ({ count, what: (texts) => texts(about, { count }) });

/** Numbers and hours, and nothing that a glance at a locked screen must not see. */
function sayQuiet(
  { now, parts }: Scope,
  { texts }: Voice,
  key: 'quiet.owner' | 'quiet.heads',
  quiet: readonly QuietCase[],
): { readonly text: string } {
  const lines = quiet.slice(0, NAMED).map(({ one, since }) => {
    const hours = Math.floor((now.getTime() - since.getTime()) / HOUR_MS);
    return texts('quiet.line', { number: one.number, hours });
  });
  const link = `${parts.publicUrl}/console`;
  return { text: texts(key, { count: quiet.length, lines: lines.join('\n'), link }) };
}
