import type { HandoffCase } from '../../handoff/case.ts';
import type { Stores } from '../ports/stores.ts';

/** The case in which somebody is talked to: their own, else the one that they reported. */
export const caseOf = async (
  stores: Pick<Stores, 'cases' | 'reports'>,
  contactId: string,
): Promise<HandoffCase | null> =>
  (await stores.cases.activeOf(contactId)) ?? stores.reports.activeOf(contactId);

/** Whether its student hears how things stand in another case, the one in which they are talked to. */
export async function isBesideTalk(
  stores: Pick<Stores, 'cases' | 'reports'>,
  one: Pick<HandoffCase, 'id' | 'contactId'>,
): Promise<boolean> {
  const talk = await caseOf(stores, await speakerOf(stores, one));
  return talk !== null && talk.id !== one.id;
}

/** Who is talked to in a case: its student, or whoever reported about somebody else. */
export const speakerOf = async (
  stores: Pick<Stores, 'reports'>,
  one: Pick<HandoffCase, 'id' | 'contactId'>,
): Promise<string> => (await stores.reports.reporterOf(one.id)) ?? one.contactId;

/** Told by a third person: whoever is talked to is not the one whom the case is about. */
export const isReport = async (stores: Pick<Stores, 'reports'>, caseId: string): Promise<boolean> =>
  (await stores.reports.reporterOf(caseId)) !== null;

/** Which member of the staff that is, if any: nobody is called for a crisis of their own. */
export const speakingStaffOf = async (
  stores: Pick<Stores, 'reports' | 'staff'>,
  one: Pick<HandoffCase, 'id' | 'contactId'>,
): Promise<string | undefined> => (await stores.staff.byContact(await speakerOf(stores, one)))?.id;
