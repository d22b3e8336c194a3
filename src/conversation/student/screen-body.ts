import type { SaidBody } from '../../core/channel.ts';
import { plainWord, typedNumber } from '../../core/choices.ts';
import { addMs, minutesMs } from '../../core/clock.ts';
import { MENU_CHOICE_IDS } from '../../flows/menu.ts';
import { noScreening } from '../../keywords/screening.ts';
import { type EarlierPart, needsNoWindow, screenInWindow } from '../../keywords/window.ts';
import { WINDOW } from '../../keywords/window-views.ts';
import type { EarlierLine } from '../ports/heard-store.ts';
import type { NextTurn } from '../ports/incoming-store.ts';
import type { Scope } from '../scope.ts';
import { leaveOutAnswers } from './leave-out-answers.ts';
import { screenAndKeep } from './shown-text.ts';

export type ScreenedBody = ReturnType<typeof screenAndKeep> & {
  /** What other lines have to do with it. */
  readonly earlier: readonly EarlierPart[];
};

/** Screens what came in, by itself and together with what was said shortly before. */
export async function screenBody(scope: Scope, incoming: NextTurn, body: SaidBody): Promise<ScreenedBody> {
  if (body.kind === 'choice') return { screening: noScreening(), kept: '', long: false, earlier: [] };
  const { screener } = scope.centre;
  const alone = screenAndKeep(body.kind === 'unscreenable' ? body.caption : body.text, screener);
  const heard = alone.kept === '' ? [] : await readEarlier(scope, incoming, alone.screening.level);
  const { lines, answering } = leaveOutAnswers(heard.map(wordsOf), menuWords(scope));
  if (lines.length === 0 || (answering && typedNumber(alone.kept) !== null)) return { ...alone, earlier: [] };
  const newest = { text: alone.kept, at: scope.now };
  const { screening, earlier } = screenInWindow(screener, lines, newest, alone.screening);
  // Offsets in a caption are none in the line that shows it.
  const shown = new Set(lines.filter(({ kind }) => kind !== 'unscreenable').map(({ id }) => id));
  const parts = earlier.map((part) => (shown.has(part.id) ? part : { ...part, matches: [] }));
  return { ...alone, screening, earlier: parts };
}

/** Nothing is read for somebody who has been silent, or for whom nothing could be graver. */
async function readEarlier(
  { stores, now }: Scope,
  { address, lastHeardAt }: NextTurn,
  level: ScreenedBody['screening']['level'],
): Promise<EarlierLine[]> {
  if (lastHeardAt === null || needsNoWindow(level, now.getTime() - lastHeardAt.getTime())) return [];
  const [minutes, most] =
    level === 'concern'
      ? [WINDOW.concernMinutes, WINDOW.concernMessages]
      : [WINDOW.joinMinutes, WINDOW.messages];
  return stores.heard.recent(address.id, addMs(now, -minutesMs(minutes)), most);
}

/** What leads on in the menu; asking for a person is more than an answer. */
const menuWords = ({ centre }: Scope): ReadonlySet<string> =>
  new Set(
    Object.values(centre.contents).flatMap(({ flows }) =>
      MENU_CHOICE_IDS.filter((id) => id !== 'menu.urgent').map((id) => plainWord(flows(id))),
    ),
  );

/** A line about a file begins with what kind of file it was: ［图片］. */
const wordsOf = (line: EarlierLine): EarlierLine =>
  line.kind === 'unscreenable'
    ? { ...line, text: line.text.slice(line.text.indexOf('］') + 1), matches: [] }
    : line;

/** How a file stands among the lines, with what was written below it. */
export const mediaText = (
  scope: Scope,
  what: Extract<SaidBody, { kind: 'unscreenable' }>['what'],
  caption: string,
): string => `［${scope.centre.contents.zh.staff(`what.${what}`)}］${caption}`;
