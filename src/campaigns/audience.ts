import type { TalkChannel } from '../core/channel.ts';
import type { Language } from '../core/language.ts';
import { isFiltered, isMeant, type Segment } from './segment.ts';

/** Fewer people than this would point at persons. */
export const LEAST_PEOPLE = 20;

export type Recipient = {
  readonly addressId: string;
  readonly contactId: string;
  readonly channel: TalkChannel;
  readonly language: Language;
};

/** A person as an audience is chosen from; that they have a case is deliberately not in it. */
export type Person = {
  readonly contactId: string;
  /** The last word on the notice, whatever its version, was yes. */
  readonly agreed: boolean;
  /** One of their accounts is that of a staff member. */
  readonly staff: boolean;
  readonly places: readonly (Omit<Recipient, 'contactId'> & {
    readonly reachable: boolean;
    readonly optedOut: boolean;
    readonly lastHeardAt: Date;
  })[];
};

/** Opting out anywhere is the word of a person, not of an account. */
export const isOptedIn = (person: Person): boolean =>
  person.agreed && !person.staff && person.places.every((place) => !place.optedOut);

/** One place for each person: of those that are meant and can be reached, the one where they wrote last. */
export function audienceOf(segment: Segment, people: readonly Person[]): Recipient[] {
  return people.filter(isOptedIn).flatMap(({ contactId, places }) => {
    const [place] = places
      .filter((one) => one.reachable && isMeant(segment, one))
      .sort(
        (a, b) => b.lastHeardAt.getTime() - a.lastHeardAt.getTime() || (a.addressId < b.addressId ? -1 : 1),
      );
    if (place === undefined) return [];
    const { addressId, channel, language } = place;
    return [{ addressId, contactId, channel, language }];
  });
}

export type AudienceProblem = 'nobody' | 'too-few';

/** Who may not be written to as a group: a filter that leaves only a few points at them. */
export function checkAudience(segment: Segment, people: number): AudienceProblem | null {
  if (people === 0) return 'nobody';
  return isFiltered(segment) && people < LEAST_PEOPLE ? 'too-few' : null;
}
