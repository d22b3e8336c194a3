/** Counsellors by the hundred: added by the desk that the command line uses, activated from their own accounts. */
import { createVault, readMasterKey } from '../src/access/vault.ts';
import { createCoreParts } from '../src/app/core-parts.ts';
import { createOffice } from '../src/app/office.ts';
import { newId, newSecret } from '../src/app/random.ts';
import {
  createStaffDesk,
  type OfficeParts,
  OPERATOR,
} from '../src/conversation/desks/people/staff-office.ts';
import { openStore } from '../src/storage/open-store.ts';
import type { Centre } from './centre.ts';
import { readDeskConfig } from './read-desk-config.ts';

export const MASTER_KEY = '33'.repeat(32);
const FIRST_COUNSELLOR = 7_310_000_000_000;
const SILENT = { info: () => undefined, warn: () => undefined, error: () => undefined };
let hired = 0;
let read: ReturnType<typeof readDeskConfig> | null = null;

export type Account = { readonly channel: 'telegram' | 'wechat'; readonly account: string };
export type Counsellor = { readonly name: string; readonly chatId: number };

/** The centre's desks on connections of their own, for as long as `work` takes. */
export async function withOffice<T>(centre: Centre, work: (office: OfficeParts) => Promise<T>): Promise<T> {
  read ??= readDeskConfig();
  const config = await read;
  const masterKey = readMasterKey(MASTER_KEY);
  if (masterKey === null) throw new Error('not a master key');
  const vault = createVault(masterKey, (bytes) => Buffer.from(newSecret(bytes), 'base64url'));
  const store = openStore(await centre.databaseUrl(), vault, newId, SILENT);
  try {
    const core = await createCoreParts(store, vault, config, SILENT);
    return await work(
      createOffice(core, { wake: async () => undefined }, [], () => 'http://127.0.0.1', SILENT),
    );
  } finally {
    await store.close();
  }
}

/** On call from now on, and reachable on Telegram. */
export async function hire(centre: Centre, count: number, onCall = true): Promise<Counsellor[]> {
  const people = Array.from({ length: count }, (): Counsellor => {
    hired += 1;
    return { name: `测试老师${hired}`, chatId: FIRST_COUNSELLOR + hired };
  });
  await withOffice(centre, async (office) => {
    for (const { name, chatId } of people) {
      const code = await addStaff(office, name, [{ channel: 'telegram', account: String(chatId) }], onCall);
      centre.telegram.userSays(chatId, code);
    }
  });
  for (const { chatId } of people) await centre.telegram.waitForMessage(chatId, /这个账号已经启用/);
  return people;
}

/** Answers the code of the first account. */
export async function addStaff(
  office: OfficeParts,
  name: string,
  accounts: readonly Account[],
  onCall: boolean,
): Promise<string> {
  const added = await createStaffDesk(office).add(OPERATOR, {
    name,
    roles: ['counsellor'],
    accounts: accounts.map((one) => ({ ...one, notifier: null })),
    onCall,
  });
  if (!added.ok) throw new Error(`not added: ${added.code}`);
  return added.value.code ?? '';
}
