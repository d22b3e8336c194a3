import { sql } from '../kysely.ts';

/** What of `heard` is owed an answer like a cry for help: dangerous words, and whoever calls for a person. */
export const IS_DANGER = sql<boolean>`(level in ('high', 'imminent') or calls_person)`;
