import type { TalkChannel } from '../../core/channel.ts';
import type { CaseEvent, CaseLevel, Outcome } from '../case.ts';
import { type CaseTime, eventsOf } from './case-times.ts';
import type { Ground, Party, RegisterClass } from './closing.ts';

/** What was done, from a fixed list; beside it stands one sentence of the reporter's own. */
export const MEASURES = [
  'talked',
  'safety-plan',
  'means-removed',
  'company',
  'means-of-contact',
  'met-in-person',
  'emergency-called',
  'to-hospital',
  'college-informed',
  'family-informed',
  'appointment',
  'watch-over',
] as const;
export type Measure = (typeof MEASURES)[number];
export const isMeasure = (text: string): text is Measure => (MEASURES as readonly string[]).includes(text);

/** As it is filled in; sealed with the key of the case. */
export type ReportDraft = {
  readonly measures: readonly Measure[];
  readonly statement: string;
  /** Who it is about, as the reporter knows it; null leaves the report with the number of the case. */
  readonly identity: string | null;
};

export const EMPTY_DRAFT: ReportDraft = { measures: [], statement: '', identity: null };
export const LONGEST_STATEMENT = 1_000;
export const LONGEST_IDENTITY = 200;

/**
 * 危机随时报表 as it is issued: times, who was informed, what was done. Never the student's words, and nothing of any
 * scale. Times are ISO 8601.
 */
export type CrisisReport = {
  readonly id: string;
  readonly number: number;
  readonly caseNumber: number;
  readonly identity: string | null;
  /** Told by a third person; left out where the student themselves spoke. */
  readonly thirdPerson?: true;
  /** Which time of the case it tells of; left out for the first. */
  readonly time?: number;
  readonly level: CaseLevel;
  readonly channel: TalkChannel;
  /** Null while the case has not ended. */
  readonly outcome: Outcome | null;
  readonly times: Readonly<Record<ReportTime, string | null>>;
  readonly informed: readonly {
    readonly party: Party;
    readonly at: string;
    readonly by: string;
    readonly ground: Ground;
    readonly detail: string;
    /** There was a detail, in words of the student's, which a report must not carry on. */
    readonly withheld?: true;
  }[];
  readonly measures: readonly Measure[];
  readonly statement: string;
  readonly plan: {
    readonly class: RegisterClass;
    readonly owner: string | null;
    readonly dates: readonly string[];
  } | null;
  readonly reporter: string;
  readonly issuedAt: string;
};

/** As somebody reads it who may not know who it is about, nor by what name or phone anybody was informed. Pure. */
export const withoutIdentity = (report: CrisisReport): CrisisReport => ({
  ...report,
  identity: null,
  informed: report.informed.map((one) => ({ ...one, detail: '' })),
});

export const REPORT_TIMES = ['opened', 'paged', 'acknowledged', 'contacted', 'closed'] as const;
export type ReportTime = (typeof REPORT_TIMES)[number];

/** When each of these happened for the first time in this time of the case, and when that ended. Pure. */
export function reportTimes(time: CaseTime, events: readonly CaseEvent[]): CrisisReport['times'] {
  const { within } = eventsOf(time, events);
  const first = (kind: CaseEvent['kind']): string | null =>
    within.find((event) => event.kind === kind)?.at.toISOString() ?? null;
  // Whoever had it before and is on duty has it at once.
  const [began] = within;
  const kept = began?.kind === 'resumed' && began.staffId !== null ? began.at.toISOString() : null;
  return {
    opened: time.from.toISOString(),
    paged: first('paged'),
    acknowledged: kept ?? first('acknowledged'),
    contacted: first('contacted'),
    closed: time.closedAt?.toISOString() ?? null,
  };
}

/** So many characters in a row are no accident. */
const REPEATED = 8;

const plain = (text: string): string => text.normalize('NFKC').replace(/[\s\p{P}]/gu, '');

/**
 * Whether a sentence repeats what a student wrote: a report goes where their words must not. A whole line that is shorter
 * counts from four characters on. Pure.
 */
export function repeatsWords(sentence: string, lines: readonly string[]): boolean {
  const said = plain(sentence);
  return lines.some((line) => {
    const words = plain(line);
    if (words.length < REPEATED) return words.length >= 4 && said.includes(words);
    for (let at = 0; at + REPEATED <= words.length; at += 1) {
      if (said.includes(words.slice(at, at + REPEATED))) return true;
    }
    return false;
  });
}

/**
 * The same for who a report is about. A number, and what somebody noted of who it is, are facts, whoever wrote them first;
 * a name may well be a whole line of the talk. Pure.
 */
export function identityRepeatsWords(
  identity: string,
  lines: readonly string[],
  facts: readonly string[],
): boolean {
  const noted = facts.filter((fact) => fact !== '');
  const rest = noted.reduce((text, fact) => text.replaceAll(fact, ' '), identity).replace(/[\d\s]+/g, '');
  return repeatsWords(
    rest,
    lines.filter((line) => plain(line).length >= REPEATED),
  );
}
