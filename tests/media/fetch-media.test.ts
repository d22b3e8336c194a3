import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createPictureEncoder } from '../../src/app/media-pictures.ts';
import type { Voices } from '../../src/conversation/delivery/deliver.ts';
import { fetchMedia } from '../../src/conversation/delivery/fetch-media.ts';
import type { ConversationParts } from '../../src/conversation/scope.ts';
import type { Channel, FileOutcome } from '../../src/core/channel.ts';
import { hoursMs } from '../../src/core/clock.ts';
import type { LogFields } from '../../src/core/log.ts';
import { LONGEST_FILE_BYTES } from '../../src/media/media.ts';
import { sendFile } from '../storage/media/media-world.ts';
import { openStoreWorld, type StoreWorld } from '../storage/store-world.ts';
import { AUDIO, picture } from './samples.ts';

const NAME = 'the-platforms-own-name-of-the-file';

describe('fetching what students sent', () => {
  let world: StoreWorld;
  let bot: { channel: 'wechat'; bot: string };
  let addressId: string;
  /** What the platform answers next; kept for the last one. */
  let answers: (FileOutcome | Error)[];
  let asked: { file: string; longest: number }[];
  let logged: string[];

  beforeAll(async () => {
    world = await openStoreWorld();
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    bot = { channel: 'wechat', bot: randomUUID() };
    addressId = (await world.addPerson(bot.channel, bot.bot)).addressId;
    [answers, asked, logged] = [[], [], []];
  });

  const record = (event: string, fields?: LogFields): void => {
    logged.push(JSON.stringify({ event, ...fields }));
  };
  const log = { info: record, warn: record, error: record };
  const pictures = createPictureEncoder(log);

  const channel = (): Channel => ({
    name: bot.channel,
    bot: bot.bot,
    capabilities: {
      buttons: false,
      startsChats: false,
      longestText: 1_000,
      pace: null,
      bulkEveryMs: 0,
      replyQuota: null,
      keepsUnheard: true,
    },
    start: async () => undefined,
    stop: async () => undefined,
    send: async () => ({ kind: 'sent', externalId: null }),
    loginCode: () => null,
    state: () => ({ state: 'ready', code: null }),
    async fetchFile(file, longest) {
      asked.push({ file, longest });
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      if (answer === undefined) throw new Error('nothing was to be asked');
      if (answer instanceof Error) throw answer;
      return answer;
    },
  });

  const fetchNext = (speaks = true): Promise<boolean> => {
    const voice = { channel: channel(), claimedBy: 'me', lease: { name: 'x', epoch: 1 }, travels: true };
    const voices = (() => (speaks ? voice : null)) as unknown as Voices;
    const parts = {
      transactions: world.transactions,
      log,
      centre: () => ({ relayByMessenger: false }),
      newId: randomUUID,
      queue: { wake: async () => undefined },
    } as unknown as ConversationParts;
    return fetchMedia(parts, voices, [bot], pictures);
  };
  const send = async (): Promise<string> => {
    const now = await world.stores.now();
    return (await sendFile(world, addressId, { file: NAME, now })).id;
  };
  const stateOf = async (id: string) => {
    const [row] = await world.database.sql<{ status: string; code: string | null; attempts: number }>(
      'select status, code, attempts from xinqiao.media where id = $1',
      [id],
    );
    return row;
  };

  it('keeps a recording that the platform gives', async () => {
    const id = await send();
    answers = [{ kind: 'fetched', bytes: AUDIO.opus }];
    expect(await fetchNext()).toBe(true);
    expect(asked).toEqual([{ file: NAME, longest: LONGEST_FILE_BYTES }]);
    expect(await world.stores.media.read(id)).toEqual({
      kind: 'audio',
      mime: 'audio/ogg',
      extension: 'opus',
      bytes: Buffer.from(AUDIO.opus),
    });
    expect(await fetchNext()).toBe(false);
  });

  it('asks nothing while another process speaks for the bot', async () => {
    const id = await send();
    expect(await fetchNext(false)).toBe(false);
    expect(asked).toEqual([]);
    expect(await stateOf(id)).toMatchObject({ status: 'wanted', attempts: 0 });
  });

  it('gives up at once what the platform no longer has, as WeChat with an old voice', async () => {
    const id = await send();
    answers = [{ kind: 'gone', code: 'forgotten' }];
    await fetchNext();
    expect(await stateOf(id)).toMatchObject({ status: 'lost', code: 'forgotten' });
  });

  it('keeps nothing that is larger than it asked for, whatever the platform says', async () => {
    const [told, silent] = [await send(), await send()];
    answers = [
      { kind: 'gone', code: 'too-large' },
      { kind: 'fetched', bytes: new Uint8Array(LONGEST_FILE_BYTES + 1) },
    ];
    await fetchNext();
    await fetchNext();
    for (const id of [told, silent]) {
      expect(await stateOf(id)).toMatchObject({ status: 'lost', code: 'too-large' });
    }
  });

  it('asks again after 5 s, 10 s and so on, every ten minutes at last, and gives up after a day', async () => {
    const id = await send();
    answers = [{ kind: 'temporary', code: 'network' }, new Error('a fault of the channel')];
    await fetchNext();
    expect(await stateOf(id)).toMatchObject({ status: 'wanted', code: 'network', attempts: 1 });
    await world.database.advance(4_000);
    expect(await fetchNext()).toBe(false);
    await world.database.advance(1_000);
    expect(await fetchNext()).toBe(true);
    expect(await stateOf(id)).toMatchObject({ status: 'wanted', code: 'failed', attempts: 2 });
    await world.database.advance(9_000);
    expect(await fetchNext()).toBe(false);

    for (let tries = 3; tries <= 20; tries += 1) {
      await world.database.advance(600_000);
      expect([tries, await fetchNext()]).toEqual([tries, true]);
    }
    await world.database.advance(hoursMs(24) - 20 * 600_000);
    await fetchNext();
    expect(await stateOf(id)).toMatchObject({ status: 'wanted' });
    await world.database.advance(hoursMs(3));
    expect(await fetchNext()).toBe(false);
    expect(await stateOf(id)).toMatchObject({ status: 'lost', code: 'gave-up' });
  });

  it('gives up a file whose tries end with their process', async () => {
    const id = await send();
    const claim = async (): Promise<void> => {
      const now = await world.stores.now();
      await world.transactions.run(({ media }) => media.claim([bot], now, now));
    };
    for (let killed = 1; killed <= 6; killed += 1) await claim();
    expect(await fetchNext()).toBe(false);
    expect(asked).toEqual([]);
    expect(await stateOf(id)).toMatchObject({ status: 'lost', code: 'gave-up', attempts: 6 });
  });

  it('names no file in a log, not even when the channel breaks with its name', async () => {
    await send();
    answers = [Object.assign(new Error(`no such file: ${NAME}`), { code: 'EIO' })];
    await fetchNext();
    expect(logged).toHaveLength(1);
    expect(logged[0]).toContain('"code":"EIO"');
    expect(logged.join()).not.toContain(NAME);
  });

  it('tells open pages where it is shown, once it has come', async () => {
    const id = await send();
    const topics = async () =>
      (await world.database.sql<{ topic: string }>('select topic from xinqiao.change order by seq')).map(
        ({ topic }) => topic,
      );
    const before = (await topics()).length;
    const [row] = await world.database.sql<{ heard_id: string }>(
      'select heard_id from xinqiao.media where id = $1',
      [id],
    );
    const item = { id: randomUUID(), heardId: row?.heard_id ?? '', addressId };
    const now = await world.stores.now();
    await world.stores.heard.addReview({ ...item, reason: 'unscreenable', now });
    answers = [{ kind: 'fetched', bytes: await picture('jpeg') }];
    await fetchNext();
    expect((await topics()).slice(before)).toEqual(['review']);
  });
});
