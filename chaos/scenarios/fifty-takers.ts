import { createStaffDesk, OPERATOR } from '../../src/conversation/desks/people/staff-office.ts';
import { type Centre, openCentre } from '../centre.ts';
import { closeAll, conclude, DIGEST_MS, untilPaged } from '../desk.ts';
import { type Counsellor, hire, withOffice } from '../hire.ts';
import type { Scenario, Size } from '../scenario.ts';
import { until } from '../until.ts';

const TAKERS: Readonly<Record<Size, number>> = { long: 50, short: 50 };
/** The end of one shift lies in the middle of it. */
const SHIFT_MS = DIGEST_MS;
const ROUNDS: Readonly<Record<Size, number>> = { long: 50, short: 1 };
/** As many go off duty in the middle as come on, by the rota; as many again are taken off by hand, and come back. */
const CHANGING = 10;

export const fiftyTakers: Scenario = {
  name: 'fifty-takers',
  summary: 'fifty counsellors take the same case at once, by button and by word, while the shift changes',
  async run(place, size) {
    const centre = await openCentre(place, { database: 'shared' });
    const counsellors = await hire(centre, TAKERS[size]);
    const coming = await hire(centre, CHANGING);
    for (let round = 0; round < ROUNDS[size]; round += 1) {
      await planShifts(centre, counsellors.slice(CHANGING, 2 * CHANGING), coming);
      const student = centre.crisis();
      await untilPaged(centre, [student], performance.now());
      await centre.settle();
      await Promise.all([
        takeAtOnce(centre, counsellors),
        takeOffAndBack(centre, counsellors.slice(0, CHANGING)),
        centre.advance(SHIFT_MS),
      ]);
      await centre.settle();
      await closeAll(centre);
      await centre.advance(DIGEST_MS);
    }
    return conclude(centre, []);
  },
};

/** Some are on duty until the clock is moved, others from then on; nobody else has put them on call. */
async function planShifts(
  { sql }: Centre,
  going: readonly Counsellor[],
  coming: readonly Counsellor[],
): Promise<void> {
  const names = (people: readonly Counsellor[]): string[] => people.map(({ name }) => name);
  await sql(
    `update xinqiao.on_call set until = xinqiao.app_now() where until is null
       and staff_id in (select id from xinqiao.staff_member where name = any($1))`,
    [names([...going, ...coming])],
  );
  await sql(
    `insert into xinqiao.rota_stint (id, kind, duty, staff_id, starts_at, ends_at, made_at)
     select gen_random_uuid(), 'single', 'duty', s.id,
       case when s.name = any($1) then xinqiao.app_now() - interval '1 hour' else xinqiao.app_now() + $3 * interval '1 ms' end,
       xinqiao.app_now() + case when s.name = any($1) then $3 else 2 * $3 end * interval '1 ms', xinqiao.app_now()
     from xinqiao.staff_member s where s.name = any($1) or s.name = any($2)`,
    [names(going), names(coming), SHIFT_MS / 2],
  );
}

/** Half of them tap the button of their page, the others type. */
async function takeAtOnce({ telegram, sql }: Centre, counsellors: readonly Counsellor[]): Promise<void> {
  const [one] = await sql<{ number: number }>(
    `select number::int from xinqiao.handoff_case where status = 'open'`,
  );
  const label = `接 #${one?.number}`;
  for (const [index, { chatId }] of counsellors.entries()) {
    if (index % 2 === 0) telegram.userTaps(chatId, label);
    else telegram.userSays(chatId, label);
  }
  await until(
    'an owner',
    async () =>
      (
        await sql(`select from xinqiao.handoff_case where number = $1 and owner_id is not null`, [
          one?.number,
        ])
      ).length === 1,
    60_000,
  );
}

const takeOffAndBack = (centre: Centre, counsellors: readonly Counsellor[]): Promise<void> =>
  withOffice(centre, async (office) => {
    const desk = createStaffDesk(office);
    const names = counsellors.map(({ name }) => name);
    const ids = await centre.sql<{ id: string }>(`select id from xinqiao.staff_member where name = any($1)`, [
      names,
    ]);
    for (const { id } of ids) await desk.setOnCall(OPERATOR, id, false);
    for (const { id } of ids) await desk.setOnCall(OPERATOR, id, true);
  });
