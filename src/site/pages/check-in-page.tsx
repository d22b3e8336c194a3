import { Nonce } from './nonce.tsx';
import { OneQuestion, type OneQuestionProps } from './one-question.tsx';

type Props = OneQuestionProps & { readonly code: string };

/** The button says the code in the talk, as if it was typed: opening a page alone notes nothing. */
export function CheckInPage({ code, ...props }: Props) {
  const { view } = props;
  const { texts: t } = view;
  return (
    <OneQuestion {...props}>
      <h2>{t('checkIn.title')}</h2>
      <p>{t('checkIn.how')}</p>
      <form method="post" action="/chat/say">
        <Nonce view={view} />
        <button type="submit" class="button main wide" name="text" value={t('checkIn.word', { code })}>
          {t('checkIn.button')}
        </button>
      </form>
      <p>{t('checkIn.elsewhere', { code })}</p>
    </OneQuestion>
  );
}
