import { resolve } from 'node:path';
import { z } from 'zod';
import { type MasterKey, readMasterKey } from '../access/vault.ts';
import type { SettingProblem } from './problem.ts';
import { createVariableReader, url, type VariableSource, wholeNumber } from './read-variables.ts';
import { readTelegramSettings, type TelegramSettings } from './telegram-environment.ts';
import { readWechatSettings, type WechatSettings } from './wechat-environment.ts';

export type CanarySettings = {
  readonly on: boolean;
  /** What is called outside of this program when that path is broken; a secret. */
  readonly webhook: string | null;
};

/** What the environment decides. Secrets are in here: it is never logged. */
export type Environment = {
  readonly port: number;
  readonly host: string;
  /** Without a slash at its end; null until the port is known, when nobody set it. */
  readonly publicUrl: string | null;
  readonly dataDir: string;
  /** Null: the embedded PostgreSQL in `dataDir`. */
  readonly databaseUrl: string | null;
  /** Null: the queue lives in the same PostgreSQL. */
  readonly redisUrl: string | null;
  readonly telegram: TelegramSettings | null;
  readonly wechat: WechatSettings | null;
  /** Whether the path of a cry for help is tried every few minutes; left out: no. */
  readonly canary?: CanarySettings;
  readonly masterKey: MasterKey | null;
  readonly masterKeyFile: string | null;
};

const port = wholeNumber(65_535, 'a port number from 0 to 65535');
const host = z.string().regex(/^[A-Za-z0-9.:_-]+$/, 'an address or a host name to listen on');
const masterKeyText = z
  .string()
  .refine((text) => readMasterKey(text) !== null, '32 bytes as base64 or as 64 hexadecimal digits');
const onOrOff = z.enum(['on', 'off'], 'on or off');
const folder = z.string().min(1, 'a folder');
const file = z.string().min(1, 'a file');

export type ReadEnvironment =
  | { readonly ok: true; readonly environment: Environment }
  | { readonly ok: false; readonly problems: readonly SettingProblem[] };

/** An empty variable counts as not set. */
export function readEnvironment(source: VariableSource): ReadEnvironment {
  const reader = createVariableReader(source);
  const { read, problems } = reader;
  const masterKey = read('XINQIAO_MASTER_KEY', masterKeyText, 'secret');
  const environment: Environment = {
    port: read('PORT', port) ?? 3_000,
    host: read('HOST', host) ?? '127.0.0.1',
    publicUrl: read('PUBLIC_URL', url(['http:', 'https:']))?.replace(/\/+$/, '') ?? null,
    dataDir: resolve(read('DATA_DIR', folder) ?? './data'),
    databaseUrl: read('DATABASE_URL', url(['postgres:', 'postgresql:']), 'secret'),
    redisUrl: read('REDIS_URL', url(['redis:', 'rediss:']), 'secret'),
    telegram: readTelegramSettings(reader),
    wechat: readWechatSettings(reader),
    canary: {
      on: (read('CANARY', onOrOff) ?? 'on') === 'on',
      webhook: read('CANARY_WEBHOOK_URL', url(['http:', 'https:']), 'secret'),
    },
    masterKey: masterKey === null ? null : readMasterKey(masterKey),
    masterKeyFile: read('XINQIAO_MASTER_KEY_FILE', file),
  };
  const keyless = environment.masterKey === null && environment.masterKeyFile === null;
  if (environment.databaseUrl !== null && keyless && problems.length === 0) {
    reader.refuse(
      'XINQIAO_MASTER_KEY or XINQIAO_MASTER_KEY_FILE',
      'nothing',
      'the key that seals students’ words, since DATABASE_URL names a database of your own (openssl rand -base64 32)',
    );
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, environment };
}
