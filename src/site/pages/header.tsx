import { type PageView, URGENT_CHOICE } from '../view.ts';
import { LeaveIcon, LockIcon, Mark } from './icons.tsx';
import { Nonce } from './nonce.tsx';

type Props = { readonly view: PageView };

/** What must be in reach at every moment: help, the way out, and the numbers. */
export function Header({ view }: Props) {
  const t = view.texts;
  return (
    <header class="top">
      <a class="skip" href="#box">
        {t('input.skip')}
      </a>
      <h1 class="brand">
        <Mark />
        <span>{t('title')}</span>
      </h1>
      <PinSetting view={view} />
      <form method="post" action="/chat/say" data-say="" class="urgent-form">
        <Nonce view={view} />
        <button type="submit" class="button urgent" name="choice" value={URGENT_CHOICE}>
          {t('urgent')}
        </button>
      </form>
      <form method="post" action="/chat/leave" data-leave-form="" class="leave-form">
        <button type="submit" class="button leave" title={t('leave.hint')}>
          <LeaveIcon />
          {t('leave')}
        </button>
      </form>
    </header>
  );
}

/** Where a PIN is set; only once there is something to hide, and never while it is hidden. */
export function PinSetting({ view }: Props) {
  return (
    <div id="pin-setting">
      {view.isNew || view.isBare || view.lock !== 'open' ? null : <PinForm view={view} />}
    </div>
  );
}

function PinForm({ view }: Props) {
  const t = view.texts;
  return (
    <details class="pin-setting">
      <summary aria-label={t('pin.set')} title={t('pin.set')}>
        <LockIcon />
      </summary>
      <form class="card" method="post" action="/chat/pin">
        <h2>{t('pin.set')}</h2>
        <p>{t('pin.setHint')}</p>
        <label for="new-pin">{t('pin.label')}</label>
        <PinField id="new-pin" hint={t('pin.weak')} />
        <button type="submit" class="button main">
          {t('pin.save')}
        </button>
      </form>
    </details>
  );
}

/**
 * Four to eight digits. Not a password field: no browser may offer to remember it, least of all one that others use;
 * the style sheet hides the digits.
 */
export function PinField({ id, hint }: { readonly id: string; readonly hint: string }) {
  return (
    <input
      id={id}
      name="pin"
      type="text"
      class="pin"
      inputmode="numeric"
      autocomplete="off"
      minlength={4}
      maxlength={8}
      pattern="[0-9０-９]{4,8}"
      title={hint}
      required
    />
  );
}
