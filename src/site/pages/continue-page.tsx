import { OneQuestion, type OneQuestionProps } from './one-question.tsx';

type Props = OneQuestionProps & { readonly token: string };

/** Asks before anything happens: whoever opened the link may not be who it was sent to. */
export function ContinuePage({ token, ...props }: Props) {
  const { view } = props;
  const t = view.texts;
  return (
    <OneQuestion {...props}>
      <h2>{t('continue.title')}</h2>
      <p>{t('continue.explain')}</p>
      <form method="post" action={`/continue/${token}`}>
        <button type="submit" class="button main wide">
          {t('continue.here')}
        </button>
      </form>
    </OneQuestion>
  );
}
