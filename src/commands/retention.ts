import { Temporal } from 'temporal-polyfill';
import { readNow } from '../storage/postgres-clock.ts';
import { withStore } from './borrow.ts';
import { type Command, complain, print, readOptions, USAGE_ERROR } from './command.ts';

const ZONE = 'Asia/Shanghai';

export const retention: Command = {
  name: 'retention',
  summary: 'show what will be deleted by when; delete nothing',
  help: `xinqiao retention [--by YYYY-MM-DD]

Shows what would be deleted by the end of that day in Shanghai (today, where it is left out) if nothing happened until
then. The program does it by itself every hour; this command deletes nothing. Prints one JSON line
{"by","counselling","cases","audit","people","roster","figures"}: students whose counselling records are over, cases,
audit rows, accounts, people of the roster, figures of the workload. docs/retention.md has the times.`,
  async run(args) {
    const options = readOptions(retention, args, { by: { type: 'string' } });
    if (options === null) return USAGE_ERROR;
    const by = options.by === undefined ? null : readDay(options.by);
    if (by === 'wrong') {
      complain(`retention: found ${JSON.stringify(options.by)}, expected a day such as 2031-09-01`);
      return USAGE_ERROR;
    }
    return withStore(async ({ store }) => {
      const now = await readNow(store.db);
      const day =
        by ?? Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(ZONE).toPlainDate();
      const end = day.add({ days: 1 }).toZonedDateTime(ZONE).epochMilliseconds;
      print(JSON.stringify({ by: day.toString(), ...(await store.retention.forecast(new Date(end))) }));
      return 0;
    });
  },
};

function readDay(text: string): Temporal.PlainDate | 'wrong' {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return 'wrong';
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' });
  } catch {
    return 'wrong';
  }
}
