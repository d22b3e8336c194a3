import pg from 'pg';

/**
 * `working`: the server is at the statement, or waits for a lock with it. `gone`: it has nothing of ours to do, so that the
 * statement or its answer was lost. `unknown`: nobody could say.
 */
export type LineState = 'working' | 'gone' | 'unknown';

/** What the server does for another line of ours; with `ends` a line that is gone holds no lock any longer. Never throws. */
export type LookAtLine = (pid: number, ends: boolean) => Promise<LineState>;

export type LineCheckTiming = {
  /** A statement that is unanswered for so long is asked about, and again after as long, in ms. */
  readonly askAfterMs: number;
  /** An answer that is on its way may take so much longer, in ms. */
  readonly graceMs: number;
};

const TIMING: LineCheckTiming = { askAfterMs: 5_000, graceMs: 2_000 };
const LOOK_MS = 5_000;

const LOOK = `select pg_backend_pid() as own,
  exists (select from pg_stat_activity where pid = $1) as there,
  (select state from pg_stat_activity where pid = $1) as state`;
/** Only one that rests: what works is never ended. */
const END = `select pg_terminate_backend(pid) from pg_stat_activity
  where pid = $1 and usename = session_user and state like 'idle%'
    and state_change < clock_timestamp() - interval '1 second'`;

type Row = { readonly own: number; readonly there: boolean; readonly state: string | null };

/** Over a line of its own, opened for each look: those that rest may be gone as well. One look after another. */
export function createLineCheck(url: string): LookAtLine {
  const look = async (pid: number, ends: boolean): Promise<LineState> => {
    const client = new pg.Client({
      connectionString: url,
      application_name: 'xinqiao line check',
      connectionTimeoutMillis: LOOK_MS,
      query_timeout: LOOK_MS,
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      const state = stateOf((await client.query<Row>(LOOK, [pid])).rows[0], client);
      if (state === 'gone' && ends) await client.query(END, [pid]);
      return state;
    } catch {
      return 'unknown';
    } finally {
      await client.end().catch(() => undefined);
    }
  };
  let last: Promise<unknown> = Promise.resolve();
  return (pid, ends) => {
    const next = last.then(() => look(pid, ends));
    last = next;
    return next;
  };
}

function stateOf(row: Row | undefined, client: object): LineState {
  // Behind a pooler the number of a line is not that of the server's process.
  if (row === undefined || row.own !== pidOf(client)) return 'unknown';
  if (!row.there) return 'gone';
  return row.state?.startsWith('idle') === true ? 'gone' : 'working';
}

/** The server's process behind a line; the types of `pg` do not tell it. */
export const pidOf = (client: object): number | null =>
  'processID' in client && typeof client.processID === 'number' ? client.processID : null;

/**
 * The answer, or `lost` as soon as the server has said twice that it works at nothing of ours. A statement that is slow, or
 * waits for a lock, is left alone.
 */
export function unlessGone<Answer>(
  answer: Promise<Answer>,
  look: (ends: boolean) => Promise<LineState>,
  lost: () => Error,
  { askAfterMs, graceMs }: LineCheckTiming = TIMING,
): Promise<Answer> {
  let over = false;
  let timer: NodeJS.Timeout | undefined;
  const gone = new Promise<never>((_, reject) => {
    const again = (ms: number, step: () => Promise<void>): void => {
      if (!over) timer = setTimeout(() => void step(), ms).unref();
    };
    const ask = async (): Promise<void> =>
      (await look(false)) === 'gone' ? again(graceMs, askOnceMore) : again(askAfterMs, ask);
    const askOnceMore = async (): Promise<void> =>
      (await look(true)) === 'gone' ? reject(lost()) : again(askAfterMs, ask);
    again(askAfterMs, ask);
  });
  gone.catch(() => undefined);
  answer.catch(() => undefined);
  return Promise.race([answer, gone]).finally(() => {
    over = true;
    clearTimeout(timer);
  });
}
