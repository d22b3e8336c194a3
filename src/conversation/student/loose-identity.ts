import { type Claimed, namesSomebody, readIdentityCode, readLoneClaim } from '../../core/read-identity.ts';
import type { FirstVisitResult } from '../../flows/flow.ts';
import { asksForWords, hidesWords } from '../../flows/registry.ts';
import { menu } from './cards.ts';
import { agreesTo } from './consents.ts';
import { answerFirstVisit, sendsCodes } from './first-visit.ts';
import { showCard } from './global-choices.ts';
import { change, contentOf, type StudentTurn } from './student-scope.ts';

type Loose =
  | ({ readonly ask: 'identity' } & Claimed)
  | { readonly ask: 'identity-code'; readonly code: string };

/**
 * Number and name, or a code, of somebody who put that off or tried too often, where nothing asks for it now; they may have
 * come to the desk days later. Null for all other words, and where something else waits for words.
 */
function readLoose({ state }: StudentTurn, typed: string): Loose | null {
  const { flow, identityOpen } = state;
  if (!identityOpen || flow?.flow === 'activities') return null;
  if (flow !== null && hidesWords(flow, typed)) return null;
  const code = readIdentityCode(typed);
  if (code !== null) return { ask: 'identity-code', code };
  const claimed = flow !== null && asksForWords(flow) ? null : readLoneClaim(typed);
  return claimed === null ? null : { ask: 'identity', ...claimed };
}

/** Whether these words would tell who somebody is: a mark is kept in their place. */
export function tellsIdentity(turn: StudentTurn, typed: string): boolean {
  const { flow } = turn.state;
  if (flow !== null && hidesWords(flow, typed)) return true;
  return namesSomebody(typed) && readLoose(turn, typed) !== null;
}

/** Answers whether the words were taken; whatever is running stands below the answer again. */
export async function takeLooseIdentity(turn: StudentTurn, typed: string): Promise<boolean> {
  const loose = readLoose(turn, typed);
  const content = contentOf(turn);
  const consented = agreesTo(turn, 'health-data', content.conversation('consent.healthData.version'));
  if (loose === null || !consented) return false;
  if (await turn.scope.stores.bindings.isBound(turn.address.contactId)) {
    change(turn, { identityOpen: false });
    return false;
  }
  const result = await answerFirstVisit(turn, loose);
  await showCard(turn, { text: answerTo(turn, result), choices: menu(content) });
  return true;
}

function answerTo(turn: StudentTurn, result: FirstVisitResult): string {
  const { flows } = contentOf(turn);
  const contact = { contact: flows('centre.contact') };
  if (result.of === 'identity' && result.outcome === 'noted')
    return flows(
      sendsCodes(turn) ? 'firstVisit.identity.notedMail' : 'firstVisit.identity.notedDesk',
      contact,
    );
  if (result.of === 'identity-code' && result.outcome === 'bound') return flows('firstVisit.identity.bound');
  if (result.of === 'identity-code' && result.outcome !== 'bound' && result.outcome !== 'limit')
    return flows(`firstVisit.identity.${result.outcome}`, contact);
  return flows('firstVisit.identity.limit', contact);
}
