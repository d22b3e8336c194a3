import { isNotifierKind } from '../../core/channel.ts';
import type { Language } from '../../core/language.ts';
import { type Choice, say } from '../../core/message.ts';
import { formatRange } from '../../core/shanghai-time.ts';
import type { Duty } from '../../handoff/rota/rota.ts';
import { type Scope, utter } from '../scope.ts';
import type { StaffTexts } from './relay.ts';

/** The language of whoever reads, with its texts. */
export type Voice = { readonly language: Language; readonly texts: StaffTexts };

export const voiceOf = ({ centre }: Scope, language: Language): Voice => ({
  language,
  texts: centre.contents[language].staff,
});

type Saying = { readonly text: string; readonly choices?: readonly Choice[] };

/** To every messenger of a staff member, with what they may answer. One-way notifiers get pages only. */
export async function tellVoiced(
  scope: Scope,
  staffId: string,
  key: string,
  compose: (voice: Voice) => Saying,
  caseId: string | null = null,
): Promise<void> {
  const addresses = await scope.stores.staff.addresses([staffId]);
  const active = addresses.filter(
    ({ activeAt, addressId, channel }) => activeAt !== null && addressId !== null && !isNotifierKind(channel),
  );
  await utter(
    scope,
    active.map((address) => {
      const { text, choices = [] } = compose(voiceOf(scope, address.language));
      return {
        addressId: address.addressId ?? '',
        lane: 'crisis' as const,
        dedupeKey: `${key}:${address.id}`,
        message: say(text, choices),
        caseId,
      };
    }),
  );
}

/** 11月23日 周一 08:00–20:00 or Mon 23 Nov 08:00–20:00 */
export const sayPeriod = (
  { language }: Voice,
  { startsAt, endsAt }: { readonly startsAt: Date; readonly endsAt: Date },
): string => formatRange(startsAt, endsAt, language);

export const sayDuty = ({ texts }: Voice, duty: Duty): string =>
  texts(duty === 'duty' ? 'rota.duty' : 'rota.backup');
