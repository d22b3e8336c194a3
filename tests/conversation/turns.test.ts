import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TelegramPerson } from '../support/telegram-person.ts';
import { until } from '../support/until.ts';
import { startWorld, type World } from '../support/world.ts';

describe('what one person says while nobody has answered yet', () => {
  let world: World;
  let student: TelegramPerson;
  let addressId: string;
  beforeEach(async () => {
    world = await startWorld();
    student = await world.acquainted();
    await world.settle();
    [{ id: addressId } = { id: '' }] = await world.database.sql<{ id: string }>(
      "select id from xinqiao.address where channel = 'telegram'",
    );
  });
  afterEach(() => world.close());

  /** All of it is stored before the first turn can begin. */
  const atOnce = async (...says: (() => unknown)[]): Promise<void> => {
    await world.office.transactions.run(async ({ addresses }) => {
      await addresses.lock(addressId);
      for (const say of says) say();
      await until('all is stored', async () => {
        const rows = await world.database.sql("select id from xinqiao.incoming where status = 'stored'");
        return rows.length === says.length;
      });
    });
  };
  const words = (text: string) => () => student.says(text);
  /** How many there were, in which something was heard after the notice. */
  const transactions = async (): Promise<number> => {
    const [row] = await world.database.sql<{ count: number }>(`
      select count(distinct xmin::text)::int as count from xinqiao.heard
      where at > (select at from xinqiao.consent)`);
    return row?.count ?? 0;
  };
  const failOn = (table: string, condition: string): Promise<unknown> =>
    world.database.sql(`
      create function xinqiao.fail() returns trigger language plpgsql as $$
        begin if ${condition} then raise exception 'invented'; end if; return new; end $$;
      create trigger fail before insert on xinqiao.${table} for each row execute function xinqiao.fail();`);

  it('is answered in order and within one transaction', async () => {
    await atOnce(words('帮助'), words('今天天气不错'), words('菜单'));
    await student.hears(/能做这些/, /我收到了/, /想做什么/);
    expect(await transactions()).toBe(1);
  });

  it('is taken one by one when one of it fails, and that one is tried again', async () => {
    await failOn(
      'heard',
      "new.kind = 'unscreenable' and not exists (select from xinqiao.incoming where attempts > 0)",
    );
    await atOnce(words('帮助'), () => world.telegram.userSendsVoice(student.chatId), words('今天天气不错'));
    await student.hears(/能做这些/, /我收到了/);
    await world.pass(2_000);
    await student.hears(/卡了一下/);
    expect(await transactions()).toBe(3);
  });

  it('opens a case also when nobody can be called within the turn', async () => {
    const counsellor = await world.responder('林老师');
    await failOn('page', 'new.at <= (select opened_at from xinqiao.handoff_case where id = new.case_id)');
    await atOnce(words('我想自杀'));
    await student.hears(/老师/, /12356/, /./);
    await counsellor.hears(/值班/);
  });
});
