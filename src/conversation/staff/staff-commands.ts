import { plainWord } from '../../core/choices.ts';
import { type RotaCommand, readRotaCommand } from './rota-words.ts';
import { behindSlash, readToolCommand, type ToolCommand } from './tools/tool-words.ts';
import { readWatchCommand, type WatchCommand } from './watch-words.ts';

type SlashKind = 'sessions' | 'student' | 'staff' | 'help' | 'english' | 'chinese' | 'today' | 'away';

export type StaffCommand =
  | { readonly kind: 'take'; readonly number: number | null }
  | { readonly kind: SlashKind | 'unknown' | 'unclear-case' }
  /** `number` null: the only case, or which one is asked. */
  | { readonly kind: 'close'; readonly number: number | null }
  | RotaCommand
  | WatchCommand
  | ToolCommand
  /** Words for a student; `number` is the case they name with #1001 at their beginning. */
  | { readonly kind: 'words'; readonly number: number | null; readonly text: string };

/** Words that stand behind a slash. */
export const SLASH_WORDS: Readonly<Record<string, SlashKind | 'close'>> = {
  签到: 'sessions',
  sessions: 'sessions',
  结案: 'close',
  close: 'close',
  学生: 'student',
  student: 'student',
  值班: 'staff',
  staff: 'staff',
  帮助: 'help',
  help: 'help',
  start: 'help',
  今天: 'today',
  today: 'today',
  请假: 'away',
  away: 'away',
  'lang en': 'english',
  'lang zh': 'chinese',
};

/** Words that take a case, alone or with its number; they need no slash. */
export const TAKE_WORDS = ['接', 'take'] as const;
/** `Take 5` may be said to a student; case numbers have four digits at least. */
const TAKE = /^(?:接\s*#?\s*([0-9]{1,9})?|take\s*(?:#\s*([0-9]{1,9})|([0-9]{4,9}))?)$/;

/** A word with the case that it is about: 结案 #1001, close 1001. */
const WITH_NUMBER = /^(.*?)\s*#?\s*([0-9]{1,9})$/su;

/** However a Chinese keyboard writes it: words that name a case must never reach another student. */
const NAMED = /^[#＃]([0-9０-９]{1,9})(?:[\s,，:：、。]+|(?=\p{Script=Han}))(?=.)/su;

/** What a staff member typed. Commands begin with a slash; 接 needs none, since it must be quick. Pure. */
export function readStaffCommand(text: string): StaffCommand {
  const word = plainWord(text);
  const take = TAKE.exec(word);
  if (take) {
    const number = take[1] ?? take[2] ?? take[3];
    return { kind: 'take', number: number === undefined ? null : Number(number) };
  }
  const ofRota = readRotaCommand(text);
  if (ofRota !== null) return ofRota;
  const ofWatch = readWatchCommand(text);
  if (ofWatch !== null) return ofWatch;
  const ofTool = readToolCommand(text);
  if (ofTool !== null) return ofTool;
  const slashed = behindSlash(text);
  if (slashed !== null) return readSlashWord(plainWord(slashed));
  const named = NAMED.exec(text.trim());
  if (named) {
    const number = Number(named[1]?.normalize('NFKC'));
    const words = text.trim().slice(named[0].length);
    return readOfCase(number, words);
  }
  // It was meant for one case, and which cannot be told.
  if (/^[#＃]/u.test(text.trim())) return { kind: 'unclear-case' };
  return { kind: 'words', number: null, text };
}

function readSlashWord(word: string): StaffCommand {
  if (/^start\s/.test(word)) return { kind: 'help' };
  const kind = slashKind(word);
  if (kind !== undefined) return kind === 'close' ? { kind, number: null } : { kind };
  const named = WITH_NUMBER.exec(word);
  return slashKind(named?.[1] ?? '') === 'close'
    ? { kind: 'close', number: Number(named?.[2]) }
    : { kind: 'unknown' };
}

const slashKind = (word: string) => (Object.hasOwn(SLASH_WORDS, word) ? SLASH_WORDS[word] : undefined);

/** What stands behind #1001: a command that takes a case does so here, too, unless it names another one itself. */
function readOfCase(number: number, words: string): StaffCommand {
  const tool = readToolCommand(words);
  if (tool !== null) return { ...tool, number };
  const slashed = behindSlash(words);
  if (slashed === null) return { kind: 'words', number, text: words };
  const alone = readStaffCommand(words);
  if ('number' in alone && alone.number !== null) return { kind: 'unknown' };
  const [, word = '', rest = ''] = /^(\S+)(.*)$/su.exec(slashed) ?? [];
  const command = readStaffCommand(`/${word} #${number}${rest}`);
  return 'number' in command ? command : { kind: 'unknown' };
}

/** What the buttons under a message to staff begin; the case follows behind a dot. */
export const STAFF_TAPS = [
  'take',
  'to',
  'close',
  'keep',
  'hand',
  'hand-all',
  'hand-note',
  'hand-no',
  'swap-yes',
  'swap-no',
  'swap-me',
  'swap-to',
  'swap-mine',
  'swap-back',
  'hold',
  'arrived',
  'unarrived',
  'tool',
  'ask-yes',
  'ask-no',
  'ask-back',
  'drill-take',
  'drill-say',
  'came',
  'no-show',
] as const;
export type StaffTap = {
  readonly kind: (typeof STAFF_TAPS)[number] | 'unknown';
  readonly caseId: string;
  readonly detail: string;
};

export function readStaffTap(id: string): StaffTap {
  const [verb, caseId = '', detail = ''] = id.split('.');
  return { kind: STAFF_TAPS.find((tap) => tap === verb) ?? 'unknown', caseId, detail };
}

/** A one-time code as it is written: XQ- and eight letters or digits; null for anything else. */
export function readCode(text: string): string | null {
  const word = text.normalize('NFKC').trim().toUpperCase();
  return /^XQ-[A-Z0-9]{8}$/.test(word) ? word : null;
}
