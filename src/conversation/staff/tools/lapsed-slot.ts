import type { OfferedTime } from '../../../booking/same-day-offer-store.ts';
import { sayRange } from '../../../core/both-times.ts';
import { formatRange } from '../../../core/shanghai-time.ts';
import type { HandoffCase } from '../../../handoff/case.ts';
import { sayBeside } from '../../changes/say-beside.ts';
import { type ConversationParts, inScope, type Scope } from '../../scope.ts';
import { menuPart } from '../../student/cards.ts';
import { noteWork, tellColleague } from './case-work.ts';

const AT_ONCE = 50;

/** Tells of the times that were kept in a hand-off and ran out unanswered, once each, from the rows alone. */
export async function endOldSlotOffers(parts: ConversationParts): Promise<void> {
  const overdue = await inScope(parts, ({ stores, now }) => stores.sameDayOffers.overdue(now, AT_ONCE));
  for (const { appointmentId, addressId } of overdue)
    await inScope(parts, async (scope) => {
      // As in a student's turn: what they tap at this moment comes before or after, and is true either way.
      await scope.stores.addresses.lock(addressId);
      const lapsed = await scope.stores.sameDayOffers.settle(appointmentId, scope.now);
      if (lapsed !== null) await tellLapsed(scope, lapsed);
    });
}

async function tellLapsed(scope: Scope, lapsed: OfferedTime): Promise<void> {
  const { stores } = scope;
  const { appointmentId, caseId, contactId } = lapsed;
  const one = await stores.cases.byId(caseId);
  if (one === null) return;
  if (one.status !== 'closed') await noteWork(scope, one, 'slot-lapsed', null);
  for (const staffId of toldOf(one, lapsed)) {
    await tellColleague(
      scope,
      staffId,
      `slot-lapsed:${appointmentId}:${staffId}`,
      caseId,
      (texts, language) => {
        const time = formatRange(lapsed.startAt, lapsed.endAt, language);
        return { text: texts('slot.lapsed', { number: one.number, time, counsellor: lapsed.counsellor }) };
      },
    );
  }
  // While somebody has them in hand the program is silent: whoever talks with them says it, or finds another time.
  if ((await stores.cases.activeOf(contactId)) === null) await tellStudent(scope, lapsed);
  await stores.tellChange('appointments');
}

/** Whoever offered it, and whoever has the case by now. */
const toldOf = ({ status, ownerId }: HandoffCase, { staffId }: OfferedTime): ReadonlySet<string> =>
  new Set(ownerId === null || status === 'closed' ? [staffId] : [staffId, ownerId]);

const tellStudent = (
  scope: Scope,
  { addressId, appointmentId, startAt, endAt }: OfferedTime,
): Promise<void> =>
  sayBeside(
    scope,
    addressId,
    `slot-lapsed:${appointmentId}`,
    (content, language, timeZone) => ({
      text: content.tools('slot.lapsedStudent', {
        time: sayRange({ startAt, endAt }, { language, timeZone }),
      }),
      choices: menuPart(content, 'menu.booking'),
    }),
    { staleAt: startAt },
  );
