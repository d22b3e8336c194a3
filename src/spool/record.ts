import type { Incoming, IncomingBody } from '../core/channel.ts';
import { TALK_CHANNELS } from '../core/channel.ts';
import { isLanguage } from '../core/language.ts';
import type { NewRecord, SpoolLevel } from './spool.ts';

const LEVELS: readonly SpoolLevel[] = ['ordinary', 'high', 'imminent'];
const BODIES: readonly IncomingBody['kind'][] = [
  'text',
  'edit',
  'choice',
  'unscreenable',
  'recalled',
  'reachable',
];

export const writeRecord = (record: NewRecord): string => JSON.stringify(record);

/** Null for what is no record: a later version of the program may have written it. */
export function readRecord(text: string): NewRecord | null {
  const value = parse(text);
  if (!isObject(value) || !isObject(value.incoming) || !isObject(value.incoming.body)) return null;
  const { incoming, level, atMs, answer, language } = value;
  const { channel, bot, updateKey, from, body } = incoming;
  const isWhole =
    (TALK_CHANNELS as readonly string[]).includes(String(channel)) &&
    [bot, updateKey, from].every((one) => typeof one === 'string') &&
    BODIES.includes((body as { kind: IncomingBody['kind'] }).kind) &&
    LEVELS.includes(level as SpoolLevel) &&
    typeof atMs === 'number';
  if (!isWhole) return null;
  return {
    incoming: incoming as Incoming,
    level: level as SpoolLevel,
    atMs,
    answer: typeof answer === 'string' ? answer : null,
    language: typeof language === 'string' && isLanguage(language) ? language : null,
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
