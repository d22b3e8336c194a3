import { OneQuestion, type OneQuestionProps } from './one-question.tsx';

type Props = OneQuestionProps & { readonly wrong: boolean };

/** Where a code is typed that another device was given. What was typed is not shown again. */
export function CodePage({ wrong, ...props }: Props) {
  const { view } = props;
  const t = view.texts;
  return (
    <OneQuestion {...props}>
      <h2>{t('continue.title')}</h2>
      <p>{t('continue.codeExplain')}</p>
      {wrong ? (
        <p id="code-wrong" role="alert">
          <strong>{t('continue.codeWrong')}</strong>
        </p>
      ) : null}
      <form method="post" action="/continue" class="code">
        <label for="code">{t('continue.codeLabel')}</label>
        <input
          id="code"
          name="code"
          type="text"
          required
          maxlength={20}
          autocomplete="one-time-code"
          autocapitalize="characters"
          spellcheck={false}
          aria-describedby={wrong ? 'code-wrong' : undefined}
          aria-invalid={wrong ? 'true' : undefined}
        />
        <button type="submit" class="button main wide">
          {t('continue.here')}
        </button>
      </form>
    </OneQuestion>
  );
}
