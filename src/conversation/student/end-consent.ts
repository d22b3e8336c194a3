import { ANY } from '../../booking/wish.ts';
import type { FlowName } from '../../flows/flow.ts';
import { recordConsent } from './consents.ts';
import { leaveGroups } from './leave-groups.ts';
import { contentOf, type StudentTurn } from './student-scope.ts';
import { leaveQuietly } from './waiting-list.ts';

export const RESTS_ON_CONSENT: readonly FlowName[] = [
  'booking',
  'appointments',
  'first-visit',
  'waiting-list',
  'activities',
];

/** Takes the consent to health data back, and ends what rests on it; answers what to say of that. */
export async function endConsent(turn: StudentTurn): Promise<string[]> {
  const texts = contentOf(turn).conversation;
  await recordConsent(turn, 'health-data', texts('consent.healthData.version'), false);
  const { calendarLinks, consents, wishes } = turn.scope.stores;
  await calendarLinks.revokeAll(turn.address.contactId, turn.scope.now);
  const agreed = await consents.given(turn.address.contactId, 'counselling');
  if (agreed !== null) await recordConsent(turn, 'counselling', agreed, false);
  // To wait for a time rests on the consent too, and what was wished for is kept no longer.
  const waited = await leaveQuietly(turn);
  await wishes.keep(turn.address.id, ANY, turn.scope.now);
  const groups = await leaveGroups(turn);
  const waiting = waited ? [texts('consent.waitingLeft')] : [];
  return [texts('consent.healthData.withdrawn'), ...waiting, ...groups];
}
