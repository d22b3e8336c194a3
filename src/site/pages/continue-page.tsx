import type { PageView } from '../view.ts';
import { Header } from './header.tsx';
import { Hotlines } from './hotlines.tsx';
import { Layout, type LayoutProps } from './layout.tsx';

type Props = Omit<LayoutProps, 'children'> & { readonly view: PageView; readonly token: string };

/** Asks before anything happens: whoever opened the link may not be who it was sent to. */
export function ContinuePage({ token, ...props }: Props) {
  const { view } = props;
  const t = view.texts;
  return (
    <Layout {...props}>
      <Header view={view} />
      <div class="aside">
        <Hotlines view={view} />
      </div>
      <main id="talk" tabindex={-1}>
        <div class="scroll">
          <section class="welcome">
            <h2>{t('continue.title')}</h2>
            <p>{t('continue.explain')}</p>
            <form method="post" action={`/continue/${token}`}>
              <button type="submit" class="button main wide">
                {t('continue.here')}
              </button>
            </form>
          </section>
        </div>
      </main>
    </Layout>
  );
}
