import { describeError, type Logger } from '../../core/log.ts';
import { type LoadCode, loadWechaty } from './load-wechaty.ts';
import { answersAtAll } from './probe-service.ts';
import { checkPuppetOptions, type PuppetOptions } from './puppet-options.ts';
import {
  type EndCode,
  type OwnAccount,
  openSession,
  type Session,
  type SessionEvents,
  type SessionParts,
} from './session.ts';
import { backOff, type Pause, type WechatTiming } from './timing.ts';

/** `scan`: somebody must scan the code of {@link Channel.loginCode}. */
export type LinkCode =
  | EndCode
  | LoadCode
  | 'insecure-endpoint'
  | 'no-memory'
  | 'scan'
  | 'logged-out'
  | 'session-broken';

/** How the account stands; `code` is null when it is signed in. */
export type Link = { readonly code: LinkCode | null; readonly loginCode: string | null };

export type KeeperParts = {
  readonly puppet: string;
  readonly puppetOptions: PuppetOptions;
  readonly bot: string;
  readonly memoryFile: string;
  readonly own: OwnAccount;
  readonly timing: WechatTiming;
  readonly pause: Pause;
  readonly log: Logger;
  readonly onLink: (link: Link) => void;
  readonly onMessage: (messageId: string) => void;
};

export type SessionKeeper = {
  /** Null while there is none: nothing can be asked or sent. */
  session(): Session | null;
  /** Resolves once the signal was aborted and the last session is gone. */
  readonly ended: Promise<void>;
};

/** Keeps one Wechaty alive: each that goes wrong is thrown away whole and a fresh one built. */
export function keepSession(parts: KeeperParts, signal: AbortSignal): SessionKeeper {
  const held: Held = { session: null };
  return { session: () => held.session, ended: keepOn(parts, held, signal) };
}

/** A fault of our own must not leave a bot that looks alive and hears nobody. */
async function keepOn(parts: KeeperParts, held: Held, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      return await keep(parts, held, signal);
    } catch (error) {
      held.session = null;
      parts.log.error('wechat.session-broken', { bot: parts.bot, ...describeError(error) });
      parts.onLink({ code: 'session-broken', loginCode: null });
      await parts.pause(parts.timing.longestRestartMs, signal);
    }
  }
}

type Held = { session: Session | null };
type OpenParts = Omit<SessionParts, 'events' | 'mustAnswer'>;

async function keep(parts: KeeperParts, held: Held, signal: AbortSignal): Promise<void> {
  const { timing, onLink } = parts;
  const open = await prepare(parts);
  if (typeof open === 'string') return onLink({ code: open, loginCode: null });
  const aborted = untilAborted(signal);
  let failures = 0;
  let mustAnswer = false;
  while (!signal.aborted) {
    const opened = await openOnce(parts, { ...open, mustAnswer }, aborted);
    if (opened === null) return;
    if (typeof opened === 'string') {
      onLink({ code: opened, loginCode: null });
      failures += 1;
      await parts.pause(backOff(timing.restartMs, timing.longestRestartMs, failures), signal);
      continue;
    }
    held.session = opened;
    const code = await Promise.race([opened.ended, aborted]);
    held.session = null;
    if (code === null) return opened.discard();
    onLink({ code, loginCode: null });
    mustAnswer ||= code === 'watchdog';
    failures = opened.wasUp() ? 1 : failures + 1;
    const waitMs = backOff(timing.restartMs, timing.longestRestartMs, failures);
    await Promise.all([opened.discard(), parts.pause(waitMs, signal)]);
  }
}

/** What no later try would change, as a code. */
async function prepare(parts: KeeperParts): Promise<OpenParts | LinkCode> {
  const checked = checkPuppetOptions(parts.puppet, parts.puppetOptions);
  if (!checked.ok) return checked.code;
  const loaded = await loadWechaty(parts.puppet);
  if (!loaded.ok) return loaded.code;
  return {
    library: loaded.library,
    puppetOptions: checked.options,
    name: parts.bot,
    memoryFile: parts.memoryFile,
    own: parts.own,
    timing: parts.timing,
  };
}

/** Null when it is not wanted any more. */
async function openOnce(
  parts: KeeperParts,
  open: Omit<SessionParts, 'events'>,
  aborted: Promise<null>,
): Promise<Session | LinkCode | null> {
  const { onLink, onMessage, timing } = parts;
  const answers = answersAtAll(parts.puppet, open.puppetOptions, timing.probeMs);
  const answered = await Promise.race([answers, aborted]);
  if (answered === null) return null;
  if (!answered) return 'unreachable';
  const events: SessionEvents = {
    onSignedIn: () => onLink({ code: null, loginCode: null }),
    onSignedOut: () => onLink({ code: 'logged-out', loginCode: null }),
    onScan: (loginCode) => onLink({ code: 'scan', loginCode }),
    onMessage,
  };
  try {
    return await openSession({ ...open, events });
  } catch (error) {
    parts.log.error('wechat.not-built', { bot: parts.bot, ...describeError(error) });
    return (error as { syscall?: unknown } | null)?.syscall === undefined ? 'bad-puppet' : 'no-memory';
  }
}

function untilAborted(signal: AbortSignal): Promise<null> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(null);
    else signal.addEventListener('abort', () => resolve(null), { once: true });
  });
}
