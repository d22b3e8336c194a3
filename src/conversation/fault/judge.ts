import { type IncomingBody, isSaid } from '../../core/channel.ts';
import { plainWord } from '../../core/choices.ts';
import { LANGUAGES, type Language } from '../../core/language.ts';
import { noScreening, type Screening } from '../../keywords/screening.ts';
import { screenInWindow } from '../../keywords/window.ts';
import type { Said } from '../../keywords/window-pieces.ts';
import { WINDOW } from '../../keywords/window-views.ts';
import type { SpoolLevel } from '../../spool/spool.ts';
import type { Centre, Contents } from '../scope.ts';
import { asksForPerson } from '../student/global-choices.ts';

export type Judged = { readonly level: SpoolLevel; readonly screening: Screening; readonly text: string };

/** What came in, judged by the process alone: screening needs no database. */
export function judge(
  { screener, contents }: Pick<Centre, 'screener' | 'contents'>,
  body: IncomingBody,
  earlier: readonly Said[],
  at: Date,
): Judged {
  if (!isSaid(body)) return { level: 'ordinary', screening: noScreening(), text: '' };
  if (body.kind === 'choice') {
    const level = asksForPerson(body.id) ? 'high' : 'ordinary';
    return { level, screening: noScreening(), text: '' };
  }
  const text = body.kind === 'unscreenable' ? body.caption : body.text;
  const alone = screener.screen(text);
  const { screening } =
    alone.level === 'imminent' || text === ''
      ? { screening: alone }
      : screenInWindow(screener, earlier, { text, at }, alone);
  if (screening.level === 'high' || screening.level === 'imminent') {
    return { level: screening.level, screening, text };
  }
  return { level: asksForHelp(contents, text) ? 'high' : 'ordinary', screening, text };
}

/** 紧急求助 and its like, typed in either language. */
function asksForHelp(contents: Contents, text: string): boolean {
  const word = plainWord(text);
  const labels = LANGUAGES.flatMap((language) => [
    contents[language].flows('menu.urgent'),
    contents[language].conversation('concern.person'),
  ]);
  return [...labels, 'urgent'].some((label) => plainWord(label) === word);
}

/** Nobody can be asked which language they read: that of what they wrote. */
export const languageOf = (text: string): Language =>
  // A command is nobody's language.
  /^[^/／]*[a-z]{2}/iu.test(text) && !/\p{Script=Han}/u.test(text) ? 'en' : 'zh';

/** What one account said in this fault, as far as later words may be joined to it. Kept in memory alone. */
export const keepLately = (lately: readonly Said[], said: Said): readonly Said[] =>
  [...lately, said].slice(-WINDOW.messages);
