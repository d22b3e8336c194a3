import type { PageView } from '../view.ts';
import { Header } from './header.tsx';
import { Hotlines } from './hotlines.tsx';
import { Layout, type LayoutProps } from './layout.tsx';
import { Nonce } from './nonce.tsx';

type Props = Omit<LayoutProps, 'children'> & { readonly view: PageView; readonly code: string };

/** The button says the code in the talk, as if it was typed: opening a page alone notes nothing. */
export function CheckInPage({ code, ...props }: Props) {
  const { view } = props;
  const { texts: t } = view;
  return (
    <Layout {...props}>
      <Header view={view} />
      <div class="aside">
        <Hotlines view={view} />
      </div>
      <main id="talk" tabindex={-1}>
        <div class="scroll">
          <section class="welcome">
            <h2>{t('checkIn.title')}</h2>
            <p>{t('checkIn.how')}</p>
            <form method="post" action="/chat/say">
              <Nonce view={view} />
              <button type="submit" class="button main wide" name="text" value={t('checkIn.word', { code })}>
                {t('checkIn.button')}
              </button>
            </form>
            <p>{t('checkIn.elsewhere', { code })}</p>
          </section>
        </div>
      </main>
    </Layout>
  );
}
