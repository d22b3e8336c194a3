import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { audienceOf, type Person } from '../../../src/campaigns/audience.ts';
import { TALK_CHANNELS } from '../../../src/core/channel.ts';
import { addMs, hoursMs } from '../../../src/core/clock.ts';
import { LANGUAGES } from '../../../src/core/language.ts';
import { type Chance, createChance, pick, sampleSegment } from '../../campaigns/samples.ts';
import { type CampaignWorld, NOW, openCampaignWorld } from './campaign-world.ts';

let world: CampaignWorld;
const people: Person[] = [];

beforeAll(async () => {
  world = await openCampaignWorld();
  const chance = createChance(525);
  for (let index = 0; index < 80; index += 1) people.push(await addSomebody(chance));
});
afterAll(() => world.close());

/** A person of chance in the database, and the same one as the rules see them. */
async function addSomebody(chance: Chance): Promise<Person> {
  const { database, stores } = world;
  const places: Person['places'][number][] = [];
  let contactId = '';
  for (let count = 1 + chance(3); count > 0; count -= 1) {
    const channel = pick(chance, TALK_CHANNELS);
    const one = await world.addPerson(channel, `bot ${chance(3)}`);
    if (contactId === '') contactId = one.contactId;
    const place = {
      addressId: one.addressId,
      channel,
      language: pick(chance, LANGUAGES),
      reachable: chance(6) > 0,
      optedOut: chance(9) === 0,
      // Some at the very same moment.
      lastHeardAt: addMs(NOW, -hoursMs(chance(4))),
    };
    await database.sql(
      `update xinqiao.address set contact_id = $2, language = $3, reachable = $4, opted_out_at = $5,
         last_heard_at = $6 where id = $1`,
      [
        place.addressId,
        contactId,
        place.language,
        place.reachable,
        place.optedOut ? NOW : null,
        place.lastHeardAt,
      ],
    );
    places.push(place);
  }
  const [first] = places;
  const said = Array.from({ length: chance(3) }, () => chance(4) > 0);
  for (const [index, given] of said.entries()) {
    const at = { addressId: first?.addressId ?? '', now: addMs(NOW, index) };
    const consent = { id: randomUUID(), contactId, purpose: 'service', version: `${index}`, given } as const;
    await stores.consents.record({ ...consent, ...at });
  }
  const staff = chance(8) === 0;
  if (staff) await makeStaff(pick(chance, [places[0], ...places])?.addressId ?? '', chance(2) === 0);
  else if (chance(8) === 0) await makeStaff(first?.addressId ?? '', null);
  return { contactId, agreed: said.at(-1) ?? false, staff, places };
}

/** @param beside also an address that was given up; null: only that one */
async function makeStaff(addressId: string, beside: boolean | null): Promise<void> {
  const staffId = await world.addStaff(randomUUID());
  const add = (revoked: boolean) =>
    world.database.sql(
      `insert into xinqiao.staff_address (id, staff_id, address_id, channel, account_hash, made_at, active_at, revoked_at)
       values ($1, $2, $3, 'telegram', $4, now(), now(), $5)`,
      [randomUUID(), staffId, addressId, Buffer.from(randomUUID()), revoked ? NOW : null],
    );
  if (beside !== false) await add(true);
  if (beside !== null) await add(false);
}

it('the database chooses the very people and places that the rules choose', async () => {
  const chance = createChance(7);
  let chosen = 0;
  for (let round = 0; round < 60; round += 1) {
    const segment = sampleSegment(chance);
    const wanted = audienceOf(segment, people);
    const id = await world.begun(segment);
    const rows = await world.database.sql<{ address_id: string; contact_id: string }>(
      'select address_id, contact_id from xinqiao.campaign_delivery where campaign_id = $1',
      [id],
    );
    const sorted = (pairs: readonly string[]) => [...pairs].sort();
    expect(sorted(rows.map((row) => `${row.contact_id} ${row.address_id}`))).toEqual(
      sorted(wanted.map((one) => `${one.contactId} ${one.addressId}`)),
    );
    const counted = await world.stores.campaigns.countAudience(segment);
    for (const channel of TALK_CHANNELS) {
      const count = wanted.filter((one) => one.channel === channel).length;
      expect(counted.find((cell) => cell.channel === channel)?.people ?? 0).toBe(count);
    }
    chosen += wanted.length;
  }
  // Else this would compare nothing with nothing.
  expect(chosen).toBeGreaterThan(300);
  expect(audienceOf({ kind: 'everyone' }, people).length).toBeLessThan(people.length);
});
