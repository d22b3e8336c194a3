import type { OfferedSlot } from '../../booking/booking-request.ts';
import type { BookingWeek, OwnAppointment, WishedFor } from '../../conversation/student/booking-page.ts';
import { formatBothHours, formatBothRanges } from '../../core/both-times.ts';
import { sayPlace } from '../../core/place.ts';
import { formatDay } from '../../core/shanghai-time.ts';
import type { SiteTexts } from '../parts.ts';
import type { PageView } from '../view.ts';
import { Header } from './header.tsx';
import { Hotlines } from './hotlines.tsx';
import { LanguageSwitch } from './language-switch.tsx';
import { Layout, type LayoutProps } from './layout.tsx';
import { Nonce } from './nonce.tsx';

type Shown = {
  readonly view: PageView;
  readonly week: BookingWeek;
};

const CENTRE_ZONE = 'Asia/Shanghai';

export function BookingPage(props: Omit<LayoutProps, 'children'> & Shown) {
  const { view, week } = props;
  const { moving } = week;
  const t = view.texts;
  return (
    <Layout {...props} styles={['student/booking.css']}>
      <Header view={view} />
      <div class="aside">
        <LanguageSwitch view={view} />
        <Hotlines view={view} />
      </div>
      <main id="talk" class="from-top" tabindex={-1}>
        <div class="scroll booking">
          <p>
            <a href="/">{t('booking.back')}</a>
          </p>
          <Own {...props} />
          {week.elsewhere === null ? null : <p class="card">{t('booking.elsewhere')}</p>}
          <h2>{t(moving === null ? 'booking.title' : 'booking.moveTitle')}</h2>
          {moving === null ? null : (
            <p>
              <a href="/booking">{t('booking.keep')}</a>
            </p>
          )}
          {week.elsewhere === 'full' ? <p class="card">{t('booking.noneHere')}</p> : <Free {...props} />}
        </div>
      </main>
    </Layout>
  );
}

/** What can be booked in this week. */
function Free(props: Shown) {
  const { view, week } = props;
  const t = view.texts;
  return (
    <>
      <Zone {...props} />
      {week.freedom === 'near-only' ? <p class="card">{t('booking.nearOnly')}</p> : null}
      {week.freedom === 'term-limit' ? <p class="card">{t('booking.termLimit')}</p> : null}
      <Weeks {...props} />
      <Wished {...props} />
      <About {...props} />
      {week.days.length === 0 ? (
        <p class="card">{t(week.wished === null ? 'booking.nothing' : 'booking.nothingFits')}</p>
      ) : null}
      {week.days.map((day) => (
        <section class="booking-day">
          <h3>{formatDay(day.date, view.language)}</h3>
          <ul>
            {day.slots.map((slot) => (
              <Time {...props} slot={slot} />
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

/** Held at once and confirmed in the conversation, where whatever is still missing is asked. */
function Time({ view, week, slot }: Shown & { readonly slot: OfferedSlot }) {
  const { moving } = week;
  const time = formatBothHours(slot.startAt, slot.endAt, view.language, week.timeZone);
  const choice = moving === null ? `book.${slot.id}` : `rebook.${moving} ${slot.id}`;
  return (
    <li>
      <form method="post" action="/chat/say">
        <Nonce view={view} />
        <button type="submit" class="button" name="choice" value={choice}>
          <strong>{time}</strong>
          <span>{`${slot.counsellor} · ${sayPlace(slot, view.texts('booking.online'))}`}</span>
        </button>
      </form>
    </li>
  );
}

function Own({ view, week }: Shown) {
  const t = view.texts;
  if (week.appointments.length === 0) return null;
  return (
    <section class="booking-own">
      <h2>{t('booking.own')}</h2>
      {week.appointments.map((one) => (
        <div class="card">
          <p>
            {formatBothRanges(one.startAt, one.endAt, view.language, week.timeZone)}
            <br />
            {`${one.counsellor} · ${sayPlace(one, t('booking.online'))}`}
          </p>
          <WayIn view={view} one={one} />
          {one.closed === true ? <p>{t('booking.closed')}</p> : null}
          <div class="booking-actions">
            {one.mayMove ? (
              <a class="button" href={`/booking?move=${one.appointmentId}`}>
                {t('booking.move')}
              </a>
            ) : null}
            <form method="post" action="/chat/say">
              <Nonce view={view} />
              <button type="submit" class="button" name="choice" value={`unbook.${one.appointmentId}`}>
                {t('booking.cancel')}
              </button>
            </form>
          </div>
        </div>
      ))}
    </section>
  );
}

const LINK = /^https?:\/\/\S+$/u;

/** Where an online appointment is, as its counsellor wrote it: often a link, at times a number to dial in. */
function WayIn({ view, one }: Pick<Shown, 'view'> & { readonly one: OwnAppointment }) {
  const { onlineAddress } = one;
  if (onlineAddress === undefined) return null;
  return (
    <p>
      {view.texts('booking.wayIn')}
      {LINK.test(onlineAddress) ? <a href={onlineAddress}>{onlineAddress}</a> : onlineAddress}
    </p>
  );
}

/** A wish may be old: what it leaves out is never left out in silence, and one tap shows everything. */
function Wished({ view, week }: Shown) {
  const t = view.texts;
  const { wished, wishLost } = week;
  return (
    <>
      {wishLost ? <p class="card">{t('booking.wishLost')}</p> : null}
      {wished === null ? null : (
        <div class="card">
          <p>{t('booking.wished', { wishes: sayWish(wished, t) })}</p>
          <form method="post" action="/chat/say">
            <Nonce view={view} />
            <input type="hidden" name="back" value={linkTo(week, week.monday)} />
            <button type="submit" class="button" name="choice" value="wish.any">
              {t('booking.anyWish')}
            </button>
          </form>
        </div>
      )}
    </>
  );
}

const sayWish = ({ counsellor, gender, topic, language, mode }: WishedFor, t: SiteTexts): string =>
  [
    counsellor,
    gender === null ? null : t(`booking.${gender}`),
    topic,
    language,
    mode === null ? null : t(mode === 'online' ? 'booking.online' : 'booking.onSite'),
  ]
    .filter((one) => one !== null)
    .join('、');

function linkTo({ moving }: BookingWeek, monday: string): string {
  const query = new URLSearchParams({ week: monday, ...(moving === null ? {} : { move: moving }) });
  return `/booking?${query}`;
}

function Weeks({ view, week }: Shown) {
  const t = view.texts;
  return (
    <nav class="booking-weeks" aria-label={t('booking.weeks')}>
      {week.before === null ? (
        <span />
      ) : (
        <a class="button" href={linkTo(week, week.before)}>
          {t('booking.before')}
        </a>
      )}
      <strong>{t('booking.weekOf', { day: formatDay(week.monday, view.language) })}</strong>
      {week.after === null ? (
        <span />
      ) : (
        <a class="button" href={linkTo(week, week.after)}>
          {t('booking.after')}
        </a>
      )}
    </nav>
  );
}

/** What counsellors tell of themselves, folded away until somebody wants to know. */
function About({ view, week }: Shown) {
  const t = view.texts;
  if (week.counsellors.length === 0) return null;
  return (
    <details class="card booking-about">
      <summary>{t('booking.about')}</summary>
      {week.counsellors.map(({ counsellor, introduction, topics, languages }) => (
        <section>
          <h3>{counsellor}</h3>
          {introduction === null ? null : <p>{introduction}</p>}
          {topics.length === 0 ? null : <p>{t('booking.aboutTopics', { topics: topics.join('、') })}</p>}
          {languages.length === 0 ? null : (
            <p>{t('booking.aboutLanguages', { languages: languages.join('、') })}</p>
          )}
        </section>
      ))}
    </details>
  );
}

/** The page's script offers the browser's zone where it is another one; without a script, 时区 in the conversation does. */
function Zone({ view, week }: Shown) {
  const t = view.texts;
  return (
    <>
      <p class="hint">{t('booking.zoneNote')}</p>
      <form method="post" action="/chat/say" hidden data-zone={week.timeZone ?? CENTRE_ZONE}>
        <Nonce view={view} />
        <button type="submit" class="button" name="choice" value="">
          {t('booking.zoneOffer')} <span />
        </button>
      </form>
    </>
  );
}
