import { plainWord } from '../../core/choices.ts';
import { URGENT, URGENT_ANSWERS } from '../../core/intake.ts';
import type { Language } from '../../core/language.ts';
import type { Choice } from '../../core/message.ts';
import type { FlowEvent, FlowSaying } from '../../flows/flow.ts';
import { WAIT_LEAVE, WAIT_LIST, WAIT_NO, WAIT_YES } from '../../flows/waiting-list/waiting-choices.ts';
import { ARRIVALS } from '../sessions/answer-visit.ts';
import { SESSION_CHOICES, sessionActOf } from '../sessions/session-choices.ts';
import { SHOW_PLAN } from '../staff/tools/safety-plan.ts';
import { SLOT_AGREE, SLOT_NO, SLOT_YES } from '../staff/tools/same-day-slot.ts';
import { answerChange, CHANGE_TAPS } from './answer-change.ts';
import { answerLeader, LEADER_TAPS } from './answer-leader.ts';
import { answerReminder, REMINDER_TAPS } from './answer-reminder.ts';
import { answerSlot } from './answer-slot.ts';
import { helpCard, hotlineCard, menu, noticeCard } from './cards.ts';
import { agreesTo, recordConsent } from './consents.ts';
import { NOT_ME, takeBackContinuing } from './continue-link.ts';
import { DESK_CODE, deskCodeCard } from './desk-code.ts';
import { endConsent, RESTS_ON_CONSENT } from './end-consent.ts';
import { forgetWish, NO_WISH } from './forget-wish.ts';
import { agreeToGreeting, declineGreeting, stopGreetings } from './greeting.ts';
import { beginFlow, continueFlow } from './run-flow.ts';
import { showPlan } from './show-plan.ts';
import { change, contentOf, reply, type StudentTurn } from './student-scope.ts';
import { answerOffer, stopWaiting } from './waiting-offer.ts';

type Act = (turn: StudentTurn) => Promise<void>;

const seeWaitingList: Act = (turn) => beginFlow(turn, 'waiting-list');

/** Choices that hold in every message, beside those that open a case. */
const CHOICES: Readonly<Record<string, Act>> = {
  'menu.selfhelp': (turn) => beginFlow(turn, 'selfhelp'),
  'concern.selfhelp': (turn) => beginFlow(turn, 'selfhelp'),
  'menu.booking': (turn) => beginFlow(turn, 'booking'),
  'menu.appointments': (turn) => beginFlow(turn, 'appointments'),
  'menu.activities': (turn) => beginFlow(turn, 'activities'),
  'menu.hotlines': (turn) => showCard(turn, hotlineCard(contentOf(turn))),
  'menu.help': showHelp,
  'menu.optout': optOut,
  optin: optIn,
  [NOT_ME]: takeBackContinuing,
  'greet.yes': agreeToGreeting,
  'greet.no': declineGreeting,
  'greet.stop': stopGreetings,
  'notice.accept': acceptNotice,
  'resume.continue': resume,
  'resume.menu': toMenu,
  [SHOW_PLAN]: showPlan,
  [DESK_CODE]: showDeskCode,
  [WAIT_LIST]: seeWaitingList,
  [WAIT_LEAVE]: stopWaiting,
};

const speakEnglish: Act = (turn) => speak(turn, 'en');
const speakChinese: Act = (turn) => speak(turn, 'zh');
/** Words that always mean the same, whatever flow is running. */
const WORDS: Readonly<Record<string, Act>> = {
  start: toMenu,
  开始: toMenu,
  菜单: toMenu,
  取消: toMenu,
  menu: toMenu,
  cancel: toMenu,
  帮助: showHelp,
  help: showHelp,
  stop: optOut,
  // What people send to any sender; it works whatever the centre calls its button.
  退订: optOut,
  td: optOut,
  unsubscribe: optOut,
  不用问候: stopGreetings,
  'no greetings': stopGreetings,
  告知: showNotice,
  notice: showNotice,
  撤回同意: withdrawConsent,
  'withdraw consent': withdrawConsent,
  继续登记: goOnRegistering,
  'continue form': goOnRegistering,
  安全计划: showPlan,
  候补: seeWaitingList,
  'waiting list': seeWaitingList,
  'safety plan': showPlan,
  预约码: showDeskCode,
  'booking code': showDeskCode,
  ...ARRIVALS,
  时区: (turn) => beginFlow(turn, 'time-zone'),
  'time zone': (turn) => beginFlow(turn, 'time-zone'),
  停用日历链接: endCalendarLinks,
  'stop calendar link': endCalendarLinks,
  'lang en': speakEnglish,
  english: speakEnglish,
  'lang zh': speakChinese,
  chinese: speakChinese,
  中文: speakChinese,
};

/** These ask for a person, and open a case. */
const OPENING = ['menu.urgent', 'concern.person', ...URGENT_ANSWERS.map((one) => `${URGENT}${one}`)];

export const asksForPerson = (id: string): boolean => OPENING.includes(id);

/** Begins the choices under a time that a counsellor keeps; what follows names it. */
const SLOT = 'slot.';
/** What names an appointment goes on meaning the same, whatever runs and whoever talks with them. */
const ROW_CHOICES: readonly (readonly [string, (turn: StudentTurn, id: string) => Promise<void>])[] = [
  [SLOT, answerSlot],
  ['remind.', answerReminder],
  ['change.', answerChange],
  ['answer.', answerLeader],
  [NO_WISH, forgetWish],
];

const PLAN_WORDS = ['安全计划', 'safety plan'];
const LANGUAGE_WORDS = ['lang en', 'english', 'lang zh', 'chinese', '中文'];

/** What nobody has to agree to anything for, and what no conversation with a person holds up. */
const FREE_CHOICES = ['greet.yes', 'greet.no', 'greet.stop', 'menu.hotlines', 'menu.optout', 'optin', NOT_ME];
const FREE_WORDS = [
  '不用问候',
  'no greetings',
  'stop',
  '退订',
  'td',
  'unsubscribe',
  '撤回同意',
  'withdraw consent',
  '停用日历链接',
  'stop calendar link',
  ...LANGUAGE_WORDS,
];

export const isFreeChoice = (id: string): boolean =>
  FREE_CHOICES.includes(id) || id === SHOW_PLAN || rowChoice(id) !== undefined || sessionActOf(id) !== null;

const rowChoice = (id: string) => ROW_CHOICES.find(([prefix]) => id.startsWith(prefix))?.[1];

export const isFreeWord = (word: string): boolean => FREE_WORDS.includes(word) || PLAN_WORDS.includes(word);

/** Choices that name what they are about, by how they begin. */
const NAMING: readonly {
  readonly prefix: string;
  readonly act: (turn: StudentTurn, named: string) => Promise<void>;
}[] = [
  { prefix: 'book.', act: (turn, slot) => beginFlow(turn, 'booking', tapped(`slot:${slot}`)) },
  { prefix: 'rebook.', act: (turn, both) => beginFlow(turn, 'appointments', tapped(`move:${both}`)) },
  { prefix: 'unbook.', act: (turn, id) => beginFlow(turn, 'appointments', tapped(`cancel:${id}`)) },
  { prefix: 'zone.', act: (turn, zone) => keepZone(turn, zone) },
];

const tapped = (id: string): FlowEvent => ({ kind: 'choice', id });

const namingOf = (id: string) => NAMING.find(({ prefix }) => id.startsWith(prefix));

/** What follows names the row that is meant. */
const SLOT_CHOICES = [SLOT_YES, SLOT_AGREE, SLOT_NO, WAIT_YES, WAIT_NO].map((prefix) => prefix.slice(0, -1));
const NAMING_CHOICES = NAMING.map(({ prefix }) => prefix.slice(0, -1));
export const STUDENT_CHOICES: readonly string[] = [
  ...Object.keys(CHOICES),
  ...OPENING,
  ...SLOT_CHOICES,
  ...SESSION_CHOICES,
  ...NAMING_CHOICES,
  ...REMINDER_TAPS,
  ...CHANGE_TAPS,
  ...LEADER_TAPS,
  NO_WISH,
];
export const STUDENT_WORDS: readonly string[] = Object.keys(WORDS);

/** Carries out a choice that holds in every message; a former one leads to the menu. */
export const doGlobal = (turn: StudentTurn, id: string): Promise<void> =>
  rowChoice(id)?.(turn, id) ??
  (id.startsWith(WAIT_YES) || id.startsWith(WAIT_NO)
    ? answerOffer(turn, id)
    : (named(id) ?? sessionActOf(id) ?? find(CHOICES, id) ?? toMenu)(turn));

function named(id: string): Act | undefined {
  const naming = namingOf(id);
  return naming && ((turn) => naming.act(turn, id.slice(naming.prefix.length)));
}

/** The word that was typed. Behind /start a link may carry anything. */
export const wordOf = (typed: string): string =>
  /^[/／]start\s/iu.test(typed.trim()) ? 'start' : plainWord(typed);

/** Carries out a word that always means the same; answers whether this was one. */
export async function doWord(turn: StudentTurn, word: string): Promise<boolean> {
  const act = find(WORDS, word);
  await act?.(turn);
  return act !== undefined;
}

/** A student may type `constructor`: only what the table itself holds counts. */
const find = (table: Readonly<Record<string, Act>>, key: string): Act | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;

function showHelp(turn: StudentTurn): Promise<void> {
  return showCard(turn, helpCard(contentOf(turn)));
}

async function showDeskCode(turn: StudentTurn): Promise<void> {
  await showCard(turn, await deskCodeCard(turn));
}

async function showNotice(turn: StudentTurn): Promise<void> {
  reply(turn, noticeCard(contentOf(turn), false));
}

/** From this message on; whatever is running stands below in the new language. */
async function speak(turn: StudentTurn, language: Language): Promise<void> {
  turn.language = language;
  await turn.scope.stores.addresses.setLanguage(turn.address.id, language);
  const content = contentOf(turn);
  await showCard(turn, { text: content.conversation('language.chosen'), choices: menuNow(turn) });
}

/** A card does not end the flow that is running: its prompt stands below the card again. */
export async function showCard(turn: StudentTurn, card: FlowSaying): Promise<void> {
  const { flow } = turn.state;
  if (flow === null || turn.activeCase?.status === 'acknowledged') return reply(turn, card);
  reply(turn, { text: card.text, choices: [] });
  await continueFlow(turn, flow, { kind: 'start' });
}

async function toMenu(turn: StudentTurn): Promise<void> {
  const running = turn.state.flow;
  change(turn, { aside: null });
  // A flow that holds something gives it back when it is left.
  if (running?.flow === 'booking' || running?.flow === 'appointments') {
    await continueFlow(turn, running, { kind: 'choice', id: 'leave' });
    return;
  }
  await beginFlow(turn, 'home');
}

/** A booking that waits for it shows where it stands, so that what it holds is not lost. */
async function goOnRegistering(turn: StudentTurn): Promise<void> {
  const { flow } = turn.state;
  if (flow?.flow === 'booking') return continueFlow(turn, flow, { kind: 'start' });
  await beginFlow(turn, 'first-visit');
}

async function acceptNotice(turn: StudentTurn): Promise<void> {
  const texts = contentOf(turn).conversation;
  const version = texts('notice.version');
  if (!agreesTo(turn, 'service', version)) {
    await recordConsent(turn, 'service', version, true);
    reply(turn, { text: texts('notice.accepted'), choices: [] });
  }
  const { flow } = turn.state;
  // What a code led to before there was a yes.
  if (flow?.flow === 'activities') return continueFlow(turn, flow, { kind: 'start' });
  await beginFlow(turn, 'home');
}

async function resume(turn: StudentTurn): Promise<void> {
  const { aside } = turn.state;
  change(turn, { aside: null });
  if (aside === null) return beginFlow(turn, 'home');
  change(turn, { flow: aside });
  await continueFlow(turn, aside, { kind: 'start' });
}

async function optOut(turn: StudentTurn): Promise<void> {
  const { scope, address } = turn;
  const texts = contentOf(turn).conversation;
  // Said again it takes back a yes to greetings that came in between.
  await scope.stores.addresses.setOptedOut(address.id, scope.now);
  const text = texts(address.optedOutAt === null ? 'optout.done' : 'optout.already');
  reply(turn, { text, choices: [{ id: 'optin', label: texts('optin.label') }, ...menuNow(turn)] });
}

async function optIn(turn: StudentTurn): Promise<void> {
  await turn.scope.stores.addresses.setOptedOut(turn.address.id, null);
  reply(turn, { text: contentOf(turn).conversation('optin.done'), choices: menuNow(turn) });
}

async function withdrawConsent(turn: StudentTurn): Promise<void> {
  const said = await endConsent(turn);
  reply(turn, { text: said.join('\n\n'), choices: menuNow(turn) });
  // What is under way rests on the consent.
  const running = turn.state.flow?.flow;
  if (running !== undefined && RESTS_ON_CONSENT.includes(running)) await toMenu(turn);
}

/** What stands in somebody's calendar already stays there; it is no longer brought up to date. */
async function endCalendarLinks(turn: StudentTurn): Promise<void> {
  await turn.scope.stores.calendarLinks.revokeAll(turn.address.contactId, turn.scope.now);
  await showCard(turn, { text: contentOf(turn).conversation('calendar.ended'), choices: menuNow(turn) });
}

/** From a page that knows its browser's clock. */
async function keepZone(turn: StudentTurn, zone: string): Promise<void> {
  await beginFlow(turn, 'time-zone', { kind: 'text', text: zone });
}

/** While a person speaks, the menu leads nowhere. */
const menuNow = (turn: StudentTurn): readonly Choice[] =>
  turn.activeCase?.status === 'acknowledged' ? [] : menu(contentOf(turn));
