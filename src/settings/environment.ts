import { resolve } from 'node:path';
import { z } from 'zod';
import { type MasterKey, readMasterKey } from '../access/vault.ts';
import type { SettingProblem } from './problem.ts';

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
  readonly telegram: { readonly token: string; readonly apiRoot: string } | null;
  readonly masterKey: MasterKey | null;
  readonly masterKeyFile: string | null;
};

const url = (protocols: readonly string[]) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
    message: `a URL that begins with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
  });

const port = z
  .string()
  .regex(/^[0-9]{1,5}$/, 'a port number from 0 to 65535')
  .transform(Number)
  .refine((number) => number <= 65_535, 'a port number from 0 to 65535');

const VARIABLES = {
  PORT: port,
  HOST: z.string().regex(/^[A-Za-z0-9.:_-]+$/, 'an address or a host name to listen on'),
  PUBLIC_URL: url(['http:', 'https:']),
  DATA_DIR: z.string().min(1, 'a folder'),
  DATABASE_URL: url(['postgres:', 'postgresql:']),
  REDIS_URL: url(['redis:', 'rediss:']),
  TELEGRAM_BOT_TOKEN: z.string().regex(/^[0-9]+:\S+$/, 'digits, a colon and a text, as BotFather gives it'),
  TELEGRAM_API_ROOT: url(['http:', 'https:']),
  XINQIAO_MASTER_KEY: z
    .string()
    .refine((text) => readMasterKey(text) !== null, '32 bytes as base64 or as 64 hexadecimal digits'),
  XINQIAO_MASTER_KEY_FILE: z.string().min(1, 'a file'),
} as const;

type Name = keyof typeof VARIABLES;

/** Values of these are secrets, or may hold one: a problem tells only their length. */
const SECRET: readonly Name[] = ['DATABASE_URL', 'REDIS_URL', 'TELEGRAM_BOT_TOKEN', 'XINQIAO_MASTER_KEY'];

export type ReadEnvironment =
  | { readonly ok: true; readonly environment: Environment }
  | { readonly ok: false; readonly problems: readonly SettingProblem[] };

/** An empty variable counts as not set. */
export function readEnvironment(source: Readonly<Record<string, string | undefined>>): ReadEnvironment {
  const problems: SettingProblem[] = [];
  const read = <N extends Name>(name: N): z.output<(typeof VARIABLES)[N]> | null => {
    const raw = source[name]?.trim();
    if (raw === undefined || raw === '') return null;
    const parsed = VARIABLES[name].safeParse(raw);
    if (parsed.success) return parsed.data as z.output<(typeof VARIABLES)[N]>;
    const found = SECRET.includes(name) ? `${raw.length} characters` : JSON.stringify(raw);
    problems.push({
      place: name,
      key: '',
      found,
      expected: parsed.error.issues[0]?.message ?? 'another value',
    });
    return null;
  };
  const token = read('TELEGRAM_BOT_TOKEN');
  const apiRoot = read('TELEGRAM_API_ROOT') ?? 'https://api.telegram.org';
  const masterKey = read('XINQIAO_MASTER_KEY');
  const environment: Environment = {
    port: read('PORT') ?? 3_000,
    host: read('HOST') ?? '127.0.0.1',
    publicUrl: read('PUBLIC_URL')?.replace(/\/+$/, '') ?? null,
    dataDir: resolve(read('DATA_DIR') ?? './data'),
    databaseUrl: read('DATABASE_URL'),
    redisUrl: read('REDIS_URL'),
    telegram: token === null ? null : { token, apiRoot },
    masterKey: masterKey === null ? null : readMasterKey(masterKey),
    masterKeyFile: read('XINQIAO_MASTER_KEY_FILE'),
  };
  const keyless = environment.masterKey === null && environment.masterKeyFile === null;
  if (environment.databaseUrl !== null && keyless && problems.length === 0) {
    problems.push({
      place: 'XINQIAO_MASTER_KEY or XINQIAO_MASTER_KEY_FILE',
      key: '',
      found: 'nothing',
      expected:
        'the key that seals students’ words, since DATABASE_URL names a database of your own (openssl rand -base64 32)',
    });
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, environment };
}
