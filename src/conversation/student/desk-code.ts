import { DESK_CODE_MINUTES } from '../../booking/desk-booking.ts';
import { sayClock } from '../../core/both-times.ts';
import { addMs, minutesMs } from '../../core/clock.ts';
import { makeIdentityCode } from '../../core/read-identity.ts';
import type { FlowSaying } from '../../flows/flow.ts';
import { menu } from './cards.ts';
import { agreesTo } from './consents.ts';
import { contentOf, type StudentTurn } from './student-scope.ts';

export const DESK_CODE = 'desk.code';

/** Among a million codes hardly ever is one that somebody else has now. */
const MOST_TRIES = 5;

/** A code with which staff book for this student; what they book is kept by the same consent as any booking. */
export async function deskCodeCard(turn: StudentTurn): Promise<FlowSaying> {
  const { scope, address } = turn;
  const content = contentOf(turn);
  const { flows, conversation } = content;
  const choices = turn.activeCase?.status === 'acknowledged' ? [] : menu(content);
  if (!agreesTo(turn, 'health-data', conversation('consent.healthData.version')))
    return { text: flows('deskCode.consentFirst'), choices };
  const { parts, now, stores } = scope;
  const expiresAt = addMs(now, minutesMs(DESK_CODE_MINUTES));
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const code = makeIdentityCode(parts.newSecret);
    if (!(await stores.deskBookings.makeCode({ code, addressId: address.id, now, expiresAt }))) continue;
    const shown = `${code.slice(0, 3)} ${code.slice(3)}`;
    const words = { code: shown, until: sayClock(expiresAt, turn), contact: flows('centre.contact') };
    return { text: flows('deskCode.code', words), choices };
  }
  return { text: flows('common.hiccup'), choices };
}
