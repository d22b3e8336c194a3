/** E-mail by SMTP. */
import { Readable } from 'node:stream';
import { createTransport, type Transporter } from 'nodemailer';
import type { Facts } from '../core/message.ts';
import { isNotice } from './message-kind.ts';
import type { NotifierPlan, Sending } from './notifier.ts';
import { isMailAddress } from './recipients.ts';
import type { SettingsOf } from './settings.ts';
import { notThere, refused, sent, temporary, unknown, type Verdict } from './verdict.ts';

const LONGEST_TEXT = 10_000;

export function planEmail(settings: SettingsOf<'email'>, sending: Sending): NotifierPlan {
  const transport = openTransport(settings, sending.deadlineMs);
  return {
    kind: 'email',
    name: settings.name,
    longestText: LONGEST_TEXT,
    pace: null,
    deliver: async (to, { text, facts }) =>
      isMailAddress(to)
        ? sendMail(
            transport,
            { from: settings.from, to, subject: composeSubject(facts), text },
            sending.deadlineMs,
          )
        : notThere('unknown-address'),
  };
}

/** A connection for each mail; never one that a server may have closed since the last. */
function openTransport(settings: SettingsOf<'email'>, deadlineMs: number) {
  const { host, port, security, user, password } = settings;
  return createTransport({
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    connectionTimeout: deadlineMs,
    greetingTimeout: deadlineMs,
    socketTimeout: deadlineMs,
    ...(user === null || password === null ? {} : { auth: { user, pass: password }, forceAuth: true }),
    disableFileAccess: true,
    disableUrlAccess: true,
    logger: false,
  });
}

/** What lies on a lock screen for everybody to see: a number at most, no level and no case. */
function composeSubject(facts: Facts | undefined): string {
  // A code that somebody asked for: what it is for, and not the code.
  if (facts?.code !== undefined && facts.what !== undefined) return facts.what.slice(0, 60);
  // A link alone calls nobody, and neither does a notice.
  if (facts?.link !== undefined && Object.keys(facts).length === 1) return '工作消息';
  if (facts !== undefined && isNotice(facts)) return '工作消息';
  const number = facts?.number ?? '';
  return /^[0-9]{1,12}$/.test(number) ? `值班通知 ${number}` : '值班通知';
}

type Mail = { readonly from: string; readonly to: string; readonly subject: string; readonly text: string };

async function sendMail(transport: Transporter, mail: Mail, deadlineMs: number): Promise<Verdict> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), deadlineMs);
  // The text is read only once the server has let us in: from then on a lost connection leaves the result open.
  let begun = false;
  const text = new Readable({
    read() {
      begun = true;
      this.push(Buffer.from(mail.text));
      this.push(null);
    },
  });
  try {
    const { messageId } = await transport.sendMail({
      ...mail,
      text,
      textEncoding: 'base64',
      priority: 'high',
      xMailer: false,
      headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
      signal: controller.signal,
    });
    return sent(typeof messageId === 'string' ? messageId : null);
  } catch (error) {
    return readFailure(error, begun, controller.signal.aborted);
  } finally {
    clearTimeout(timer);
  }
}

/** 4xx is "not now", 5xx "never" (RFC 5321, 4.2.1); 5.1.x says that there is no such mailbox (RFC 3463, 3.2). */
function readFailure(error: unknown, begun: boolean, late: boolean): Verdict {
  const { code, responseCode, response, command } = Object(error) as Record<string, unknown>;
  // Whoever answers cannot, or will not, seal the way: not the server that was meant.
  if (code === 'ETLS') return temporary('unreachable');
  if (typeof responseCode === 'number' && responseCode >= 400) {
    const answer = String(responseCode);
    if (responseCode < 500) return temporary('refused-for-now', 60_000, answer);
    const noMailbox = command === 'RCPT TO' && /^5[0-9]{2}[ -]5\.1\.[0-9]+\b/.test(String(response));
    return noMailbox ? notThere('unknown-address', answer) : refused('refused', answer);
  }
  if (!begun) return temporary('unreachable');
  return unknown(late ? 'timeout' : 'connection-lost');
}
