/** What counsellors do in a scenario, and how long the waiting took. */

import { percentile } from '../bench/bench.ts';
import type { Centre } from './centre.ts';
import { checkHistory } from './check-history.ts';
import type { Counsellor } from './hire.ts';
import type { Expectation } from './history.ts';
import { readHistory } from './read-history.ts';
import type { Figure, Outcome } from './scenario.ts';
import { until } from './until.ts';

/** Pages of one responder come at most once in this time. */
export const DIGEST_MS = 61_000;
export const PAGE_BAR_MS = 10_000;
const CEILING_MS = 120_000;
/** One counsellor's words are read one after the other, however many cases they have, in ms a case. */
const EACH_CASE_MS = 1_000;
/**
 * Kinds of messages that a crisis, its page and its taking make; `ask` are the questions to whoever waits. The hour of
 * the weekly drill may come in any run, and comes in those that move the clock by a week.
 */
export const KINDS: readonly string[] = ['turn', 'page', 'taken', 'told', 'answer', 'tell', 'ask', 'drill'];
/** What the program says while it has no database (`fault` and `emergency` of config/content), and when it is back. */
export const FAULT = {
  besideRows: /系统现在有故障|系统还没有恢复|【直接呼叫|【系统恢复】/,
  kinds: [...KINDS, 'fault'],
} as const;
const WORDS = '我是值班老师，我在。';

/** Waits until everybody who wrote has a case. */
export const untilCasesOf = (centre: Centre, chats: readonly number[]): Promise<void> =>
  until(
    'a case for everybody',
    async () => {
      const keys = centre.crises.filter(({ chatId }) => chats.includes(chatId)).map(({ key }) => key);
      const [row] = await centre.sql<{ n: number }>(
        `select count(distinct c.address_id)::int as n from xinqiao.handoff_case c
         join xinqiao.incoming i on i.address_id = c.address_id where i.update_key = any($1)`,
        [keys],
      );
      return row?.n === new Set(chats).size;
    },
    CEILING_MS,
  );

/** Waits until each of them will be on the next page of somebody, or was on one: only then may the clock bring it. */
export const untilListed = (centre: Centre, chats: readonly number[]): Promise<void> =>
  until(
    'everybody to be on the list of a page',
    async () => {
      const keys = centre.crises.filter(({ chatId }) => chats.includes(chatId)).map(({ key }) => key);
      const [row] = await centre.sql<{ n: number }>(
        `select count(distinct c.address_id)::int as n from xinqiao.handoff_case c
         join xinqiao.incoming i on i.address_id = c.address_id
         join xinqiao.page p on p.case_id = c.id where i.update_key = any($1)`,
        [keys],
      );
      return row?.n === new Set(chats).size;
    },
    CEILING_MS,
  );

type Paged = { number: number; page: string | null };

/** Waits until these people are on a page that arrived; answers how long after `since` each was, in ms. */
export async function untilPaged(centre: Centre, chats: readonly number[], since: number): Promise<number[]> {
  const keys = centre.crises.filter(({ chatId }) => chats.includes(chatId)).map(({ key }) => key);
  let pages: Paged[] = [];
  await until(
    'everybody to be on a page',
    async () => {
      pages = await centre.sql<Paged>(PAGES, [keys]);
      const arrived = pages.filter(({ page }) => page !== null && centre.gate.arrivedAt(page) !== undefined);
      return arrived.length === new Set(chats).size;
    },
    CEILING_MS,
  );
  return pages.map(({ page }) => Math.max(0, (centre.gate.arrivedAt(page ?? '') ?? 0) - since));
}

/**
 * How long after `since` each was on a page that arrived, in ms, whatever else took to become quiet. The clock may not be
 * moved before all have a case: what waits in the spool looks like nothing to do, and whoever came with it would have to
 * wait for the next page of a responder, a whole minute.
 */
export async function measurePages(
  centre: Centre,
  chats: readonly number[],
  since: number,
): Promise<number[]> {
  await untilCasesOf(centre, chats);
  await centre.settle();
  await centre.advance(DIGEST_MS);
  return untilPaged(centre, chats, since);
}

/** Looks each message up by its key: read from one end to the other, the messages of a long run would cost more than it. */
const PAGES = `select c.number::int, min(o.external_id)::text as page from xinqiao.handoff_case c
  left join xinqiao.page p on p.case_id = c.id
  left join xinqiao.staff_address s on s.staff_id = p.staff_id
  left join lateral (
    select m.external_id::bigint from xinqiao.outgoing m
    where m.dedupe_key = 'page:' || s.id || ':' || (extract(epoch from p.told_at) * 1000)::bigint
      and m.status = 'sent' and m.external_id ~ '^[0-9]+$' limit 1) o on true
  where c.address_id in (select address_id from xinqiao.incoming where update_key = any($1))
  group by c.number`;

/**
 * Every case that waits is claimed by two at the same time; whoever gets it speaks to the student.
 * @param isHeard whether words can reach the student of this case
 */
export async function takeAll(
  centre: Centre,
  counsellors: readonly Counsellor[],
  first = 0,
  isHeard: (number: number) => boolean = () => true,
): Promise<void> {
  const { telegram, sql } = centre;
  const open = await sql<{ number: number }>(
    `select number::int from xinqiao.handoff_case where status = 'open' order by number`,
  );
  const rivals = open.map(({ number }, index) => {
    const one = counsellors[(first + 2 * index) % counsellors.length];
    const other = counsellors[(first + 2 * index + 1) % counsellors.length];
    for (const rival of new Set([one, other])) if (rival) telegram.userSays(rival.chatId, `接 #${number}`);
    return { number, chats: [one?.chatId ?? 0, other?.chatId ?? 0] };
  });
  for (const { number, chats } of rivals) {
    const owner = await ownerOf(centre, number, chats);
    telegram.userSays(owner, `#${number} ${WORDS}`);
  }
  await until(
    'a word from every owner',
    async () => {
      const [row] = await sql<{ n: number }>(
        `select count(*)::int as n from xinqiao.handoff_case
         where number = any($1) and contacted_at is null`,
        [open.map(({ number }) => number).filter(isHeard)],
      );
      return row?.n === 0;
    },
    CEILING_MS + EACH_CASE_MS * open.length,
  );
}

/** As they were told themselves. */
async function ownerOf({ telegram }: Centre, number: number, chats: readonly number[]): Promise<number> {
  const isTold = (chatId: number): boolean =>
    telegram.sentTo(chatId).some(({ text }) => text.includes(`个案 #${number} 归你了`));
  await until(`an owner of case ${number}`, () => chats.some(isTold), CEILING_MS);
  return chats.find(isTold) ?? 0;
}

/** Over and done with, as if by a counsellor: closing is no part of what is tried here. */
export const closeAll = (centre: Centre): Promise<unknown> =>
  centre.sql(`update xinqiao.handoff_case set status = 'closed', closed_at = xinqiao.app_now(), outcome = 'ordinary',
    wake_at = null, tell_at = null, unanswered_since = null where status <> 'closed' and owner_id is not null`);

/** The end of a scenario: everything is quiet, and the checker reads it. */
export async function conclude(
  centre: Centre,
  figures: readonly Figure[],
  expected: Partial<Expectation> = {},
): Promise<Outcome> {
  await centre.settle();
  const verdict = checkHistory(await readHistory(centre), { kinds: KINDS, allTaken: true, ...expected });
  return { sent: centre.crises.length, kills: centre.kills(), verdict, figures };
}

/** Of how long people waited, in seconds. */
export const p99 = (name: string, waits: readonly number[], barMs: number | null): Figure => ({
  name: `${name} p99`,
  unit: 's',
  value: percentile(waits, 0.99) / 1_000,
  atMost: barMs === null ? null : barMs / 1_000,
});
