import { createStaffDesk, OPERATOR } from '../../src/conversation/desks/staff-office.ts';
import { until } from '../../tests/support/until.ts';
import { type Centre, openCentre } from '../centre.ts';
import { closeAll, conclude, DIGEST_MS, untilPaged } from '../desk.ts';
import { type Counsellor, hire, withOffice } from '../hire.ts';
import type { Scenario, Size } from '../scenario.ts';

const TAKERS: Readonly<Record<Size, number>> = { long: 50, short: 50 };
const ROUNDS: Readonly<Record<Size, number>> = { long: 50, short: 1 };
/** Who goes off call, and comes back, in the middle. */
const CHANGING = 10;

export const fiftyTakers: Scenario = {
  name: 'fifty-takers',
  summary: 'fifty counsellors take the same case at once, by button and by word, while the shift changes',
  async run(place, size) {
    const centre = await openCentre(place, { database: 'shared' });
    const counsellors = await hire(centre, TAKERS[size]);
    for (let round = 0; round < ROUNDS[size]; round += 1) {
      const student = centre.crisis();
      await untilPaged(centre, [student], performance.now());
      await centre.settle();
      await Promise.all([
        takeAtOnce(centre, counsellors),
        changeShift(centre, counsellors.slice(0, CHANGING)),
      ]);
      await centre.settle();
      await closeAll(centre);
      await centre.advance(DIGEST_MS);
    }
    return conclude(centre, []);
  },
};

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

const changeShift = (centre: Centre, counsellors: readonly Counsellor[]): Promise<void> =>
  withOffice(centre, async (office) => {
    const desk = createStaffDesk(office);
    const names = counsellors.map(({ name }) => name);
    const ids = await centre.sql<{ id: string }>(`select id from xinqiao.staff_member where name = any($1)`, [
      names,
    ]);
    for (const { id } of ids) await desk.setOnCall(OPERATOR, id, false);
    for (const { id } of ids) await desk.setOnCall(OPERATOR, id, true);
  });
