import type { Channel } from '../../core/channel.ts';
import { describeError, type Logger } from '../../core/log.ts';
import { type BotMessage, say } from '../../core/message.ts';
import { type Called, type Emergency, planPage } from '../../spool/plan-page.ts';
import type { Contents } from '../scope.ts';

/** Somebody who is called when nothing but the network works: named in the settings, not in the database. */
export type EmergencyAddress = {
  readonly channel: Pick<Channel, 'name' | 'bot' | 'send'>;
  readonly account: string;
};

export type DirectPagesParts = {
  readonly addresses: readonly EmergencyAddress[];
  readonly contents: () => Contents;
  /** Where the console is; empty where nobody knows. */
  readonly publicUrl: string;
  readonly nowMs: () => number;
  readonly log: Logger;
};

export type DirectPages = {
  /** Whether anybody can be called at all. */
  reachesPeople(): boolean;
  /** @param repeat an earlier process may have called for it already */
  add(level: 'high' | 'imminent', atMs: number, repeat?: boolean): void;
  /** Whether people are called although nothing new has come in for a while; where nothing waits either, it is over. */
  isOver(): boolean;
  /** The database is back: says so to whoever was called. */
  recover(): Promise<void>;
  /** Lines of the spool that nobody can read any more. */
  tellDamage(lines: number): Promise<void>;
  /** Looks whether anybody is to be called now; every second by itself. */
  look(): Promise<void>;
  stop(): void;
};

const LOOK_MS = 1_000;
/** After a page that surely did not arrive, in ms. */
const RETRY_MS = 5_000;
/** A fault that comes and goes is not told over between two messages, in ms. */
const QUIET_MS = 60_000;

type Line = { readonly address: EmergencyAddress; called: Called | null; notBeforeMs: number; busy: boolean };

export function createDirectPages(parts: DirectPagesParts): DirectPages {
  const { nowMs, log } = parts;
  const lines: Line[] = parts.addresses.map((address) => ({
    address,
    called: null,
    notBeforeMs: 0,
    busy: false,
  }));
  let emergency: Emergency = { count: 0, imminent: false, sinceMs: 0 };
  let repeated = false;
  let lastMs = 0;
  /** Grows with each fault that is over: a page that was still under way belongs to the one before. */
  let fault = 0;

  const send = async ({ channel, account }: EmergencyAddress, message: BotMessage): Promise<boolean> => {
    const fields = { channel: channel.name, bot: channel.bot };
    try {
      const outcome = await channel.send(account, message);
      if (outcome.kind === 'sent') return true;
      log.warn('fault.page-not-sent', { ...fields, outcome: outcome.kind, code: outcome.code });
      // Whether it arrived is not known: the next one, a minute later, says all that this one said.
      return outcome.kind === 'unknown';
    } catch (error) {
      log.error('fault.page-failed', { ...fields, ...describeError(error) });
      return false;
    }
  };

  const tellBack = (address: EmergencyAddress, count: number): Promise<boolean> =>
    send(address, asAlarm(parts, say(parts.contents().zh.staff('emergency.back', { count }))));

  const call = async (line: Line): Promise<void> => {
    const now = nowMs();
    if (line.busy || now < line.notBeforeMs) return;
    const [told, begun] = [emergency, fault];
    const plan = planPage(told, line.called, now);
    if (plan.kind === 'wait') return;
    line.busy = true;
    const again = plan.again || (repeated && line.called === null);
    const message = composePage(parts, told, now, plan.times, again);
    const arrived =
      (await send(line.address, message)) || (await send(line.address, asAlarm(parts, message)));
    log.warn('fault.paged', { channel: line.address.channel.name, count: told.count, arrived });
    line.busy = false;
    if (!arrived) line.notBeforeMs = now + RETRY_MS;
    else if (begun === fault) line.called = { count: told.count, atMs: now, times: plan.times };
    // It was over while this was under way: the last that they hear must not be a call.
    else await tellBack(line.address, told.count);
  };

  const look = async (): Promise<void> => {
    await Promise.all(lines.map(call));
  };
  const timer = setInterval(() => void look(), LOOK_MS);
  timer.unref();

  return {
    reachesPeople: () => lines.length > 0,
    add(level, atMs, repeat = false) {
      if (emergency.count === 0) repeated = repeat;
      lastMs = nowMs();
      emergency = {
        count: emergency.count + 1,
        imminent: emergency.imminent || level === 'imminent',
        sinceMs: emergency.count === 0 ? atMs : emergency.sinceMs,
      };
      void look();
    },
    // A clock that was put back must not keep it from ending.
    isOver: () => emergency.count > 0 && Math.abs(nowMs() - lastMs) >= QUIET_MS,
    async recover() {
      const called = lines.filter((line) => line.called !== null);
      const { count } = emergency;
      fault += 1;
      emergency = { count: 0, imminent: false, sinceMs: 0 };
      for (const line of lines) line.called = null;
      await Promise.all(called.map(({ address }) => tellBack(address, count)));
    },
    async tellDamage(damaged) {
      const message = say(parts.contents().zh.staff('emergency.damaged', { count: damaged }));
      await Promise.all(lines.map(({ address }) => send(address, asAlarm(parts, message))));
    },
    look,
    stop: () => clearInterval(timer),
  };
}

/** Figures and a level, never words. */
function composePage(
  { contents, publicUrl }: DirectPagesParts,
  { count, imminent, sinceMs }: Emergency,
  now: number,
  times: number,
  again: boolean,
): BotMessage {
  const texts = contents().zh.staff;
  const minutes = Math.max(0, Math.floor((now - sinceMs) / 60_000));
  const level = texts(imminent ? 'level.imminent' : 'level.high');
  const text = again
    ? texts('emergency.again', { count, level, minutes, times })
    : texts('emergency.page', { count, level, minutes });
  const figures = { number: `E${count}`, count: String(count), level, minutes: String(minutes) };
  return { ...say(text), facts: publicUrl === '' ? figures : { ...figures, link: `${publicUrl}/console` } };
}

/** For gateways whose only approved text is the one about the program itself. */
const asAlarm = ({ contents }: DirectPagesParts, message: BotMessage): BotMessage => ({
  ...message,
  facts: { what: contents().zh.staff('emergency.what') },
});
