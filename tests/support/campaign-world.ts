import { randomUUID } from 'node:crypto';
import type { Actor } from '../../src/access/can.ts';
import type { StaffRole } from '../../src/access/roles.ts';
import type { DraftInput } from '../../src/campaigns/check-draft.ts';
import type { CampaignDesk, When } from '../../src/conversation/desks/campaigns/campaign-desk.ts';
import { createCampaignDesk } from '../../src/conversation/desks/campaigns/campaign-office.ts';
import { hoursMs } from '../../src/core/clock.ts';
import type { TelegramPerson } from './telegram-person.ts';
import { until } from './until.ts';
import type { World } from './world.ts';

export const WORDS = '周五下午两点，操场有五二五游园会。';

export const DRAFT: DraftInput = {
  title: '五二五游园会',
  zh: WORDS,
  en: '',
  channels: ['web', 'telegram', 'wechat'],
  languages: ['zh', 'en'],
};

/** Somebody who writes campaigns, and what they do. */
export type CampaignAuthor = {
  readonly actor: Actor;
  readonly desk: CampaignDesk;
  draft(change?: Partial<DraftInput>): Promise<string>;
  send(id: string, when?: When): ReturnType<CampaignDesk['send']>;
  view(id: string): Promise<NonNullable<Awaited<ReturnType<CampaignDesk['view']>>>>;
  /** Waits until the campaign stands so. */
  reaches(id: string, status: string): Promise<void>;
};

/** A staff member who is reached by the console alone. */
export async function addMember(world: World, name: string, role: StaffRole): Promise<string> {
  const id = randomUUID();
  await world.office.transactions.run(async ({ staff, now }) => {
    const added = await staff.add({ id, name, roles: [role], sample: false, now: await now() });
    if (!added.ok) throw new Error(added.code);
  });
  return id;
}

export async function addAuthor(world: World, name: string): Promise<CampaignAuthor> {
  const staffId = await addMember(world, name, 'staff');
  const actor: Actor = { kind: 'staff', staffId, roles: ['staff'] };
  const desk = createCampaignDesk(world.office);
  const view: CampaignAuthor['view'] = async (id) => {
    const found = await desk.view(actor, id);
    if (found === null) throw new Error('no such campaign');
    return found;
  };
  return {
    actor,
    desk,
    view,
    async draft(change = {}) {
      const made = await desk.create(actor, randomUUID(), { ...DRAFT, ...change });
      if (!made.ok) throw new Error(made.code);
      return made.id;
    },
    send: async (id, when = { kind: 'now' }) => desk.send(actor, id, (await view(id)).version, when),
    reaches: (id, status) =>
      until(`campaign to be ${status}`, async () => (await view(id)).status === status, 60_000),
  };
}

/** People on Telegram who agreed at some time, without having to say so one by one. */
export async function addReaders(world: World, count: number): Promise<TelegramPerson[]> {
  const bot = world.telegram.token.split(':')[0] ?? '';
  const people = Array.from({ length: count }, () => world.student());
  await world.office.transactions.run(async (stores) => {
    const now = await stores.now();
    for (const { chatId } of people) {
      world.telegram.knows(chatId);
      const account = String(chatId);
      const { addressId } = await stores.addresses.findOrCreate({ channel: 'telegram', bot, account, now });
      const { contactId } = await stores.addresses.byId(addressId);
      const version = world.office.centre().contents.zh.conversation('notice.version');
      const consent = { id: randomUUID(), contactId, addressId, purpose: 'service', version } as const;
      await stores.consents.record({ ...consent, given: true, now });
    }
  });
  return people;
}

/** Moves the clock to the next time that it is this hour in Shanghai. */
export async function passTo(world: World, hour: number): Promise<void> {
  const now = await world.office.transactions.run((stores) => stores.now());
  const day = hoursMs(24);
  const sinceMidnight = (now.getTime() + hoursMs(8)) % day;
  await world.pass((hoursMs(hour) - sinceMidnight + day) % day);
}
