import { isIPv4 } from 'node:net';
import { z } from 'zod';
import type { SettingProblem } from './problem.ts';

/** What the process was given; an empty variable counts as not set. */
export type VariableSource = Readonly<Record<string, string | undefined>>;

export type VariableReader = {
  /** The value, or null when it is not set or was refused, which is then among the problems. */
  read<T>(name: string, schema: z.ZodType<T, string>, secrecy?: 'secret'): T | null;
  /** Something that only several variables together show. */
  refuse(name: string, found: string, expected: string): void;
  readonly problems: readonly SettingProblem[];
};

/** A problem with a secret tells only its length. */
export function createVariableReader(source: VariableSource): VariableReader {
  const problems: SettingProblem[] = [];
  const refuse = (place: string, found: string, expected: string): void =>
    void problems.push({ place, key: '', found, expected });
  return {
    problems,
    refuse,
    read(name, schema, secrecy) {
      const raw = source[name]?.trim();
      if (raw === undefined || raw === '') return null;
      const parsed = schema.safeParse(raw);
      if (parsed.success) return parsed.data;
      const found = secrecy === 'secret' ? `${raw.length} characters` : JSON.stringify(raw);
      refuse(name, found, parsed.error.issues[0]?.message ?? 'another value');
      return null;
    },
  };
}

export const url = (protocols: readonly string[]) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
    message: `a URL that begins with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
  });

export const wholeNumber = (most: number, message: string) =>
  z
    .string()
    .regex(/^[0-9]{1,9}$/, message)
    .transform(Number)
    .refine((number) => number <= most, message);

export const yesOrNo = z
  .string()
  .regex(/^(yes|no)$/, 'yes or no')
  .transform((text) => text === 'yes');

/** Is this host, as a URL or `host:port` writes it, this machine itself? */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  return bare === 'localhost' || bare === '::1' || (isIPv4(bare) && bare.startsWith('127.'));
}
