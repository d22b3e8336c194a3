/** The parts of the page that change while it is open. The script replaces each of them by its id. */
import { unreachable } from '../../core/result.ts';
import { languageTag } from '../language-tag.ts';
import type { SiteTexts } from '../parts.ts';
import { type PageView, type Remark, URGENT_CHOICE } from '../view.ts';
import { PinField, PinSetting } from './header.tsx';
import { Callable } from './hotlines.tsx';
import { Lines } from './lines.tsx';
import { Nonce } from './nonce.tsx';

/** As long as the session store locks a PIN that was wrong five times; the longest that it can still last. */
const PIN_LOCK_MINUTES = 10;

type Props = { readonly view: PageView };

/** Everything that changes, as the script fetches it. */
export function Regions({ view }: Props) {
  return (
    <>
      <div id="language" lang={languageTag(view.language)} />
      <PinSetting view={view} />
      <Notices view={view} />
      <RemarkBox view={view} />
      <Lock view={view} />
      <Lines view={view} />
      <Choices view={view} />
    </>
  );
}

/** What the student must know about who is there at all. */
export function Notices({ view }: Props) {
  const t = view.texts;
  const { realResponder, sampleCentre, degraded, channelsDown, crisisPathDown = false } = view.status;
  return (
    <div id="notices" role="status">
      {crisisPathDown ? (
        <p class="notice strong">
          <Callable text={t('banner.slow')} hotlines={view.hotlines} />
        </p>
      ) : null}
      {realResponder ? null : (
        <p class="notice strong">
          <Callable text={t('banner.noResponder')} hotlines={view.hotlines} />
        </p>
      )}
      {channelsDown.map((channel) => (
        <p class="notice strong">
          <Callable
            text={t('banner.channelDown', { channel: t(`channel.${channel}`) })}
            hotlines={view.hotlines}
          />
        </p>
      ))}
      {degraded && channelsDown.length === 0 && !crisisPathDown ? (
        <p class="notice strong">
          <Callable text={t('banner.degraded')} hotlines={view.hotlines} />
        </p>
      ) : null}
      {sampleCentre ? (
        <p class="notice">
          <Callable text={t('banner.sample')} hotlines={view.hotlines} />
        </p>
      ) : null}
    </div>
  );
}

export function RemarkBox({ view }: Props) {
  return (
    <div id="remark" role="status">
      {view.remark === null ? null : (
        <p class={isGood(view.remark) ? 'remark good' : 'remark'}>
          <Callable text={remarkText(view.remark, view.texts)} hotlines={view.hotlines} />
        </p>
      )}
    </div>
  );
}

const isGood = (remark: Remark): boolean => remark === 'pin-saved' || remark === 'fresh';

function remarkText(remark: Remark, t: SiteTexts): string {
  switch (remark) {
    case 'wrong-pin':
      return t('pin.wrong');
    case 'pin-locked':
      return t('pin.locked', { minutes: PIN_LOCK_MINUTES });
    case 'pin-saved':
      return t('pin.saved');
    case 'pin-invalid':
      return t('pin.weak');
    case 'fresh':
      return t('fresh.done');
    case 'empty':
      return t('send.empty');
    case 'too-long':
      return t('send.tooLong');
    case 'no-picture':
      return t('picture.refused');
    case 'not-stored':
      return t('send.failed');
    case 'fault':
      return t('banner.fault');
    case 'fault-unsent':
      return t('send.fault');
    case 'stored-late':
      return t('send.late');
    case 'no-cookie':
      return t('send.noCookie');
    case 'foreign':
      return t('send.foreign');
    case 'hiccup':
      return t('hiccup');
    case 'link-closed':
      return t('continue.closed');
    case 'not-found':
      return t('notFound');
    default:
      return unreachable(remark);
  }
}

/** Stands where the older lines were. What is said from now on is shown below it and heard as ever. */
export function Lock({ view }: Props) {
  const t = view.texts;
  return (
    <div id="lock">
      {view.lock === 'open' ? null : (
        <section class="card lock">
          <p>{t(view.lock === 'pin' ? 'hidden.note' : 'hidden.noPin')}</p>
          {view.lock === 'pin' ? <UnlockForm view={view} /> : null}
          <form method="post" action="/chat/fresh" class="fresh">
            <button type="submit" class="button">
              {t('fresh.start')}
            </button>
            <p class="hint">{t('fresh.hint')}</p>
          </form>
        </section>
      )}
    </div>
  );
}

function UnlockForm({ view }: Props) {
  return (
    <form method="post" action="/chat/unlock" class="unlock">
      <label for="pin">{view.texts('pin.ask')}</label>
      <div class="row">
        <PinField id="pin" hint={view.texts('pin.weak')} />
        <button type="submit" class="button main">
          {view.texts('hidden.show')}
        </button>
      </div>
    </form>
  );
}

/** What can be tapped now. */
export function Choices({ view }: Props) {
  return (
    <div id="choices">
      {view.conversation.choices.map((choices) => (
        <form method="post" action="/chat/say" data-say="" class="choices">
          <Nonce view={view} />
          {choices.map((choice) => (
            <button
              type="submit"
              class={choice.id === URGENT_CHOICE ? 'button choice help' : 'button choice'}
              name="choice"
              value={choice.id}
            >
              {choice.label}
            </button>
          ))}
        </form>
      ))}
    </div>
  );
}
