import { addMs, minutesMs } from '../../core/clock.ts';
import { URGENT } from '../../core/intake.ts';
import type { CaseLevel, HandoffCase } from '../../handoff/case.ts';
import { openQuestion } from '../../handoff/waiting/questions.ts';
import type { Category } from '../../keywords/rule-file.ts';
import type { Screener } from '../../keywords/rules.ts';
import { tellColleague } from '../staff/tools/case-work.ts';
import { besideOwner } from '../staff/tools/team.ts';
import { askBeside } from './beside-questions.ts';
import { openHandoff } from './crisis-turn.ts';
import { pickCategory } from './pick-category.ts';
import { isReport } from './speaker.ts';
import { categoryOf, contentOf, replyInCrisis, type StudentTurn } from './student-scope.ts';

/** Words before a press, in hours and lines, that tell whether it may be for somebody else. */
const BEFORE_PRESS = { hours: 24, lines: 40 } as const;

/**
 * Opens what danger in somebody's words asks for: their own case, or one about somebody who is not in the chat. Words of
 * a student who has a case of their own always belong to it: a person is there already, or coming.
 * @param pressed the choice with which they asked for a person, where that is all they said
 */
export async function openForDanger(
  turn: StudentTurn,
  level: CaseLevel,
  typed: string,
  pressed: string | null,
): Promise<void> {
  const active = turn.activeCase;
  const reporting = active !== null && (await isReport(turn.scope.stores, active.id));
  // A press says not for whom: within a report it calls whoever has that, or is coming for it.
  if (pressed !== null) return openByPress(turn, level, pressed, reporting);
  if (active !== null && !reporting) {
    if (await tellsOfOther(turn, active, typed)) return openHandoff(turn, level, false, 'turned');
    await openHandoff(turn, level, false);
    await askWhose(turn, active, typed);
    return isAboutOther(categoryOf(turn)) ? askAnother(turn, active) : undefined;
  }
  const aboutOther = isAboutOther(categoryOf(turn)) || (reporting && !speaksOfSelf(typed));
  if (!aboutOther) return openHandoff(turn, level, false);
  const own = findOwnDanger(turn.scope.centre.screener, typed);
  if (own === null) {
    await openHandoff(turn, level, false, 'report');
    return active === null ? undefined : askAnother(turn, active);
  }
  await openHandoff(turn, own, false);
  await openBeside(turn, level);
}

async function openByPress(
  turn: StudentTurn,
  level: CaseLevel,
  choice: string,
  reporting: boolean,
): Promise<void> {
  const opens = turn.activeCase === null;
  // A press in the form for a first visit answers how they are themselves.
  const unsaid = opens && !choice.startsWith(URGENT) && !(await hasTroubledThem(turn));
  await openHandoff(turn, level, true, reporting ? 'report' : 'own');
  if (unsaid && turn.activeCase !== null)
    await turn.scope.stores.reports.noteUnsaid(turn.activeCase.id, true);
}

/** Whether they spoke of trouble of their own before they pressed. */
async function hasTroubledThem({ scope, address }: StudentTurn): Promise<boolean> {
  const { screener } = scope.centre;
  const since = addMs(scope.now, -minutesMs(BEFORE_PRESS.hours * 60));
  const lines = await scope.stores.heard.recent(address.id, since, BEFORE_PRESS.lines);
  return lines.some(({ text, level, matches }) => {
    const categories = matches.flatMap(({ rule }) => screener.explain(rule)?.category ?? []);
    return level !== 'none' && isOfSelf(screener, text, { level, matches, categories });
  });
}

/** A word of their own trouble settles whose case it is that a press has opened. */
export async function noteWordOfSelf(turn: StudentTurn, typed: string): Promise<void> {
  const one = turn.activeCase;
  if (one === null || turn.screening.level === 'none') return;
  if (isOfSelf(turn.scope.centre.screener, typed, turn.screening))
    await turn.scope.stores.reports.noteUnsaid(one.id, false);
}

const isOfSelf = (
  screener: Screener,
  typed: string,
  screening: Parameters<typeof pickCategory>[0],
): boolean =>
  !isAboutOther(pickCategory(screening, screener.explain)) || findOwnDanger(screener, typed) !== null;

/**
 * Whether a case of their own, for which nobody has come yet, was opened for somebody else: by a press, after which the
 * first thing that they tell is the danger of another. Once somebody has come, that person decides it.
 */
async function tellsOfOther(turn: StudentTurn, one: HandoffCase, typed: string): Promise<boolean> {
  if (one.status !== 'open' || one.resumedAt !== null || !(await maySpeakOfOther(turn, one, typed)))
    return false;
  return !(await turn.scope.stores.cases.events(one.id)).some(({ kind }) => kind === 'acknowledged');
}

const maySpeakOfOther = async (turn: StudentTurn, one: HandoffCase, typed: string): Promise<boolean> =>
  !isOfSelf(turn.scope.centre.screener, typed, turn.screening) &&
  (await turn.scope.stores.reports.isUnsaid(one.id));

/** Whoever talks with them is asked once for whom they pressed. */
async function askWhose(turn: StudentTurn, one: HandoffCase, typed: string): Promise<void> {
  const { scope } = turn;
  if (one.ownerId === null || !(await maySpeakOfOther(turn, one, typed))) return;
  for (const staffId of [one.ownerId, ...(await besideOwner(scope, one))]) {
    await tellColleague(scope, staffId, `about-maybe:${one.id}`, one.id, (texts) => ({
      text: texts('about.maybe', { number: one.number }),
      choices: [{ id: `tool.${one.id}.other`, label: texts('tool.other') }],
    }));
  }
}

/** Whoever talks with them is asked this at most once in so many minutes: most go on telling of the same one. */
const ANOTHER_EVERY_MINUTES = 10;

/**
 * Words about the danger of somebody else, within a case, may be about one more person. The program cannot tell, and opens
 * nothing: it is noted for whoever comes, and whoever has the case is asked.
 */
async function askAnother(turn: StudentTurn, one: HandoffCase): Promise<void> {
  const { scope } = turn;
  const { stores, now } = scope;
  if (await stores.reports.isUnsaid(one.id)) return;
  const lately = addMs(now, -minutesMs(ANOTHER_EVERY_MINUTES));
  const events = await stores.cases.events(one.id);
  if (events.some(({ kind, at }) => kind === 'another-maybe' && at > lately)) return;
  await stores.cases.addEvent(one.id, { kind: 'another-maybe', staffId: null, level: null, at: now });
  if (one.ownerId === null) return;
  for (const staffId of [one.ownerId, ...(await besideOwner(scope, one))]) {
    await tellColleague(scope, staffId, `another-maybe:${turn.heardId}`, one.id, (texts) => ({
      text: texts('another.maybe', { number: one.number }),
      choices: [{ id: `tool.${one.id}.another`, label: texts('tool.another') }],
    }));
  }
}

/** Their own case comes first, and what is said is about it; the report is opened beside it. */
async function openBeside(turn: StudentTurn, level: CaseLevel): Promise<void> {
  const own: HandoffCase | null = turn.activeCase;
  await openHandoff(turn, level, false, 'beside');
  const report: HandoffCase | null = turn.activeCase;
  turn.activeCase = own;
  const text = contentOf(turn).conversation('report.also');
  // Whoever takes the report reads what its teller was told to do meanwhile.
  if (report !== null) replyInCrisis(turn, report.id, { text, choices: [] });
  // Their own questions come first; where there is none, those about the other one do.
  const asked = own === null ? [] : await turn.scope.stores.waiting.ofCase(own.id);
  if (own?.status === 'open' && openQuestion(asked) === null) await askBeside(turn, '');
}

const isAboutOther = (category: Category | null): boolean => category === 'third-person';

const FIRST_PERSON = /我|俺|咱|\b(?:i|i'm|im|i've|me|my|myself)\b/iu;
/** 我室友 is not the speaker. */
const MY_PEOPLE =
  /我们?(?:的)?(?:室友|舍友|同学|朋友|闺蜜|哥们|女朋友|男朋友|女友|男友|对象|妈妈?|爸爸?|弟弟?|妹妹?|姐姐?|哥哥?|家人|同桌|宿舍|寝室|班|系|学院|老师|学长|学姐|学弟|学妹)/gu;
const MY_PEOPLE_EN =
  /\bmy (?:roommate|friend|classmate|best friend|boyfriend|girlfriend|partner|mom|mum|dad|brother|sister|mother|father|teacher)\b/giu;

const speaksOfSelf = (typed: string): boolean =>
  FIRST_PERSON.test(typed.replace(MY_PEOPLE, '').replace(MY_PEOPLE_EN, ''));

const LIKEWISE =
  /我(?:自己)?(?:其实)?也(?:是|一样|这样|如此)(?:的|了|啊|呀|吧)?\s*$|\b(?:so do i|me too|i do too|i feel the same)\b/iu;
/** What stands behind these is what somebody else said. */
const REPORTS_SPEECH = /(?:说|讲|写|发|问|喊|道|告诉我|留言|says?|said|told me|wrote)\s*[:：]?\s*$/iu;

/** The reporter's own danger in the words of a report (“我也不想活了”); null where there is none. Pure. */
export function findOwnDanger(
  screener: Pick<Screener, 'screen' | 'explain'>,
  typed: string,
): CaseLevel | null {
  const unquoted = typed.normalize('NFKC').replace(/[“"「『‘][^”"」』’]*[”"」』’]/gu, ' ');
  const clauses = unquoted.split(/[,，。.!！?？;；\n]+|\b(?:and|but)\b/iu);
  let before = '';
  let found: CaseLevel | null = null;
  for (const clause of clauses) {
    const quoted = REPORTS_SPEECH.test(before);
    if (clause.trim() !== '') before = clause;
    if (quoted || !speaksOfSelf(clause)) continue;
    const screening = screener.screen(clause);
    const grave = screening.level === 'high' || screening.level === 'imminent' ? screening.level : null;
    const own = grave !== null && !isAboutOther(pickCategory(screening, screener.explain)) ? grave : null;
    const level = own ?? (LIKEWISE.test(clause) ? 'high' : null);
    if (level !== null && found !== 'imminent') found = level;
  }
  return found;
}
