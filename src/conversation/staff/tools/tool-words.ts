/** What a counsellor does with a case by a word behind a slash or by a button. */
export const TOOLS = [
  'card',
  'transfer',
  'invite',
  'leave',
  'note',
  'informed',
  'raise',
  'canned',
  'screener',
  'plan',
  'slot',
  'hotlines',
  'other',
  'self',
  'another',
  'accept',
  'decline',
] as const;
export type Tool = (typeof TOOLS)[number];

/** What the buttons of a tool do further; the case stands before them. */
export const TOOL_TAPS = [
  't',
  'i',
  'up',
  'c',
  'cs',
  'ce',
  's',
  'sa',
  'sx',
  'p',
  'pq',
  'pg',
  'sl',
  'an',
  'in',
  'x',
] as const;

export type ToolCommand = {
  readonly kind: 'tool';
  readonly tool: Tool;
  /** The case it names. */
  readonly number: number | null;
  /** What stands behind: a name, a note, a heading's number with its words. */
  readonly rest: string;
};

export const TOOL_WORDS: Readonly<Record<string, Tool>> = {
  操作: 'card',
  tools: 'card',
  转接: 'transfer',
  transfer: 'transfer',
  邀请: 'invite',
  invite: 'invite',
  退出: 'leave',
  leave: 'leave',
  备注: 'note',
  note: 'note',
  告知: 'informed',
  告知记录: 'informed',
  inform: 'informed',
  informed: 'informed',
  升级: 'raise',
  raise: 'raise',
  常用语: 'canned',
  canned: 'canned',
  筛查: 'screener',
  screener: 'screener',
  安全计划: 'plan',
  plan: 'plan',
  时段: 'slot',
  slot: 'slot',
  热线: 'hotlines',
  hotlines: 'hotlines',
  替别人求助: 'other',
  替别人: 'other',
  other: 'other',
  本人求助: 'self',
  本人: 'self',
  self: 'self',
  另有一位: 'another',
  另一位: 'another',
  another: 'another',
  接受: 'accept',
  accept: 'accept',
  不接受: 'decline',
  decline: 'decline',
};

/** Whatever a keyboard makes of a slash. Before a letter `、` and `\` are one: Chinese keyboards put them there. */
const SLASH = /^(?:[/／⁄∕⧸╱]|[、\\＼](?=\s*[\p{L}]))+\s*/u;
/** What cannot be seen must not hide a slash. */
const UNSEEN = /^[\p{Cf}\s]+/u;

/** What stands behind a slash, however it was typed; null where there is none. Pure. */
export function behindSlash(typed: string): string | null {
  const text = typed.replace(UNSEEN, '');
  const slash = SLASH.exec(text);
  return slash === null ? null : text.slice(slash[0].length).replace(UNSEEN, '').trim();
}

const WORDS = Object.keys(TOOL_WORDS).sort((a, b) => b.length - a.length);
const COMMAND = new RegExp(`^(${WORDS.join('|')})(?![a-z])(.*)$`, 'isu');
/** A case is named with # or by its four digits at least: other figures belong to what follows. */
const NUMBER = /^[\s,，:：、。]*(?:[#＃]\s*([0-9０-９]{1,9})|([0-9０-９]{4,9})(?![0-9０-９\p{L}]))/u;
const GAP = /^[\s,，:：、。]+/u;
/** A note that somebody began without a slash: 备注：… is never meant for a student. */
const BARE_NOTE = /^(?:备注|note)\s*[:：]/iu;
/** Nor is whom one has informed, where a case is named. */
const BARE_INFORMED = /^告知(?:记录)?\s*[#＃]\s*[0-9０-９]/u;
/** These may be followed by anything; what follows any other word must stand apart from it. */
const JOINED: readonly Tool[] = ['note', 'informed'];

/** A tool that a staff member names; null for anything else. Pure. */
export function readToolCommand(typed: string): ToolCommand | null {
  const bare = typed.replace(UNSEEN, '');
  const text = behindSlash(typed) ?? (BARE_NOTE.test(bare) || BARE_INFORMED.test(bare) ? bare : null);
  const found = text === null ? null : COMMAND.exec(text);
  if (found === null) return null;
  const tool = TOOL_WORDS[(found[1] ?? '').toLowerCase()];
  if (tool === undefined) return null;
  let rest = found[2] ?? '';
  if (!JOINED.includes(tool) && rest !== '' && !GAP.test(rest) && !NUMBER.test(rest)) return null;
  const named = NUMBER.exec(rest);
  if (named !== null) rest = rest.slice(named[0].length);
  const digits = named?.[1] ?? named?.[2];
  const number = digits === undefined ? null : Number(digits.normalize('NFKC'));
  return { kind: 'tool', tool, number, rest: rest.replace(GAP, '').trim() };
}
