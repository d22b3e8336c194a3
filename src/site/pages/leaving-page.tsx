import type { LeftBehind } from '../../conversation/student/left-behind.ts';
import { OneQuestion, type OneQuestionProps } from './one-question.tsx';

/** What the second button sends. */
export const YES = 'yes';

export type Leaving = {
  readonly action: string;
  readonly what: readonly LeftBehind[];
  /** Where it was typed, so that it need not be typed again. */
  readonly code: string | null;
};

type Props = OneQuestionProps & { readonly leaving: Leaving };

/** Says by kind what stands in this browser, and no more: whoever holds it may not be who it belongs to. */
export function LeavingPage({ leaving, ...props }: Props) {
  const t = props.view.texts;
  return (
    <OneQuestion {...props}>
      <h2>{t('continue.leavesTitle')}</h2>
      <ul>
        {leaving.what.map((kind) => (
          <li>{t(`continue.leaves.${kind}`)}</li>
        ))}
      </ul>
      <p>{t('continue.leavesExplain')}</p>
      <a class="button main wide" href="/">
        {t('continue.stay')}
      </a>
      <form method="post" action={leaving.action}>
        <input type="hidden" name="leaves" value={YES} />
        {leaving.code === null ? null : <input type="hidden" name="code" value={leaving.code} />}
        <button type="submit" class="button wide">
          {t('continue.goAnyway')}
        </button>
      </form>
    </OneQuestion>
  );
}
