import { nameActor } from '../../../access/audit.ts';
import { type Actor, can } from '../../../access/can.ts';
import {
  checkPlace,
  type KeptPlace,
  keptFromFile,
  type PlaceInput,
  type PlaceProblem,
  placesInUse,
  type ReferralPlaces,
  readKeptPlaces,
} from '../../../sessions/referral-places.ts';
import type { Override, OverrideStore } from '../../ports/process-store.ts';
import { audit, type ConversationParts, inScope } from '../../scope.ts';

const AREA = 'referral-places';
const KEY = 'list';

export type PlaceList = {
  /** 0 while the file is as it was. */
  readonly version: number;
  readonly places: readonly KeptPlace[];
};

export type SavedPlace =
  | { readonly ok: true }
  /** Forbidden looks like absent; `changed`: somebody else changed the list meanwhile. */
  | { readonly ok: false; readonly code: 'absent' | 'changed' }
  | { readonly ok: false; readonly code: 'problems'; readonly problems: readonly PlaceProblem[] };

/** 转介机构: where somebody may be referred to. Authorised and audited here; a version is kept of every list. */
export interface ReferralPlaceDesk {
  list(actor: Actor): Promise<PlaceList | null>;
  /** In place of the one with this name; null adds one. */
  save(actor: Actor, version: number, was: string | null, input: PlaceInput): Promise<SavedPlace>;
  /** Done also where it stood so already. */
  switch(actor: Actor, name: string, off: boolean): Promise<'done' | 'absent' | 'changed'>;
}

const readList = (file: ReferralPlaces, current: readonly Override[]): PlaceList => {
  const own = current.find(({ area, key }) => area === AREA && key === KEY);
  const kept = own === undefined ? null : readKeptPlaces(own.value);
  return { version: own?.version ?? 0, places: kept ?? keptFromFile(file) };
};

/** The file's places, or those that staff keep in their stead. */
export const applyReferralPlaces = (file: ReferralPlaces, current: readonly Override[]): ReferralPlaces =>
  placesInUse(readList(file, current).places);

export function createReferralPlaceDesk(
  parts: ConversationParts,
  overrides: OverrideStore,
  file: ReferralPlaces,
): ReferralPlaceDesk {
  const permits = (actor: Actor): Promise<boolean> =>
    inScope(parts, async (scope) => {
      const allowed = can(actor, 'referral-places.change', { kind: 'referrals' }, 'administration');
      const entry = { actor: nameActor(actor), action: 'referral-places.change' as const };
      await audit(scope, { ...entry, resource: 'referral-places', purpose: 'administration', allowed });
      return allowed;
    });
  const read = async (): Promise<PlaceList> => readList(file, await overrides.current());
  const put = async (actor: Actor, after: number, value: readonly KeptPlace[]): Promise<boolean> => {
    if (actor.kind !== 'staff') return false;
    const now = await parts.transactions.run((stores) => stores.now());
    const { staffId } = actor;
    return overrides.put({ id: parts.newId(), area: AREA, key: KEY, value, staffId, now, after });
  };
  return {
    list: async (actor) => ((await permits(actor)) ? read() : null),
    async save(actor, version, was, input) {
      if (!(await permits(actor))) return { ok: false, code: 'absent' };
      const { places } = await read();
      const others = places.filter(({ name }) => name !== was).map(({ name }) => name);
      const checked = checkPlace(input, others);
      if (!checked.ok) return { ok: false, code: 'problems', problems: checked.problems };
      if (was !== null && others.length === places.length) return { ok: false, code: 'changed' };
      const saved = (off: boolean): KeptPlace => ({ ...checked.place, sample: false, off });
      const next =
        was === null
          ? [...places, saved(false)]
          : places.map((one) => (one.name === was ? saved(one.off) : one));
      return (await put(actor, version, next)) ? { ok: true } : { ok: false, code: 'changed' };
    },
    async switch(actor, name, off) {
      if (!(await permits(actor))) return 'absent';
      const { version, places } = await read();
      const one = places.find((place) => place.name === name);
      if (one === undefined) return 'absent';
      if (one.off === off) return 'done';
      const next = places.map((place) => (place === one ? { ...place, off } : place));
      return (await put(actor, version, next)) ? 'done' : 'changed';
    },
  };
}
