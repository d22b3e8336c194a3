import { formatBothRanges } from '../../core/both-times.ts';
import type { Activity } from '../../groups/activity.ts';
import type { PageView } from '../view.ts';
import { Nonce } from './nonce.tsx';
import { OneQuestion, type OneQuestionProps } from './one-question.tsx';

type Props = OneQuestionProps & {
  readonly activity: Activity;
  /** One can sign up now. */
  readonly open: boolean;
  /** By which clock this browser's owner reads times; null where none is known. */
  readonly timeZone: string | null;
};

function sayPlaces({ capacity, taken, question }: Activity, t: PageView['texts']): string {
  if (question !== null) return t('activity.leader', { capacity });
  const free = capacity - taken;
  return free > 0 ? t('activity.places', { capacity, free }) : t('activity.full', { capacity });
}

/** The button says the code in the talk, where everything goes on. */
export function ActivityPage({ activity, open, timeZone, ...props }: Props) {
  const { view } = props;
  const { texts: t, language } = view;
  const { code, kind, dates, place } = activity;
  const inEnglish = language === 'en';
  return (
    <OneQuestion {...props}>
      <p>{t(`activity.kind.${kind}`)}</p>
      <h2>{inEnglish ? (activity.titleEn ?? activity.title) : activity.title}</h2>
      <p class="card activity-text">{inEnglish ? (activity.textEn ?? activity.text) : activity.text}</p>
      <dl class="activity-facts">
        {/* Whoever is abroad and unknown here would take the times for their own. */}
        <dt>{t(timeZone === null ? 'activity.whenBeijing' : 'activity.when')}</dt>
        {dates.map(({ startsAt, endsAt }) => (
          <dd>{formatBothRanges(startsAt, endsAt, language, timeZone)}</dd>
        ))}
        <dt>{t('activity.where')}</dt>
        <dd>{place}</dd>
      </dl>
      {kind === 'guardians-class' ? <p>{t('activity.guardians')}</p> : null}
      <p>{open ? sayPlaces(activity, t) : t('activity.closed')}</p>
      {open ? (
        <form method="post" action="/chat/say">
          <Nonce view={view} />
          <button type="submit" class="button main wide" name="text" value={t('activity.word', { code })}>
            {t('activity.signUp')}
          </button>
        </form>
      ) : null}
      <p>{t('activity.typed', { code })}</p>
    </OneQuestion>
  );
}
