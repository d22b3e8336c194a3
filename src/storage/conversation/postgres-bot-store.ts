import type { BotName } from '../../conversation/ports/outgoing-store.ts';
import type { BotStore } from '../../conversation/ports/process-store.ts';
import type { ChannelName } from '../../core/channel.ts';
import { addMs, minutesMs } from '../../core/clock.ts';
import type { Database, Session } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';
import { readNow } from '../postgres-clock.ts';
import { tellChange } from '../tell-change.ts';

const LOGIN_PLACE = 'bot_login.code';
/** No platform takes a code that is older; whoever showed it may be gone. */
const SHOWN_MINUTES = 10;

export function createPostgresBotStore(db: Database, keys: KeyRing): BotStore {
  /** With its key: nothing that is left of the row opens the code. */
  const hideLogin = async (session: Session, { channel, bot }: BotName): Promise<boolean> => {
    const shown = await session
      .deleteFrom('bot_login')
      .where('channel', '=', channel)
      .where('bot', '=', bot)
      .returning('data_key_id')
      .execute();
    const used = shown.map((row) => row.data_key_id);
    if (used.length > 0) await session.deleteFrom('data_key').where('id', 'in', used).execute();
    return used.length > 0;
  };

  return {
    async lastListened({ channel, bot }) {
      // The present first: what is written between the two must not look like a gap.
      const now = await readNow(db);
      const row = await db
        .selectFrom('bot_listening')
        .select('until')
        .where('channel', '=', channel)
        .where('bot', '=', bot)
        .executeTakeFirst();
      return { before: row?.until ?? null, now };
    },
    async listens(name, until) {
      const { channel, bot } = name;
      await db.transaction().execute(async (session) => {
        await session
          .insertInto('bot_listening')
          .values({ channel, bot, until })
          .onConflict((oc) =>
            oc.columns(['channel', 'bot']).doUpdateSet((eb) => ({
              // Of two that are written at once the later one counts.
              until: eb.fn('greatest', ['bot_listening.until', 'excluded.until']),
            })),
          )
          .execute();
        // A holder that was killed while it showed a code cannot take it back.
        if (await hideLogin(session, name)) await tellChange(session, ['part']);
      });
    },
    async showLogin(name, code) {
      const { channel, bot } = name;
      await db.transaction().execute(async (session) => {
        await hideLogin(session, name);
        await tellChange(session, ['part']);
        if (code === null) return;
        const at = await readNow(session);
        const key = await keys.make(session, at);
        await session
          .insertInto('bot_login')
          .values({
            channel,
            bot,
            data_key_id: key.id,
            code_sealed: keys.vault.seal(key, { table: LOGIN_PLACE, row: `${channel}|${bot}` }, code),
            at,
          })
          .execute();
      });
    },
    async logins() {
      const now = await readNow(db);
      const rows = await db
        .selectFrom('bot_login')
        .innerJoin('data_key', 'data_key.id', 'bot_login.data_key_id')
        .select(['channel', 'bot', 'code_sealed', 'at', 'data_key.id', 'data_key.kid', 'data_key.wrapped'])
        .where('at', '>', addMs(now, -minutesMs(SHOWN_MINUTES)))
        .execute();
      return rows.map(({ channel, bot, code_sealed, at, ...key }) => ({
        channel: channel as ChannelName,
        bot,
        code: keys.vault.open(
          keys.unwrap(key),
          { table: LOGIN_PLACE, row: `${channel}|${bot}` },
          code_sealed,
        ),
        at,
      }));
    },
  };
}
