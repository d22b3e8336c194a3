import { checkAudience } from '../../../campaigns/audience.ts';
import { blurCells, blurPeople, blurProgress } from '../../../campaigns/blur.ts';
import { type Campaign, STEPS, type Step, wordsFor } from '../../../campaigns/campaign.ts';
import { pickedOf, type Segment } from '../../../campaigns/segment.ts';
import { TALK_CHANNELS } from '../../../core/channel.ts';
import { LANGUAGES } from '../../../core/language.ts';
import type { Scope } from '../../scope.ts';
import type { AudienceView, CampaignRow, CampaignView } from './campaign-desk.ts';

type Names = ReadonlyMap<string, string>;

export const readNames = async (scope: Scope): Promise<Names> =>
  new Map((await scope.stores.staff.list()).map((member) => [member.id, member.name]));

export const toRow = (one: Campaign, names: Names): CampaignRow => ({
  id: one.id,
  title: one.title,
  status: one.status,
  end: one.end,
  author: names.get(one.authorId) ?? '',
  madeAt: one.madeAt,
  sendAt: one.sendAt,
  endedAt: one.endedAt,
});

const sum = (cells: readonly { readonly people: number }[]): number =>
  cells.reduce((total, { people }) => total + people, 0);

export const countPeople = async (scope: Scope, segment: Segment): Promise<number> =>
  sum(await scope.stores.campaigns.countAudience(segment));

/** Exact figures end here: what goes on to a page has been blurred. */
export async function toView(
  scope: Scope,
  one: Campaign,
  may: (step: Step) => boolean,
): Promise<CampaignView> {
  const { title, zh, en, segment } = one;
  const begun = one.startedAt !== null;
  return {
    ...toRow(one, await readNames(scope)),
    version: one.version,
    draft: { title, zh, en: en ?? '', ...pickedOf(segment) },
    shown: LANGUAGES.filter((language) => language === 'zh' || en !== null).map((language) => ({
      language,
      text: wordsFor(one, language, scope.centre.contents[language].conversation('campaign.optOut')),
    })),
    audience: begun || one.endedAt !== null ? null : await viewAudience(scope, one),
    progress: begun ? blurProgress(await scope.stores.campaigns.progress(one.id), one.blur) : null,
    may: mayOf(may),
  };
}

const mayOf = (may: (step: Step) => boolean): Readonly<Record<Step, boolean>> =>
  Object.fromEntries(Object.keys(STEPS).map((step) => [step, may(step as Step)])) as Record<Step, boolean>;

async function viewAudience(scope: Scope, { segment, blur }: Campaign): Promise<AudienceView> {
  const counted = await scope.stores.campaigns.countAudience(segment);
  const meant = pickedOf(segment).channels;
  const cells = TALK_CHANNELS.filter((channel) => meant.includes(channel)).map((channel) => ({
    channel,
    people: counted.find((cell) => cell.channel === channel)?.people ?? 0,
  }));
  const people = sum(counted);
  return {
    people: blurPeople(people, blur),
    channels: blurCells(cells, blur),
    problem: checkAudience(segment, people),
  };
}
