import { type Centre, openCentre } from '../centre.ts';
import { closeAll, conclude, DIGEST_MS, p99, takeAll, untilPaged } from '../desk.ts';
import { type Counsellor, hire } from '../hire.ts';
import type { Scenario, Size } from '../scenario.ts';
import { until } from '../until.ts';
import { untilMarked } from '../until-marked.ts';

const TIMES: Readonly<Record<Size, number>> = { long: 10, short: 1 };
/** A lease of 6 s, the next look of the other one, and what a page may take. */
const TAKEOVER_BAR_MS = 15_000;

export const stoppedWorker: Scenario = {
  name: 'stopped-worker',
  summary: 'SIGSTOP of the process that speaks, past its lease and its locks, and SIGCONT: it is fenced out',
  async run(place, size) {
    const centre = await openCentre(place, { database: 'shared' });
    const counsellors = await hire(centre, 3);
    const waits: number[] = [];
    let spoke = 0;
    for (let time = 0; time < TIMES[size]; time += 1) {
      const { waited, late } = await stopOne(centre, counsellors);
      waits.push(waited);
      spoke += late;
    }
    return conclude(centre, [
      p99('page although the speaker stands still', waits, TAKEOVER_BAR_MS),
      { name: 'messages sent by the stale one', unit: '', value: spoke, atMost: 0 },
    ]);
  },
};

async function stopOne(centre: Centre, counsellors: readonly Counsellor[]) {
  const stale = centre.program();
  const { url } = await centre.start();
  if (url === '') throw new Error('the second process says no address');
  const before = await readLease(centre);
  const struck = centre.gate.strike(1, 'before');
  const student = centre.crisis();
  await struck;
  await untilMarked(centre);
  await untilHeld(centre);
  process.kill(stale.pid, 'SIGSTOP');
  centre.countKill();
  const stoppedAt = performance.now();
  // What it has in hand never leaves its machine.
  centre.gate.release();
  const waits = await untilPaged(centre, [student], stoppedAt);
  const held = await readLease(centre);
  process.kill(stale.pid, 'SIGCONT');
  const crowd = Array.from({ length: 5 }, () => centre.crisis());
  await centre.settle();
  await centre.advance(DIGEST_MS);
  await untilPaged(centre, crowd, performance.now());
  await takeAll(centre, counsellors);
  await centre.settle();
  const late = await sentSince(centre, before, held);
  await closeAll(centre);
  await centre.advance(DIGEST_MS);
  await stale.stop();
  return { waited: Math.max(...waits), late };
}

/** All that it has in hand stands at the gate: what were still on the way there could get through before the stop. */
const untilHeld = ({ sql, gate }: Centre): Promise<void> =>
  until('everything in hand to be held', async () => {
    const [row] = await sql<{ n: number }>(
      `select count(*)::int as n from xinqiao.outgoing o join xinqiao.address a on a.id = o.address_id
       where o.status = 'sending' and a.channel = 'telegram'`,
    );
    return row?.n === gate.held();
  });

type Lease = { holder: string; epoch: number };

async function readLease({ sql }: Centre): Promise<Lease> {
  let found: Lease | undefined;
  await until('somebody to hold the bot', async () => {
    [found] = await sql<Lease>(
      `select holder, epoch::int from xinqiao.lease where name like 'bot:telegram:%' and expires_at > clock_timestamp()`,
    );
    return found !== undefined;
  });
  return found ?? { holder: '', epoch: 0 };
}

/** Rows that somebody marked as sent in an epoch that was over. */
async function sentSince({ sql }: Centre, before: Lease, held: Lease): Promise<number> {
  if (held.epoch <= before.epoch) throw new Error('the lease did not change hands');
  const [row] = await sql<{ n: number }>(
    `select count(*)::int as n from xinqiao.outgoing
     where status = 'sent' and claimed_by = $1 and seq > (select min(seq) from xinqiao.outgoing where claimed_by = $2)`,
    [`${before.holder}#${before.epoch}`, `${held.holder}#${held.epoch}`],
  );
  return row?.n ?? 0;
}
