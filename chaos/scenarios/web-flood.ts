import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { updateKeyOf } from '../../src/site/read-form.ts';
import { type Centre, openCentre } from '../centre.ts';
import { conclude, DIGEST_MS, p99, untilCasesOf, untilPaged } from '../desk.ts';
import { hire } from '../hire.ts';
import type { Figure, Scenario, Size } from '../scenario.ts';
import { until } from '../until.ts';

const CONTACTS: Readonly<Record<Size, number>> = { long: 10_000, short: 40 };
const FLOOD_MS: Readonly<Record<Size, number>> = { long: 60_000, short: 2_000 };
const MOST_AT_ONCE = 48;
/** How the line of strangers begins: `page.digestNewContacts` of config/content. */
const GROUPED = '新的网页来访';
/** For somebody known, the minute of the digest not counted. */
const BAR_MS = 15_000;
/**
 * From the first word to the last case. Eleven a second is what two cores did with either store, with other work beside
 * them: ten thousand are taken in within a quarter of an hour.
 */
const TAKEN_IN_BAR_MS: Readonly<Record<Size, number>> = { long: 900_000, short: 20_000 };
/**
 * The clock is moved by the minute of the digest twice here, and whoever is called a moment after the first page of it is
 * on the second: beyond that nobody may wait longer than the known one.
 */
const PAGED_BAR_MS = 2 * DIGEST_MS + BAR_MS;
const TAKEN_IN_MS = 3_600_000;

export const webFlood: Scenario = {
  name: 'web-flood',
  summary: 'new web contacts by the thousand in a minute, all in crisis, and somebody known among them',
  alone: true,
  async run(place, size) {
    const centre = await openCentre(place, { database: 'shared' });
    await hire(centre, 3);
    const startedAt = performance.now();
    const flood = pour(centre, CONTACTS[size], FLOOD_MS[size]);
    await pause(FLOOD_MS[size] / 2);
    const known = await pageKnown(centre);
    await flood;
    await untilCases(centre, CONTACTS[size] + 1);
    const takenIn = performance.now() - startedAt;
    await centre.advance(DIGEST_MS);
    await untilAllPaged(centre);
    const waits = await measure(centre);
    await endAll(centre);
    const figures: Figure[] = [
      {
        name: 'all taken in after',
        unit: 's',
        value: takenIn / 1_000,
        atMost: TAKEN_IN_BAR_MS[size] / 1_000,
      },
      ...waits,
      { name: 'page for the known one', unit: 's', value: known.waited / 1_000, atMost: BAR_MS / 1_000 },
      { name: 'known ones without a line of their own', unit: '', value: known.hasLine ? 0 : 1, atMost: 0 },
    ];
    return conclude(centre, figures, { allTaken: false });
  },
};

/** Everybody writes once, when their time has come; a page that does not take it is pressed again. */
async function pour(centre: Centre, count: number, forMs: number): Promise<void> {
  const { url } = centre.program();
  const startedAt = performance.now();
  let next = 0;
  const hand = async (): Promise<void> => {
    for (let number = next++; number < count; number = next++) {
      await pause(Math.max(0, startedAt + (number * forMs) / count - performance.now()));
      const nonce = randomUUID();
      const text = '我不想活了';
      centre.wrote(updateKeyOf(nonce, { kind: 'text', text }), `web-${number}`);
      while (!(await say(url, nonce, text))) await pause(100);
    }
  };
  await Promise.all(Array.from({ length: MOST_AT_ONCE }, hand));
}

async function say(url: string, nonce: string, text: string): Promise<boolean> {
  const response = await fetch(`${url}/chat/say`, {
    method: 'POST',
    headers: { Origin: url, 'Sec-Fetch-Site': 'same-origin' },
    body: new URLSearchParams({ nonce, text }),
    redirect: 'manual',
  }).catch(() => null);
  await response?.arrayBuffer();
  return response?.status === 303;
}

const untilCases = (centre: Centre, count: number): Promise<void> =>
  until(
    'a case for everybody',
    async () => {
      const [row] = await centre.sql<{ n: number }>(`select count(*)::int as n from xinqiao.handoff_case`);
      return row?.n === count;
    },
    TAKEN_IN_MS,
  );

/** Told, in one line or in the number of those that one line stands for. */
const untilAllPaged = (centre: Centre): Promise<void> =>
  until(
    'everybody to be on a page',
    async () => {
      const rows = await centre.sql(`select from xinqiao.handoff_case c where not exists (
        select from xinqiao.page p where p.case_id = c.id and p.told_at is not null) limit 1`);
      return rows.length === 0;
    },
    TAKEN_IN_MS,
  );

type Known = { readonly waited: number; readonly hasLine: boolean };

/** Somebody whom the centre knows, in the middle of the flood; the minute of the last digest is let pass. */
async function pageKnown(centre: Centre): Promise<Known> {
  const writtenAt = performance.now();
  const known = centre.crisis();
  await untilCasesOf(centre, [known]);
  await centre.advance(DIGEST_MS);
  const [waited = Number.NaN] = await untilPaged(centre, [known], writtenAt);
  const [one] = await centre.sql<{ number: number }>(
    `select c.number::int from xinqiao.handoff_case c
     join xinqiao.incoming i on i.address_id = c.address_id where i.update_key = $1`,
    [centre.crises.find(({ chatId }) => chatId === known)?.key],
  );
  const hasLine = centre.telegram.sentToAll().some(({ text }) => standsApart(text, one?.number ?? 0));
  return { waited, hasLine };
}

/** A page on which this case has a line, and strangers of the web share another. */
export const standsApart = (page: string, number: number): boolean => {
  const lines = page.split('\n');
  return (
    lines.some((line) => line.startsWith(`#${number} · `)) && lines.some((line) => line.startsWith(GROUPED))
  );
};

async function measure(centre: Centre): Promise<Figure[]> {
  const waits = await centre.sql<{ ms: number }>(`select
    (extract(epoch from min(p.told_at) - c.opened_at) * 1000)::float8 as ms
    from xinqiao.handoff_case c join xinqiao.page p on p.case_id = c.id and p.told_at is not null group by c.id`);
  const quick = await centre.sql(`select from (
      select at - lag(at) over (partition by address_id order by at) as gap
      from xinqiao.outgoing where dedupe_key like 'page:%') as pages where gap < interval '60 seconds'`);
  return [
    p99(
      'waiting on a page, the moved minutes of the digest included',
      waits.map(({ ms }) => ms),
      PAGED_BAR_MS,
    ),
    { name: 'pages within the minute of another', unit: '', value: quick.length, atMost: 0 },
  ];
}

/** The flood is over: what would go on is told to nobody. */
const endAll = ({ sql }: Centre): Promise<unknown> =>
  sql(`update xinqiao.handoff_case set status = 'closed', closed_at = xinqiao.app_now(), outcome = 'false-alarm',
    owner_id = (select id from xinqiao.staff_member where not sample limit 1), wake_at = null, tell_at = null`);
