import { addMs, minutesMs } from '../../core/clock.ts';
import {
  type MoveCodeStore,
  TRIES_MINUTES,
  TRIES_OF_ALL,
  TRIES_OF_ONE,
} from '../../people/move-code-store.ts';
import type { Session } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';
import { sql } from '../kysely.ts';

const CODE_PLACE = 'move_code.code';
const BROWSER_PLACE = 'move_try.browser';

export function createPostgresMoveCodeStore(session: Session, keys: KeyRing): MoveCodeStore {
  const hashOf = (code: string): Buffer => keys.vault.hash(CODE_PLACE, code);

  return {
    async make({ code, addressId, now, expiresAt }) {
      await session
        .deleteFrom('move_code')
        .where('address_id', '=', addressId)
        .where('used_at', 'is', null)
        .execute();
      await session
        .insertInto('move_code')
        .values({
          code_hash: hashOf(code),
          address_id: addressId,
          made_at: now,
          expires_at: expiresAt,
          used_at: null,
        })
        .execute();
    },
    async mayTry(browser, now) {
      await sql`select pg_advisory_xact_lock(hashtext('xinqiao.move_try'))`.execute(session);
      const browserHash = keys.vault.hash(BROWSER_PLACE, browser);
      const { all, mine } = await session
        .selectFrom('move_try')
        .select((eb) => [
          eb.fn.countAll<number>().as('all'),
          eb.fn.countAll<number>().filterWhere('browser_hash', '=', browserHash).as('mine'),
        ])
        .where('at', '>', addMs(now, -minutesMs(TRIES_MINUTES)))
        .executeTakeFirstOrThrow();
      if (Number(all) >= TRIES_OF_ALL || Number(mine) >= TRIES_OF_ONE) return false;
      await session.insertInto('move_try').values({ browser_hash: browserHash, at: now }).execute();
      return true;
    },
    async find(code, now) {
      const found = await session
        .selectFrom('move_code')
        .select('address_id')
        .where('code_hash', '=', hashOf(code))
        .where('used_at', 'is', null)
        .where('expires_at', '>', now)
        .forUpdate()
        .executeTakeFirst();
      return found?.address_id ?? null;
    },
    async use(code, now) {
      const used = await session
        .updateTable('move_code')
        .set({ used_at: now })
        .where('code_hash', '=', hashOf(code))
        .where('used_at', 'is', null)
        .returning('address_id')
        .executeTakeFirst();
      return used !== undefined;
    },
  };
}
