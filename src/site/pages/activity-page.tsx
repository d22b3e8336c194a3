import { formatRange } from '../../core/shanghai-time.ts';
import type { Activity } from '../../groups/activity.ts';
import type { PageView } from '../view.ts';
import { Nonce } from './nonce.tsx';
import { OneQuestion, type OneQuestionProps } from './one-question.tsx';

type Props = OneQuestionProps & {
  readonly activity: Activity;
  /** One can sign up now. */
  readonly open: boolean;
};

function sayPlaces({ capacity, taken, question }: Activity, t: PageView['texts']): string {
  if (question !== null) return t('activity.leader', { capacity });
  const free = capacity - taken;
  return free > 0 ? t('activity.places', { capacity, free }) : t('activity.full', { capacity });
}

/** The button says the code in the talk, where everything goes on. */
export function ActivityPage({ activity, open, ...props }: Props) {
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
        <dt>{t('activity.when')}</dt>
        {dates.map(({ startsAt, endsAt }) => (
          <dd>{formatRange(startsAt, endsAt, language)}</dd>
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
