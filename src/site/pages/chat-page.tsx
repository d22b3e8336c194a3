import type { PageView } from '../view.ts';
import { Header } from './header.tsx';
import { Callable, Hotlines } from './hotlines.tsx';
import { LanguageSwitch } from './language-switch.tsx';
import { Layout, type LayoutProps } from './layout.tsx';
import { Lines } from './lines.tsx';
import { Nonce } from './nonce.tsx';
import { Choices, Lock, Notices, RemarkBox } from './regions.tsx';

type Props = Omit<LayoutProps, 'children'>;

/** The student's page: the conversation, the box to write in, and what must always be in reach. */
export function ChatPage(props: Props) {
  const { view } = props;
  return (
    <Layout {...props}>
      <Header view={view} />
      <div class="aside">
        <LanguageSwitch view={view} />
        <Hotlines view={view} />
      </div>
      <Notices view={view} />
      <main id="talk" data-session={view.isNew ? 'none' : 'open'} tabindex={-1}>
        <div class="scroll">
          {isEmpty(view) ? <Welcome view={view} /> : null}
          <Lock view={view} />
          <Lines view={view} />
          <RemarkBox view={view} />
          <Choices view={view} />
        </div>
      </main>
      <Box view={view} />
    </Layout>
  );
}

function isEmpty(view: PageView): boolean {
  return !view.isBare && view.lock === 'open' && view.conversation.lines.length === 0;
}

/** Before the first word: what this is, who reads along, and that nobody need give a name. */
function Welcome({ view }: { readonly view: PageView }) {
  const t = view.texts;
  return (
    <section id="welcome" class="welcome">
      <h2>{t('welcome.title')}</h2>
      <p>{t('tagline')}</p>
      <p class="card">
        <Callable text={t('welcome.notice')} hotlines={view.hotlines} />
      </p>
      <form method="post" action="/chat/say" data-say="">
        <Nonce view={view} />
        <button type="submit" class="button main wide" name="text" value={t('welcome.start')}>
          {t('welcome.start')}
        </button>
      </form>
    </section>
  );
}

function Box({ view }: { readonly view: PageView }) {
  const t = view.texts;
  return (
    <footer class="bottom">
      <noscript>
        <p class="hint">
          {t('noscript.note')} <a href="/">{t('noscript.refresh')}</a>
        </p>
      </noscript>
      <p id="sending" class="unseen" role="status" hidden>
        {t('send.busy')}
      </p>
      <p id="send-failed" class="remark" role="alert" hidden>
        <Callable text={t('send.failed')} hotlines={view.hotlines} />
      </p>
      <p id="send-fault" class="remark" role="alert" hidden>
        <Callable text={t('send.fault')} hotlines={view.hotlines} />
      </p>
      <p id="send-too-long" class="remark" role="alert" hidden>
        <Callable text={t('send.tooLong')} hotlines={view.hotlines} />
      </p>
      <p id="no-connection" class="remark" role="status" hidden>
        {t('status.reconnecting')}
      </p>
      <p id="no-network" class="remark" role="status" hidden>
        <Callable text={t('status.offline')} hotlines={view.hotlines} />
      </p>
      <p id="session-ended" class="remark" role="status" hidden>
        {t('session.ended')}
      </p>
      <p id="stored-late" class="remark" role="status" hidden>
        <Callable text={t('send.late')} hotlines={view.hotlines} />
      </p>
      <div class="say-line">
        <form method="post" action="/chat/say" data-say="" class="box">
          <Nonce view={view} />
          <label for="box" class="unseen">
            {t('input.label')}
          </label>
          <textarea id="box" name="text" rows={1} placeholder={t('input.placeholder')} autocomplete="off">
            {view.draft}
          </textarea>
          <button type="submit" class="button main send">
            {t('send')}
          </button>
        </form>
        <details class="more">
          <summary>{t('picture.summary')}</summary>
          <form method="post" action="/chat/picture" enctype="multipart/form-data" class="picture-form">
            <Nonce view={view} />
            <label for="picture">{t('picture.label')}</label>
            <input id="picture" type="file" name="picture" accept="image/*" required />
            <button type="submit" class="button">
              {t('picture.send')}
            </button>
          </form>
        </details>
      </div>
      {view.isNew || view.isBare || view.lock !== 'open' ? null : (
        <p class="hint">
          <a href="/booking">{t('booking.open')}</a>
        </p>
      )}
    </footer>
  );
}
