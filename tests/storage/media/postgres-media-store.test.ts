import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addMs, hoursMs, minutesMs } from '../../../src/core/clock.ts';
import { MOST_FILES_A_DAY, type PreparedMedia } from '../../../src/media/media.ts';
import type { ClaimedMedia } from '../../../src/media/media-store.ts';
import { createPostgresTimelineStore } from '../../../src/storage/conversation/postgres-timeline-store.ts';
import { rawText } from '../../support/raw-text.ts';
import { MADE_AT, openStoreWorld, type StoreWorld } from '../store-world.ts';
import { sendFile } from './media-world.ts';

const SECRET = 'QUJDREVG-the-platforms-own-name';
const LATER = addMs(MADE_AT, minutesMs(2));

let world: StoreWorld;
beforeAll(async () => {
  world = await openStoreWorld();
});
afterAll(() => world.close());

/** A bot of its own for each test: others see nothing of it. */
async function somebody() {
  const bot = { channel: 'telegram', bot: randomUUID() } as const;
  const { addressId, contactId } = await world.addPerson(bot.channel, bot.bot);
  return { bot, addressId, contactId };
}

const claim = (bot: { channel: 'telegram'; bot: string }, now = MADE_AT, until = LATER) =>
  world.transactions.run(({ media }) => media.claim([bot], now, until));

async function claimed(bot: { channel: 'telegram'; bot: string }): Promise<ClaimedMedia> {
  const one = await claim(bot);
  if (one === null) throw new Error('nothing to fetch');
  return one;
}

const prepared = (bytes: Uint8Array): PreparedMedia => ({
  state: 'kept',
  kind: 'picture',
  mime: 'image/jpeg',
  extension: 'jpg',
  bytes,
});

const rowOf = async (id: string) => {
  const [row] = await world.database.sql<Record<string, unknown>>(
    'select * from xinqiao.media where id = $1',
    [id],
  );
  return row ?? {};
};

it('seals what the platform calls the file, and the file, and forgets the former once it has the latter', async () => {
  const { bot, addressId } = await somebody();
  const { id } = await sendFile(world, addressId, { file: SECRET });
  expect(rawText([await rowOf(id)])).not.toContain(SECRET);
  expect((await rowOf(id)).file_sealed).not.toBeNull();

  const one = await claimed(bot);
  expect(one).toMatchObject({ id, ...bot, file: SECRET, attempts: 1 });
  const bytes = Buffer.from('a picture of 5 bytes or so');
  expect(await world.stores.media.keep(one, prepared(bytes), LATER)).toBe(true);
  const row = await rowOf(id);
  expect(row).toMatchObject({ status: 'kept', kind: 'picture', mime: 'image/jpeg', file_sealed: null });
  expect((row.bytes_sealed as Buffer).includes(bytes)).toBe(false);
  expect(await world.stores.media.read(id)).toEqual({
    kind: 'picture',
    mime: 'image/jpeg',
    extension: 'jpg',
    bytes,
  });
});

it('gives each file to one process at a time, and again to somebody when that one does not come back', async () => {
  const { bot, addressId } = await somebody();
  await sendFile(world, addressId);
  await sendFile(world, addressId);
  const taken = await Promise.all([claim(bot), claim(bot), claim(bot), claim(bot)]);
  const ids = taken.flatMap((one) => one?.id ?? []);
  expect(ids).toHaveLength(2);
  expect(new Set(ids).size).toBe(2);

  const again = await claim(bot, LATER, addMs(LATER, 60_000));
  expect(again).toMatchObject({ attempts: 2 });
  const late = taken.find((one) => one?.id === again?.id);
  if (!late || !again) throw new Error('nobody took it twice');
  const { media } = world.stores;
  expect(await media.keep(late, prepared(Buffer.from('late')), LATER)).toBe(false);
  expect(await media.lose(late, 'forgotten', LATER)).toBe(false);
  expect(await media.retry(late, LATER, 'late')).toBe(false);
  expect(await media.keep(again, prepared(Buffer.from('in time')), LATER)).toBe(true);
});

it('gives up what is fetched again and again by processes that do not come back', async () => {
  const { bot, addressId } = await somebody();
  const { id } = await sendFile(world, addressId);
  const { id: other } = await sendFile(world, addressId);
  const limits = { unended: 2, before: addMs(MADE_AT, -hoursMs(24)) };
  const { media } = world.stores;
  let now = MADE_AT;
  for (let tries = 1; tries <= 3; tries += 1) {
    expect(await media.giveUp(limits, now)).toEqual([]);
    const both = [await claim(bot, now, addMs(now, 60_000)), await claim(bot, now, addMs(now, 60_000))];
    const ended = both.find((one) => one?.id === other);
    if (!ended) throw new Error('not taken');
    await media.retry(ended, addMs(now, 60_000), 'network');
    now = addMs(now, 60_000);
  }
  expect(await media.giveUp(limits, now)).toEqual([id]);
  expect(await rowOf(id)).toMatchObject({ status: 'lost', code: 'gave-up', file_sealed: null });
  expect(await rowOf(other)).toMatchObject({ status: 'wanted' });
});

it('gives up after a day what was tried, and not what nobody could try', async () => {
  const { bot, addressId } = await somebody();
  const { id } = await sendFile(world, addressId);
  await claimed(bot);
  const { id: untried } = await sendFile(world, addressId);
  const before = addMs(MADE_AT, 1);
  expect(await world.stores.media.giveUp({ unended: 5, before }, MADE_AT)).not.toContain(id);
  expect(await world.stores.media.giveUp({ unended: 5, before }, LATER)).toContain(id);
  expect(await rowOf(untried)).toMatchObject({ status: 'wanted' });
});

it('asks only the bots that it is told of, and only what is due', async () => {
  const { bot, addressId } = await somebody();
  await sendFile(world, addressId);
  expect(await world.stores.media.claim([], MADE_AT, LATER)).toBeNull();
  expect(await claim({ ...bot, bot: 'another' })).toBeNull();
  const one = await claimed(bot);
  await world.stores.media.retry(one, LATER, 'timed-out');
  expect(await claim(bot, addMs(LATER, -1))).toBeNull();
  expect(await claim(bot, LATER)).toMatchObject({ id: one.id, attempts: 2 });
});

it('hands out nothing of what is lost, cannot be shown, or is not there', async () => {
  const { bot, addressId } = await somebody();
  const { media } = world.stores;
  await sendFile(world, addressId);
  await sendFile(world, addressId);
  const [lost, broken] = [await claimed(bot), await claimed(bot)];
  await media.lose(lost, 'too-large', LATER);
  const bytes = Buffer.from('torn');
  await media.keep(broken, { state: 'unreadable', code: 'broken-picture', bytes }, LATER);
  expect(await rowOf(lost.id)).toMatchObject({ status: 'lost', code: 'too-large', file_sealed: null });
  expect(await rowOf(broken.id)).toMatchObject({ status: 'unreadable', code: 'broken-picture', kind: null });
  for (const id of [lost.id, broken.id, randomUUID()]) expect(await media.read(id)).toBeNull();
  expect(await media.find(randomUUID())).toBeNull();
});

it('opens nothing once the key of the conversation is destroyed, and stops nobody else', async () => {
  const { bot, addressId } = await somebody();
  const { id } = await sendFile(world, addressId);
  await world.database.sql(
    `update xinqiao.data_key set wrapped = null, destroyed_at = now()
     where id = (select data_key_id from xinqiao.address where id = $1)`,
    [addressId],
  );
  expect(await claimed(bot)).toMatchObject({ id, file: null });
});

it('keeps no more of one address within a day than anybody in need sends', async () => {
  const { bot, addressId } = await somebody();
  for (let sent = 0; sent < MOST_FILES_A_DAY; sent += 1) await sendFile(world, addressId);
  const { id } = await sendFile(world, addressId);
  expect(await rowOf(id)).toMatchObject({ status: 'lost', code: 'too-many', file_sealed: null });
  const nextDay = addMs(MADE_AT, hoursMs(24));
  const { id: later } = await sendFile(world, addressId, { now: nextDay });
  expect(await rowOf(later)).toMatchObject({ status: 'wanted' });
  expect(await claim(bot)).not.toBeNull();
});

it('stands beside its line in the case, from ten minutes before it until it ends, and nowhere else', async () => {
  const { bot, addressId, contactId } = await somebody();
  const at = (minutes: number): Date => addMs(MADE_AT, minutesMs(minutes));
  const early = await sendFile(world, addressId, { now: at(-11) });
  const before = await sendFile(world, addressId, { now: at(-9) });
  const opened = await world.transactions.run(({ cases }) =>
    cases.openOrJoin({
      id: randomUUID(),
      contactId,
      addressId,
      channel: 'telegram',
      level: 'high',
      knownContact: true,
      now: MADE_AT,
    }),
  );
  const caseId = opened.case.id;
  const within = await sendFile(world, addressId, { now: at(1), caseId });
  await world.database.sql(
    `update xinqiao.handoff_case set status = 'closed', closed_at = $2, outcome = 'ordinary', wake_at = null,
       tell_at = null, owner_id = $3 where id = $1`,
    [caseId, at(5), await world.addStaff('结案的老师')],
  );
  const after = await sendFile(world, addressId, { now: at(6) });
  const { media } = world.stores;
  const shownIn = async (id: string) => (await media.find(id))?.caseIds;
  expect(await shownIn(early.id)).toEqual([]);
  expect(await shownIn(before.id)).toEqual([caseId]);
  expect(await shownIn(within.id)).toEqual([caseId]);
  expect(await shownIn(after.id)).toEqual([]);

  const one = await claim(bot, at(7), at(9));
  if (one?.id !== early.id) throw new Error('the oldest comes first');
  const two = await claim(bot, at(7), at(9));
  if (two === null) throw new Error('nothing to fetch');
  await media.keep(two, prepared(Buffer.from('x')), at(7));
  const lines = await createPostgresTimelineStore(world.database.db, world.keys).ofCase(caseId, 50);
  expect(lines.map((line) => (line.from === 'student' ? line.media : null))).toEqual([
    { id: before.id, state: 'kept', kind: 'picture' },
    { id: within.id, state: 'wanted' },
  ]);
});

it('waits in the daily review until somebody has looked', async () => {
  const { addressId } = await somebody();
  const { heardId, id } = await sendFile(world, addressId);
  const { heard, media } = world.stores;
  expect(await media.find(id)).toEqual({ id, caseIds: [], inReview: false });
  const item = randomUUID();
  await heard.addReview({ id: item, heardId, addressId, reason: 'unscreenable', now: MADE_AT });
  expect(await media.find(id)).toEqual({ id, caseIds: [], inReview: true });
  const row = (await heard.openReviews(10)).find((one) => one.id === item);
  expect(row?.line).toMatchObject({ from: 'student', media: { id, state: 'wanted' } });
  await heard.markReviewed(item, await world.addStaff('看过的老师'), MADE_AT);
  expect(await media.find(id)).toEqual({ id, caseIds: [], inReview: false });
});

it('goes with its line', async () => {
  const { addressId } = await somebody();
  const { heardId, id } = await sendFile(world, addressId);
  await world.database.sql('delete from xinqiao.heard where id = $1', [heardId]);
  expect(await rowOf(id)).toEqual({});
});
