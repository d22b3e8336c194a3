import { timingSafeEqual } from 'node:crypto';
import { addMs, hoursMs } from '../../core/clock.ts';
import {
  SLIPS_OF_ADDRESS,
  SLIPS_OF_CODE,
  TRIES_HOURS,
  TRIES_OF_ADDRESS,
  TRIES_OF_NUMBER,
} from '../../core/read-identity.ts';
import type { BindingStore, Claimant, CodeTry, CodeWay } from '../../people/identity-store.ts';
import type { Session } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';
import { sql } from '../kysely.ts';
import { codeHash } from './person-hash.ts';

/** Notes a try, of whichever kind, and says whether it counts; one after another, so that nobody gets more by asking at once. */
export async function mayTry(
  session: Session,
  kind: 'claim' | 'code',
  addressId: string,
  number: Buffer | null,
  now: Date,
): Promise<boolean> {
  await sql`select pg_advisory_xact_lock(hashtext('xinqiao.identity_try'))`.execute(session);
  const since = addMs(now, -hoursMs(TRIES_HOURS));
  const { mine, all } = await session
    .selectFrom('identity_try')
    .select((eb) => [
      eb.fn.countAll<number>().filterWhere('address_id', '=', addressId).as('mine'),
      eb.fn.countAll<number>().filterWhere('number_hash', '=', number).as('all'),
    ])
    .where('at', '>', since)
    .where('kind', '!=', 'slip')
    .where((eb) => eb.or([eb('address_id', '=', addressId), eb('number_hash', '=', number)]))
    .executeTakeFirstOrThrow();
  if (Number(mine) >= TRIES_OF_ADDRESS || (number !== null && Number(all) >= TRIES_OF_NUMBER)) return false;
  await session
    .insertInto('identity_try')
    .values({ kind, address_id: addressId, number_hash: number, at: now })
    .execute();
  return true;
}

type Held = { readonly number: Buffer; readonly way: CodeWay };

export function createCodeTry(session: Session, keys: KeyRing): BindingStore['tryCode'] {
  /** Every code that may be typed here is compared, and one that nobody has where there is none. */
  const matchCode = async (
    typed: string,
    by: Claimant,
    claim: Claim | undefined,
    ways: readonly CodeWay[],
  ): Promise<Held | null> => {
    const number = claim?.number_hash ?? Buffer.alloc(32);
    const wanted = codeHash(keys.vault, number, typed);
    timingSafeEqual(wanted, Buffer.alloc(32));
    let found: OpenCode | null = null;
    for (const one of await openCodes(session, number, by)) {
      const fits = timingSafeEqual(one.code_hash, wanted);
      const isTheirs = claim !== undefined && timingSafeEqual(one.person_hash, claim.person_hash);
      if (fits && isTheirs && ways.includes(one.way)) found = one;
    }
    if (found === null) return null;
    await session.updateTable('identity_code').set({ used_at: by.now }).where('id', '=', found.id).execute();
    return { number, way: found.way };
  };

  return async ({ code, bindingId, requestId, by }): Promise<CodeTry> => {
    const claim = await lastClaim(session, by);
    const counted = await mayTry(session, 'code', by.addressId, claim?.number_hash ?? null, by.now);
    // Whoever stands at the desk with their card is let in, however often anybody tried their number today.
    const held = await matchCode(code, by, claim, counted ? ['mail', 'desk'] : ['desk']);
    if (held !== null) {
      await dropTries(session, held.number, by);
      return bindOrAsk(session, held, { bindingId, requestId, by });
    }
    if (claim !== undefined) await noteSlip(session, claim, by);
    return { kind: counted ? 'wrong' : 'limit' };
  };
}

type OpenCode = {
  readonly id: string;
  readonly code_hash: Buffer;
  readonly person_hash: Buffer;
  readonly way: CodeWay;
};

/** Those that may be typed here; of those handed over, the ones that did not see too many slips. */
async function openCodes(session: Session, number: Buffer, by: Claimant): Promise<OpenCode[]> {
  const rows = await session
    .selectFrom('identity_code as c')
    .select(['c.id', 'c.code_hash', 'c.person_hash', 'c.way'])
    .select((eb) =>
      eb
        .selectFrom('identity_try as t')
        .select(({ fn }) => fn.countAll<number>().filterWhere('t.address_id', '=', by.addressId).as('n'))
        .where('t.kind', '=', 'slip')
        .whereRef('t.person_hash', '=', 'c.person_hash')
        .whereRef('t.at', '>=', 'c.made_at')
        .as('slips_here'),
    )
    .select((eb) =>
      eb
        .selectFrom('identity_try as t')
        .select(({ fn }) => fn.countAll<number>().as('n'))
        .where('t.kind', '=', 'slip')
        .whereRef('t.person_hash', '=', 'c.person_hash')
        .whereRef('t.at', '>=', 'c.made_at')
        .as('slips'),
    )
    .where('c.number_hash', '=', number)
    .where('c.used_at', 'is', null)
    .where('c.expires_at', '>', by.now)
    .where((eb) => eb.or([eb('c.address_id', '=', by.addressId), eb('c.address_id', 'is', null)]))
    .forUpdate()
    .execute();
  return rows.filter(
    ({ way, slips, slips_here }) =>
      way === 'mail' || (Number(slips_here) < SLIPS_OF_ADDRESS && Number(slips) < SLIPS_OF_CODE),
  );
}

/** Written whether or not such a code is out: neither an answer nor its time tells. */
const noteSlip = async (
  session: Session,
  { number_hash, person_hash }: Claim,
  by: Claimant,
): Promise<void> => {
  await session
    .insertInto('identity_try')
    .values({ kind: 'slip', address_id: by.addressId, number_hash, person_hash, at: by.now })
    .execute();
};

/** The count of a number is everybody's: what its owner used up of it would tell others that they were here. */
const dropTries = async (session: Session, number: Buffer, { addressId }: Claimant): Promise<void> => {
  await session
    .updateTable('identity_try')
    .set({ number_hash: null })
    .where('address_id', '=', addressId)
    .where('number_hash', '=', number)
    .execute();
};

type Claim = { readonly number_hash: Buffer; readonly person_hash: Buffer };

const lastClaim = (session: Session, { addressId, now }: Claimant): Promise<Claim | undefined> =>
  session
    .selectFrom('identity_claim')
    .select(['number_hash', 'person_hash'])
    .where('address_id', '=', addressId)
    .where('at', '>', addMs(now, -hoursMs(TRIES_HOURS)))
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst();

/** A number that is somebody else's here is not taken from them: a person decides. */
async function bindOrAsk(
  session: Session,
  { number, way }: Held,
  { bindingId, requestId, by }: { bindingId: string; requestId: string; by: Claimant },
): Promise<CodeTry> {
  const { contactId, addressId, now } = by;
  const binding = { contact_id: contactId, address_id: addressId, number_hash: number, way };
  await session
    .insertInto('identity_binding')
    .values({ id: bindingId, ...binding, bound_at: now, ended_at: null })
    .onConflict((oc) => oc.doNothing())
    .execute();
  const own = await session
    .selectFrom('identity_binding')
    .select('number_hash')
    .where('contact_id', '=', contactId)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  if (own?.number_hash.equals(number)) return { kind: 'bound' };
  await session
    .insertInto('identity_request')
    .values({ id: requestId, ...binding, at: now, outcome: null, decided_by: null, decided_at: null })
    .onConflict((oc) => oc.doNothing())
    .execute();
  return { kind: 'asked' };
}
