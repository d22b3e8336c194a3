import type { Session } from './database.ts';

/** Tells every process, once the transaction has committed, that something changed; never what. */
export async function tellChange(session: Session, topics: readonly string[]): Promise<void> {
  if (topics.length === 0) return;
  const values = [...new Set(topics)].map((topic) => ({ topic }));
  await session.insertInto('change').values(values).execute();
}
