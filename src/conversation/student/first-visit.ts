import { can } from '../../access/can.ts';
import { INTAKE_QUESTION, LONGEST_QUESTIONS, nextField, URGENT, URGENT_ANSWERS } from '../../core/intake.ts';
import type { Language } from '../../core/language.ts';
import type { FirstVisitRequest, FirstVisitResult } from '../../flows/flow.ts';
import { localDateOf } from '../../handoff/rota/local-day.ts';
import type { Claimant } from '../../people/identity-store.ts';
import { tellWhoMay } from '../changes/tell-staff.ts';
import type { Scope } from '../scope.ts';
import { agreesTo } from './consents.ts';
import { change, contentOf, type StudentTurn } from './student-scope.ts';

const claimantOf = ({ address, scope }: StudentTurn): Claimant => ({
  contactId: address.contactId,
  addressId: address.id,
  now: scope.now,
});

/** What the way to a first appointment asks of the world. */
export async function answerFirstVisit(
  turn: StudentTurn,
  request: FirstVisitRequest,
): Promise<FirstVisitResult> {
  const { stores, parts } = turn.scope;
  switch (request.ask) {
    case 'first-visit-needs': {
      const needs = await readNeeds(turn);
      if (needs.identity !== 'no') change(turn, { identityOpen: true });
      return needs;
    }
    case 'identity': {
      const { number, name } = request;
      const outcome = await stores.bindings.claim(parts.newId(), { number, name }, claimantOf(turn));
      return { of: 'identity', outcome };
    }
    case 'identity-code': {
      const ids = { bindingId: parts.newId(), requestId: parts.newId() };
      const tried = await stores.bindings.tryCode({ code: request.code, ...ids, by: claimantOf(turn) });
      if (tried.kind === 'bound' || tried.kind === 'asked') change(turn, { identityOpen: false });
      if (tried.kind === 'asked') {
        await stores.tellChange('identity');
        const link = `${parts.publicUrl}/console/identity`;
        await tellWhoMay(
          turn.scope,
          (actor) => can(actor, 'identity.rebind', { kind: 'roster' }, 'administration'),
          `rebind-asked:${turn.address.contactId}:${localDateOf(turn.scope.now)}`,
          (texts) => texts('session.rebindAsked', { link }),
        );
      }
      return { of: 'identity-code', outcome: tried.kind };
    }
    case 'form-answer':
      return keepAnswer(turn, request);
  }
}

/** The student of a turn, or one for whom staff book. */
type Whose = {
  readonly scope: Scope;
  readonly address: { readonly contactId: string };
  readonly language: Language;
};
type Needs = Extract<FirstVisitResult, { of: 'first-visit-needs' }>;

/** Whether anything of a first visit is still asked of them; what may be left out counts, since it is asked. */
export async function isAskedFirst(whose: Whose): Promise<boolean> {
  const { consent, identity, form } = await readNeeds(whose);
  return consent || identity !== 'no' || form !== null;
}

/** Whether a code goes to the mailbox of the roster; otherwise it is handed over in person. */
export const sendsCodes = ({ scope }: Pick<Whose, 'scope'>): boolean =>
  scope.parts.notifiers.some(({ kind }) => kind === 'email');

async function readNeeds(whose: Whose): Promise<Needs> {
  const { scope, address, language } = whose;
  const { stores, centre } = scope;
  const { firstVisit } = centre;
  const { contactId } = address;
  const version = centre.contents[language].conversation('consent.counselling.version');
  const consent = firstVisit.consent && (await stores.consents.given(contactId, 'counselling')) !== version;
  const answered = firstVisit.form ? await readAnswered(whose) : null;
  // Whoever has been here before any form was asked for needs none; a time alone, such as the desk books, is no visit.
  const wantsForm =
    firstVisit.form && (answered !== null || !(await stores.appointments.hasCome(contactId, scope.now)));
  return {
    of: 'first-visit-needs',
    consent,
    identity: await readIdentityNeed(whose),
    mail: sendsCodes(whose),
    form: wantsForm ? nextField(answered ?? []) : null,
    formBegun: answered !== null,
  };
}

/** What somebody asked before they agreed begins no form. */
async function readAnswered({ scope, address }: Whose): Promise<readonly string[] | null> {
  const answered = await scope.stores.intakes.answered(address.contactId);
  const fields = answered?.filter((field) => field !== INTAKE_QUESTION) ?? [];
  return fields.length === 0 ? null : fields;
}

/** Without a roster there is nothing to compare with: whoever need not be known is not asked. */
async function readIdentityNeed({ scope, address }: Whose): Promise<Needs['identity']> {
  const { stores, centre } = scope;
  const { required } = centre.firstVisit.identity;
  if (await stores.bindings.isBound(address.contactId)) return 'no';
  if (required === true) return 'must';
  if (!(await stores.roster.hasAny())) return 'no';
  return required === 'desk' ? 'desk' : 'skip';
}

/** Behind what they asked before: their counsellor reads all of it. */
async function joinQuestions({ scope, address }: StudentTurn, asked: string): Promise<string> {
  const form = await scope.stores.intakes.read(address.contactId);
  const earlier = form?.answers.find(({ field }) => field === INTAKE_QUESTION)?.value ?? '';
  return (
    [earlier, asked]
      .filter((one) => one !== '')
      .join('\n')
      .slice(-LONGEST_QUESTIONS)
      // The first character that is left may be half of one.
      .toWellFormed()
      .replace(/^\ufffd/, '')
  );
}

async function keepAnswer(
  turn: StudentTurn,
  { field, value: given }: Extract<FirstVisitRequest, { ask: 'form-answer' }>,
): Promise<FirstVisitResult> {
  const { scope, address } = turn;
  const { stores, now, parts } = scope;
  const { contactId, id: addressId } = address;
  const value = field === INTAKE_QUESTION ? await joinQuestions(turn, given) : given;
  await stores.intakes.answer({ formId: parts.newId(), contactId, addressId, field, value, now });
  const next = nextField((await stores.intakes.answered(contactId)) ?? []);
  if (next === null) await stores.intakes.finish(contactId, now);
  return { of: 'form-answer', next };
}

/** What was answered by calling a person stands in the form, too, where they agreed to that. */
export async function noteUrgency(turn: StudentTurn, choice: string): Promise<void> {
  const value = URGENT_ANSWERS.find((one) => choice === `${URGENT}${one}`);
  const version = contentOf(turn).conversation('consent.healthData.version');
  if (value === undefined || !agreesTo(turn, 'health-data', version)) return;
  await keepAnswer(turn, { ask: 'form-answer', field: 'urgency', value });
}
