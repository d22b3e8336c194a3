import type { StaffPicture } from '../../media/media-store.ts';
import { type Scope, utter } from '../scope.ts';
import { answerCase } from './case-actions.ts';
import { addressesOf, tellStaff } from './relay.ts';
import { besideOwner } from './tools/team.ts';

/**
 * A file has come in, or never will: what a counsellor sent goes on to the student, what a student sent to whoever has
 * the case. Harmless when done twice.
 * @param isPicture it is kept, and was drawn anew
 */
export async function passOnPicture(scope: Scope, mediaId: string, isPicture: boolean): Promise<void> {
  const sent = await scope.stores.media.ofStaff(mediaId);
  if (sent !== null) return toStudent(scope, sent);
  if (isPicture && scope.centre.relayByMessenger) await toOwners(scope, mediaId);
}

/** Only to whoever talks with the student now: others who may look at it find it in the console. */
async function toOwners(scope: Scope, mediaId: string): Promise<void> {
  const { stores, centre } = scope;
  const found = await stores.media.find(mediaId);
  for (const caseId of found?.caseIds ?? []) {
    const one = await stores.cases.byId(caseId);
    if (one === null || one.ownerId === null || one.status === 'closed') continue;
    for (const staffId of [one.ownerId, ...(await besideOwner(scope, one))]) {
      const addresses = await addressesOf(scope, [staffId]);
      await utter(
        scope,
        addresses.map(({ id, addressId, language }) => ({
          addressId,
          lane: 'crisis' as const,
          dedupeKey: `picture:${mediaId}:${id}`,
          message: {
            text: centre.contents[language].staff('relay.picture', { number: one.number }),
            choices: [],
            picture: mediaId,
          },
          caseId,
        })),
      );
    }
  }
}

/** Waits for both: the picture itself, and for whom it is. */
async function toStudent(scope: Scope, sent: StaffPicture): Promise<void> {
  const { id, staffId, caseId, caption, state, kind } = sent;
  if (caseId === null || state === 'wanted') return;
  const one = await scope.stores.cases.byId(caseId);
  const staff = await scope.stores.staff.byId(staffId);
  if (one === null || staff === null) return;
  const outcome =
    state === 'kept' && kind === 'picture'
      ? await answerCase(
          scope,
          { kind: 'staff', staffId, roles: staff.roles },
          caseId,
          caption,
          `picture:${id}`,
          id,
        )
      : state;
  if (outcome === 'sent') return;
  const why = outcome === 'lost' ? 'relay.pictureLost' : 'relay.pictureUnreadable';
  const key = outcome === 'absent' || outcome === 'closed' ? 'relay.pictureTooLate' : why;
  await tellStaff(
    scope,
    staffId,
    (texts) => texts(key, { number: one.number }),
    `unsent-picture:${id}`,
    caseId,
  );
}
