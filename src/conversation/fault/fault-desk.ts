import { type Incoming, isSaid, type SendOutcome } from '../../core/channel.ts';
import type { Language } from '../../core/language.ts';
import { describeError, type Logger } from '../../core/log.ts';
import { type BotMessage, say } from '../../core/message.ts';
import type { Screening } from '../../keywords/screening.ts';
import { graver, planAnswer } from '../../spool/plan-answer.ts';
import type { Spool, SpoolLevel, SpoolRecord } from '../../spool/spool.ts';
import type { Centre } from '../scope.ts';
import { createAccounts } from './accounts.ts';
import { composeAnswer } from './compose.ts';
import type { DirectPages } from './direct-pages.ts';
import { judge, keepLately, languageOf } from './judge.ts';

/** What became of an update that no database could take. */
export type FaultAnswer = {
  /** It will be handled when the database is back; else whoever wrote must be told to send it again. */
  readonly kept: boolean;
  readonly crisis: boolean;
  /** Null where nothing is said, as for a tap that means nothing or for somebody who was told a moment ago. */
  readonly text: string | null;
  /** By this machine's clock. */
  readonly at: Date;
};

export type FaultDeskParts = {
  readonly spool: Spool;
  readonly pages: DirectPages;
  readonly centre: () => Pick<Centre, 'screener' | 'contents'>;
  /** Speaks on the platform of the account; null where the page itself shows the answer, or nobody here can speak. */
  readonly send: ((incoming: Incoming, message: BotMessage) => Promise<SendOutcome>) | null;
  /** This machine's clock, in ms since the epoch: there is no other while the database is away. */
  readonly nowMs: () => number;
  readonly pause: (ms: number) => Promise<void>;
  readonly log: Logger;
};

export type FaultDesk = {
  /**
   * Screens, keeps, answers and pages; the answer is given once however often the update comes. Never rejects.
   * @param language of the page; guessed from the words where nobody knows it
   */
  take(incoming: Incoming, language?: Language): Promise<FaultAnswer>;
  /** The fault is over: what was remembered of it is forgotten. */
  forget(): void;
  /** Resolves once no answer is under way. */
  settle(): Promise<void>;
};

/** How often an answer is tried, and the longest wait between two tries, in ms. */
const MOST_TRIES = 6;
const LONGEST_WAIT_MS = 5_000;
/** Answers to what is no crisis leave the platform's pace to those that are: least ms between two. */
const ORDINARY_EVERY_MS = 60;
/** So many may wait to be told that they are no crisis; further ones are only kept. */
const MOST_ORDINARY = 500;

export function createFaultDesk(parts: FaultDeskParts): FaultDesk {
  const { spool, pages, log } = parts;
  const accounts = createAccounts();
  const answered = new Map<string, Promise<FaultAnswer>>();
  const underWay = new Set<Promise<void>>();
  const turns = createTurns(parts.pause);

  const speak = (incoming: Incoming, id: string, level: SpoolLevel, message: BotMessage): void => {
    const { send } = parts;
    if (send === null || incoming.channel === 'web') return void spool.noteTold(id, 'yes');
    const work = async (): Promise<void> => {
      if (level === 'ordinary' && !(await turns.wait())) return;
      const told = await sendUntilSettled(parts, () => send(incoming, message));
      if (told !== 'unsure') await spool.noteTold(id, told);
    };
    const done = work().catch((error: unknown) => log.error('fault.not-answered', describeError(error)));
    underWay.add(done);
    void done.then(() => underWay.delete(done));
  };

  const take = async (incoming: Incoming, id: string, language?: Language): Promise<FaultAnswer> => {
    const centre = parts.centre();
    const nowMs = parts.nowMs();
    const at = new Date(nowMs);
    const account = accounts.of(incoming);
    const { level, screening, text } = judge(centre, incoming.body, account.lately, at);
    const isCrisis = level !== 'ordinary';
    const plan = isSaid(incoming.body) ? planAnswer(level, account.before, nowMs) : 'nothing';
    // A page must show something for everything that was sent.
    const shown = plan === 'nothing' && incoming.channel === 'web' ? (isCrisis ? 'again' : 'ordinary') : plan;
    const spoken = language ?? languageOf(text);
    const message =
      shown === 'nothing'
        ? null
        : composeAnswer(centre.contents, spoken, shown, incoming.channel, pages.reachesPeople());
    const keeps = isCrisis || incoming.channel !== 'web';
    const answer = message?.text ?? null;
    if (keeps)
      await spool.put({
        incoming,
        level,
        atMs: nowMs,
        answer: isCrisis ? answer : null,
        language: language ?? null,
      });
    accounts.set(incoming, {
      lately: text === '' ? account.lately : keepLately(account.lately, { id, text, at, ...pick(screening) }),
      before: plan === 'nothing' ? account.before : { level: graver(level, account.before), atMs: nowMs },
    });
    if (message !== null && keeps) speak(incoming, id, level, message);
    if (isCrisis) pages.add(level, nowMs);
    log.warn('fault.taken', { channel: incoming.channel, level, kept: keeps });
    return { kept: keeps, crisis: isCrisis, text: answer, at };
  };

  /** A process that was killed had it in hand: what may have arrived is said again, and marked; the rest is done. */
  const goOn = (earlier: SpoolRecord): FaultAnswer => {
    const { id, incoming, level, told, answer, atMs } = earlier;
    if (answer !== null && told !== 'yes') {
      const { zh, en } = parts.centre().contents;
      const language = /\p{Script=Han}/u.test(answer) ? zh : en;
      const prefix = told === 'unsure' ? language.conversation('repeat.prefix') : '';
      speak(incoming, id, level, say(`${prefix}${answer}`));
    }
    accounts.set(incoming, { ...accounts.of(incoming), before: { level, atMs } });
    return { kept: true, crisis: level !== 'ordinary', text: answer, at: new Date(atMs) };
  };

  return {
    take(incoming, language) {
      const id = spool.idOf(incoming);
      const before = answered.get(id);
      if (before !== undefined) return before;
      const taking = spool
        .findEarlier(id)
        .then((earlier) => (earlier === null ? take(incoming, id, language) : goOn(earlier)));
      answered.set(id, taking);
      return taking;
    },
    forget() {
      accounts.forget();
      answered.clear();
    },
    async settle() {
      await Promise.all(underWay);
    },
  };
}

const pick = ({ level, matches }: Screening) => ({ level, matches });

/** A platform that asks for a wait gets one; what may have arrived is not sent again. */
async function sendUntilSettled(
  { pause }: Pick<FaultDeskParts, 'pause'>,
  send: () => Promise<SendOutcome>,
): Promise<'yes' | 'no' | 'unsure'> {
  for (let tries = 1; ; tries += 1) {
    const outcome = await send();
    if (outcome.kind === 'sent') return 'yes';
    if (outcome.kind === 'unknown') return 'unsure';
    if (outcome.kind === 'permanent' || tries >= MOST_TRIES) return 'no';
    await pause(Math.min(LONGEST_WAIT_MS, outcome.retryAfterMs));
  }
}

/** One after the other, at a pace; false for those who would wait too long. */
function createTurns(pause: FaultDeskParts['pause']) {
  let waiting = 0;
  let last: Promise<void> = Promise.resolve();
  return {
    async wait(): Promise<boolean> {
      if (waiting >= MOST_ORDINARY) return false;
      waiting += 1;
      const before = last;
      last = before.then(() => pause(ORDINARY_EVERY_MS));
      await before;
      waiting -= 1;
      return true;
    },
  };
}
