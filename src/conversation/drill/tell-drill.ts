import type { ChannelName } from '../../core/channel.ts';
import type { Language } from '../../core/language.ts';
import { type Choice, type Facts, say } from '../../core/message.ts';
import type { Drill } from '../../handoff/drill/drill.ts';
import { isKeptBack } from '../../handoff/rounds.ts';
import { GROUP_ACCOUNT } from '../../people/known-notifier.ts';
import { type Scope, utter } from '../scope.ts';
import type { StaffTexts } from '../staff/relay.ts';

type Saying = { readonly text: string; readonly choices?: readonly Choice[] };

/**
 * To every address of these people, as a page goes; but in the lane of conversations, which a real page waits for never.
 * Every text of a drill says in itself that it is one.
 */
export async function tellDrill(
  scope: Scope,
  drill: Pick<Drill, 'number'>,
  staffIds: readonly string[],
  key: string,
  compose: (texts: StaffTexts, language: Language) => Saying,
  keptBack: ReadonlySet<ChannelName> = new Set(),
): Promise<void> {
  if (staffIds.length === 0) return;
  const addresses = await scope.stores.staff.addresses(staffIds);
  const active = addresses.filter(({ activeAt, addressId }) => activeAt !== null && addressId !== null);
  // As in a real case.
  const ways = active.filter((way) => !isKeptBack(keptBack, way, active));
  await utter(
    scope,
    ways.map(({ id, addressId, language }) => {
      const texts = scope.centre.contents[language].staff;
      const { text, choices = [] } = compose(texts, language);
      return {
        addressId: addressId ?? '',
        lane: 'conversation' as const,
        dedupeKey: `drill:${key}:${id}`,
        message: { ...say(text, choices), facts: markedFacts(scope, texts, drill) },
      };
    }),
  );
}

/** A gateway's template knows figures only: they carry the mark. */
function markedFacts({ parts }: Scope, texts: StaffTexts, { number }: Pick<Drill, 'number'>): Facts {
  const mark = texts('drill.mark');
  return {
    number: `${mark}${number}`,
    level: mark,
    minutes: '0',
    count: mark,
    what: mark,
    link: `${parts.publicUrl}/console/drills`,
  };
}

/** Only where groups were chosen for drills. */
export async function tellGroups(
  scope: Scope,
  drill: Drill,
  names: readonly string[],
  key: string,
): Promise<void> {
  const { parts, stores, now, centre } = scope;
  const texts = centre.contents.zh.staff;
  for (const { name, kind } of parts.notifiers.filter((one) => one.pages && names.includes(one.name))) {
    const { addressId } = await stores.addresses.findOrCreate({
      channel: kind,
      bot: name,
      account: GROUP_ACCOUNT,
      now,
    });
    const text = texts('drill.group', { number: drill.number });
    const message = { ...say(text), facts: markedFacts(scope, texts, drill) };
    await utter(scope, [{ addressId, lane: 'conversation', dedupeKey: `drill:${key}:${name}`, message }]);
  }
}
