import { addMs, daysMs } from '../../core/clock.ts';
import type { Language } from '../../core/language.ts';
import { say } from '../../core/message.ts';
import type { WebSessionStore } from '../../people/web-session.ts';
import type { SpoolRecord } from '../../spool/spool.ts';
import { storable } from '../intake.ts';
import type { ConversationParts } from '../scope.ts';

/** A clock that is wrong by more is not believed. */
const OLDEST_DAYS = 30;

/**
 * Makes a record of the spool the row that it would have been, under the same unique key: what was stored before, or is
 * delivered again, is the same row. The usual turn does the rest, and sees what the student was told already.
 */
export async function storeSpooled(
  parts: Pick<ConversationParts, 'transactions' | 'queue' | 'newId'>,
  sessions: Pick<WebSessionStore, 'find' | 'create'>,
  record: SpoolRecord,
): Promise<void> {
  const incoming = storable(record.incoming);
  const { channel, bot, from: account } = incoming;
  if (channel === 'web') await beginSession(parts, sessions, account, record.language);
  const addressId = await parts.transactions.run(async (stores) => {
    const now = await stores.now();
    const oldest = addMs(now, -daysMs(OLDEST_DAYS)).getTime();
    const at = new Date(Math.min(now.getTime(), Math.max(oldest, record.atMs)));
    const { addressId } = await stores.addresses.findOrCreate({ channel, bot, account, now });
    const id = parts.newId();
    const told = record.answer === null ? ('no' as const) : record.told;
    const inFault = { at, told, level: record.level };
    const [isNew] = await stores.incoming.store([{ id, addressId, incoming, inFault }], now);
    if (isNew !== undefined && inFault.told === 'yes' && record.answer !== null) {
      const message = say(record.answer);
      const row = {
        id: parts.newId(),
        addressId,
        lane: 'crisis' as const,
        dedupeKey: `fault:${id}`,
        message,
      };
      await stores.outgoing.noteSaid(
        { ...row, notBefore: at, caseId: null, authorStaffId: null },
        addMs(at, 1),
      );
    }
    return addressId;
  });
  void parts.queue.wake('turn', addressId, 0);
}

/** The browser's first words may have been these: without a session its page would show nothing of them. */
async function beginSession(
  { transactions }: Pick<ConversationParts, 'transactions'>,
  sessions: Pick<WebSessionStore, 'find' | 'create'>,
  token: string,
  language: Language | null,
): Promise<void> {
  if ((await sessions.find(token)) !== null) return;
  const now = await transactions.run((stores) => stores.now());
  await sessions.create({ token, now, ...(language === null ? {} : { language }) });
}
