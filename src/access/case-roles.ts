/** Who may do what with a cry for help, and with what remains of one: a part of the role table. */
import { type Grant, inOffice, type RoleRow, staff } from './role-row.ts';
import type { StaffRole } from './roles.ts';

export type CaseAction =
  /** That a case exists: number, level, waiting time, owner. */
  | 'case.see'
  /** The words of a case. */
  | 'case.read'
  /** A picture or recording beside words that one may read. */
  | 'media.read'
  | 'case.acknowledge'
  | 'case.answer'
  | 'case.close'
  /** Noting who was informed, by whom, when and on what ground: while it goes on, and after it ended. */
  | 'case.inform'
  /** The crisis report of a case, with whom it is about where that was put in: writing, issuing, adding, downloading. */
  | 'case.crisis-report'
  | 'case.read-crisis-report'
  | 'crisis-reports.list'
  /** Those who are followed after a case: the list, of which each sees their own. */
  | 'follow-up.list'
  | 'follow-up.see'
  | 'follow-up.settle'
  /** Naming another who is responsible; changing the class, leaving the register. */
  | 'register.assign'
  | 'register.change'
  /** Who it is, as far as it is known: what was answered and said of oneself, earlier cases. */
  | 'case.identify'
  /** The same by the roster, and whom they named for an emergency: of whoever has it, or for a written reason. */
  | 'case.identify-proven'
  | 'case.note-identity'
  /** Saying that two cases are about the same person. */
  | 'case.link'
  /** Looking at who it is without the right to, for a written reason; at the words; and what is read then. */
  | 'case.break-glass'
  | 'case.break-glass-words'
  | 'case.read-behind-glass'
  | 'case.glass-reason'
  | 'glasses.list'
  /** Passing a case of one's own to whoever is on duty. */
  | 'case.hand-over'
  /** Saying of a case of one's own that one is on the phone, on the way, or that somebody is there. */
  | 'case.hold'
  /** Offering a case of one's own to a colleague; asking one to come beside oneself; answering either. */
  | 'case.transfer'
  | 'case.invite'
  | 'case.accept'
  | 'case.leave'
  /** What is written beside the talk. */
  | 'case.note'
  | 'case.raise'
  /** Saying whether it is about whoever writes, or about somebody else. */
  | 'case.about'
  /** Opening a case of its own for another person of whom the same one tells. */
  | 'case.another'
  | 'case.assess'
  | 'case.plan'
  | 'case.offer-slot'
  /** Saying whether the screening of a student's line was right. */
  | 'case.mark'
  | 'review.read'
  | 'review.mark';

const onCase = (...grants: readonly Grant[]): RoleRow => ({
  on: 'case',
  purposes: ['crisis', 'care'],
  grants,
});

const TALKS: readonly Grant[] = [staff('any', 'owner'), staff('any', 'team')];
const READS_WORDS: readonly Grant[] = [...TALKS, staff(['counsellor'], 'called-now')];
/** Who looks after the owner's work reads it, without who it is, and does nothing in it. */
const SUPERVISES: Grant = staff(['supervisor'], 'supervises');
/** Whoever is responsible for somebody, and the centre heads, whose all of them are. */
const onRegister = inOffice('register', staff('any', 'owner'), staff(['centre-head']));

const READS_REVIEW: readonly StaffRole[] = ['counsellor'];

/**
 * A case belongs to those who are called for it and to the one who took it. Whoever is called may take it, an
 * administrator too: they are called only when nobody else can be, and then somebody must answer. A tap that comes
 * twice or too late is allowed too, so that it is told who has the case; taking stays one owner by one update.
 */
export const caseRoles: Readonly<Record<CaseAction, RoleRow>> = {
  'case.see': onCase(
    ...TALKS,
    staff('any', 'asked'),
    staff('any', 'paged'),
    staff(['centre-head']),
    SUPERVISES,
  ),
  'case.read': onCase(...READS_WORDS, SUPERVISES),
  'media.read': {
    on: 'media',
    purposes: ['crisis', 'care'],
    grants: [...READS_WORDS, SUPERVISES, staff(READS_REVIEW, 'in-review')],
  },
  'case.acknowledge': onCase(staff('any', 'owner'), staff('any', 'paged')),
  'case.answer': onCase(...TALKS),
  'case.close': onCase(staff('any', 'owner')),
  'case.inform': onCase(...TALKS, staff(['centre-head'])),
  'case.crisis-report': onCase(staff('any', 'owner'), staff(['centre-head'])),
  'case.read-crisis-report': onCase(staff('any', 'owner'), staff(['centre-head']), SUPERVISES),
  // The list holds only what each may open.
  'crisis-reports.list': inOffice('crisis-reports', staff('any')),
  'follow-up.list': inOffice('register', staff('any')),
  'follow-up.see': onRegister,
  'follow-up.settle': onRegister,
  'register.assign': onRegister,
  'register.change': onRegister,
  'case.identify': onCase(...READS_WORDS, staff(['centre-head', 'counsellor'], 'break-glass')),
  'case.identify-proven': onCase(...TALKS, staff(['centre-head', 'counsellor'], 'break-glass')),
  // Whoever is called may hear the college first, which decides who else is called.
  'case.note-identity': onCase(...READS_WORDS),
  'case.link': onCase(...TALKS),
  'case.break-glass': onCase(staff(['centre-head']), staff(['counsellor'], 'paged')),
  'case.break-glass-words': onCase(staff(['centre-head'])),
  'case.read-behind-glass': onCase(staff(['centre-head'], 'break-glass')),
  // Their own look, which the desk makes sure of.
  'case.glass-reason': onCase(staff(['centre-head']), staff(['counsellor'], 'paged')),
  'glasses.list': inOffice('glasses', staff(['centre-head', 'supervisor'])),
  'case.hand-over': onCase(staff('any', 'owner')),
  'case.hold': onCase(staff('any', 'owner')),
  'case.transfer': onCase(staff('any', 'owner')),
  'case.invite': onCase(staff('any', 'owner')),
  'case.accept': onCase(staff('any', 'asked')),
  'case.leave': onCase(staff('any', 'team')),
  'case.note': onCase(...TALKS),
  'case.raise': onCase(...TALKS),
  'case.about': onCase(...TALKS),
  'case.another': onCase(...TALKS),
  'case.assess': onCase(...TALKS),
  'case.plan': onCase(...TALKS),
  'case.offer-slot': onCase(...TALKS),
  'case.mark': onCase(...READS_WORDS, SUPERVISES),
  'review.read': inOffice('review', staff(READS_REVIEW)),
  'review.mark': inOffice('review', staff(['counsellor'])),
};
