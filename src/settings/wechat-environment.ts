import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { isLoopback, type VariableReader, wholeNumber, yesOrNo } from './read-variables.ts';

/** What a puppet is made with: the options of wechaty-puppet-service, of which other puppets take what they know. */
export type WechatPuppetOptions = {
  readonly token?: string;
  /** host:port; found out by the token when left out. */
  readonly endpoint?: string;
  readonly authority?: string;
  readonly tls: {
    /** PEM. */
    readonly caCert?: string;
    readonly serverName?: string;
    /** Never left out, since the puppet would look into the environment itself. */
    readonly disable: boolean;
  };
};

export type WechatSettings = {
  /** The npm package of the puppet. */
  readonly puppet: string;
  readonly options: WechatPuppetOptions;
  /** Of the bot, for the file that keeps its sign-in. */
  readonly name: string;
  /** May the bot write to somebody who has not written lately? */
  readonly startsChats: boolean;
  /** How many messages may answer what a person wrote; null for no such limit. */
  readonly replies: { readonly count: number; readonly withinMs: number } | null;
  /** How fast the account may write at all. */
  readonly pace: { readonly everyMs: number; readonly jitterMs: number; readonly perMinute: number };
};

const BOT_NAME = 'xinqiao';
const SERVICE = 'wechaty-puppet-service';
const HOUR_MS = 3_600_000;
/** Replies that official accounts and WeCom allow after a message, and for how long. */
/** A personal account that is faster is told from a person and banned. */
const PACE = { seconds: 3, perMinute: 10 } as const;
const REPLIES = { count: 5, hours: 48 } as const;

const puppet = z
  .string()
  .regex(
    /^(@[a-z0-9][a-z0-9_-]*\/)?[a-z0-9][a-z0-9_-]*$/,
    'the npm name of a Wechaty puppet, such as wechaty-puppet-service',
  );
const puppetToken = z.string().regex(/^[\x21-\x7e]+$/, 'the token of the puppet service, without spaces');
const endpoint = z
  .string()
  .regex(/^(\[[0-9A-Fa-f:]+\]|[A-Za-z0-9.-]+):[0-9]{1,5}$/, 'a host and a port, such as 127.0.0.1:8788');
const hostName = z.string().regex(/^[A-Za-z0-9._-]+(:[0-9]{1,5})?$/, 'a host name');
const serverName = z.string().regex(/^[A-Za-z0-9._-]+$/, 'the name in the certificate of the puppet service');
const certificate = z.string().transform(readCertificate).refine(isPem, {
  message: 'a certificate as PEM, or a file that holds one',
});
const insecure = z
  .string()
  .regex(/^(true|false)$/, 'true or false')
  .transform((text) => text === 'true');
const replies = wholeNumber(1_000, 'a number from 0 (no limit) to 1000');
const seconds = wholeNumber(60, 'seconds from 0 to 60');
const perMinute = wholeNumber(600, 'a number from 1 to 600').refine((number) => number > 0, {
  message: 'a number from 1 to 600',
});
const replyHours = wholeNumber(1_000, 'hours from 1 to 1000').refine((hours) => hours > 0, {
  message: 'hours from 1 to 1000',
});

/** Names and meanings of WECHATY_PUPPET_SERVICE_* are those of wechaty-puppet-service. */
export function readWechatSettings(reader: VariableReader): WechatSettings | null {
  const name = reader.read('WECHATY_PUPPET', puppet);
  const options = readOptions(reader);
  const startsChats = reader.read('WECHAT_STARTS_CHATS', yesOrNo) ?? false;
  const count = reader.read('WECHAT_REPLIES', replies) ?? REPLIES.count;
  const hours = reader.read('WECHAT_REPLY_HOURS', replyHours) ?? REPLIES.hours;
  const everyMs = (reader.read('WECHAT_SECONDS_BETWEEN', seconds) ?? PACE.seconds) * 1_000;
  const most = reader.read('WECHAT_PER_MINUTE', perMinute) ?? PACE.perMinute;
  if (name === null) return null;
  const tokenRefused = reader.problems.some(({ place }) => place === 'WECHATY_PUPPET_SERVICE_TOKEN');
  if (name === SERVICE && options.token === undefined && !tokenRefused) {
    reader.refuse(
      'WECHATY_PUPPET_SERVICE_TOKEN',
      'nothing',
      `the token of the puppet service, since WECHATY_PUPPET is ${SERVICE}`,
    );
  }
  const quota = count === 0 ? null : { count, withinMs: hours * HOUR_MS };
  const pace = { everyMs, jitterMs: everyMs / 2, perMinute: most };
  return { puppet: name, options, name: BOT_NAME, startsChats, replies: quota, pace };
}

function readOptions(reader: VariableReader): WechatPuppetOptions {
  const token = reader.read('WECHATY_PUPPET_SERVICE_TOKEN', puppetToken, 'secret');
  const address = reader.read('WECHATY_PUPPET_SERVICE_ENDPOINT', endpoint);
  const authority = reader.read('WECHATY_PUPPET_SERVICE_AUTHORITY', hostName);
  const caCert = reader.read('WECHATY_PUPPET_SERVICE_TLS_CA_CERT', certificate, 'secret');
  const name = reader.read('WECHATY_PUPPET_SERVICE_TLS_SERVER_NAME', serverName);
  const disable = reader.read('WECHATY_PUPPET_SERVICE_NO_TLS_INSECURE_CLIENT', insecure) ?? false;
  if (disable && !isLoopback(address?.replace(/:[0-9]+$/, '') ?? '')) {
    reader.refuse(
      'WECHATY_PUPPET_SERVICE_NO_TLS_INSECURE_CLIENT',
      '"true"',
      'nothing, since WECHATY_PUPPET_SERVICE_ENDPOINT is not on this machine and what students write must be encrypted on its way',
    );
  }
  return {
    ...(token === null ? {} : { token }),
    ...(address === null ? {} : { endpoint: address }),
    ...(authority === null ? {} : { authority }),
    tls: {
      ...(caCert === null ? {} : { caCert }),
      ...(name === null ? {} : { serverName: name }),
      disable,
    },
  };
}

/** As a variable a certificate has its line breaks written as `\n`. What cannot be read is no certificate. */
function readCertificate(text: string): string {
  if (isPem(text)) return text.replaceAll('\\n', '\n');
  try {
    return readFileSync(text, 'utf8');
  } catch {
    return '';
  }
}

function isPem(text: string): boolean {
  return text.includes('-----BEGIN CERTIFICATE-----');
}
