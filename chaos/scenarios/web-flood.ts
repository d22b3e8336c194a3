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
/** For somebody known, the minute of the digest not counted. */
const BAR_MS = 15_000;
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
    const paged = await pageKnown(centre);
    await flood;
    await untilCases(centre, CONTACTS[size] + 1);
    const takenIn = performance.now() - startedAt;
    await centre.advance(DIGEST_MS);
    await untilAllPaged(centre);
    const figures = await measure(centre, paged, takenIn);
    await endAll(centre);
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

/** Somebody whom the centre knows, in the middle of the flood; the minute of the last digest is let pass. */
async function pageKnown(centre: Centre): Promise<number> {
  const writtenAt = performance.now();
  const known = centre.crisis();
  await untilCasesOf(centre, [known]);
  await centre.advance(DIGEST_MS);
  const [waited = Number.NaN] = await untilPaged(centre, [known], writtenAt);
  return waited;
}

async function measure(centre: Centre, paged: number, takenIn: number): Promise<Figure[]> {
  const waits = await centre.sql<{ ms: number }>(`select
    (extract(epoch from min(p.told_at) - c.opened_at) * 1000)::float8 as ms
    from xinqiao.handoff_case c join xinqiao.page p on p.case_id = c.id and p.told_at is not null group by c.id`);
  const quick = await centre.sql(`select from (
      select at - lag(at) over (partition by address_id order by at) as gap
      from xinqiao.outgoing where dedupe_key like 'page:%') as pages where gap < interval '60 seconds'`);
  return [
    { name: 'all taken in after', unit: 's', value: takenIn / 1_000, atMost: null },
    p99(
      'waiting on a page, the minute of the digest included',
      waits.map(({ ms }) => ms),
      null,
    ),
    { name: 'page for the known one', unit: 's', value: paged / 1_000, atMost: BAR_MS / 1_000 },
    { name: 'pages within the minute of another', unit: '', value: quick.length, atMost: 0 },
  ];
}

/** The flood is over: what would go on is told to nobody. */
const endAll = ({ sql }: Centre): Promise<unknown> =>
  sql(`update xinqiao.handoff_case set status = 'closed', closed_at = xinqiao.app_now(), outcome = 'false-alarm',
    owner_id = (select id from xinqiao.staff_member where not sample limit 1), wake_at = null, tell_at = null`);
