import type { OfferedAppointment, OfferedSlot } from '../../booking/booking-request.ts';
import type { BookingWeek } from '../../conversation/student/booking-page.ts';
import { formatBothHours, formatBothRanges } from '../../core/both-times.ts';
import { sayPlace } from '../../core/place.ts';
import { formatDay } from '../../core/shanghai-time.ts';
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
          <h2>{t(moving === null ? 'booking.title' : 'booking.moveTitle')}</h2>
          {moving === null ? null : (
            <p>
              <a href="/booking">{t('booking.keep')}</a>
            </p>
          )}
          <Zone {...props} />
          {week.freedom === 'near-only' ? <p class="card">{t('booking.nearOnly')}</p> : null}
          {week.freedom === 'term-limit' ? <p class="card">{t('booking.termLimit')}</p> : null}
          <Weeks {...props} />
          <About {...props} />
          {week.days.length === 0 ? <p class="card">{t('booking.nothing')}</p> : null}
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
        </div>
      </main>
    </Layout>
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
      {week.appointments.map((one: OfferedAppointment) => (
        <div class="card">
          <p>
            {formatBothRanges(one.startAt, one.endAt, view.language, week.timeZone)}
            <br />
            {`${one.counsellor} · ${sayPlace(one, t('booking.online'))}`}
          </p>
          <div class="booking-actions">
            <a class="button" href={`/booking?move=${one.appointmentId}`}>
              {t('booking.move')}
            </a>
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

function Weeks({ view, week }: Shown) {
  const t = view.texts;
  const { moving } = week;
  const link = (monday: string): string => {
    const query = new URLSearchParams({ week: monday, ...(moving === null ? {} : { move: moving }) });
    return `/booking?${query}`;
  };
  return (
    <nav class="booking-weeks" aria-label={t('booking.weeks')}>
      {week.before === null ? (
        <span />
      ) : (
        <a class="button" href={link(week.before)}>
          {t('booking.before')}
        </a>
      )}
      <strong>{t('booking.weekOf', { day: formatDay(week.monday, view.language) })}</strong>
      {week.after === null ? (
        <span />
      ) : (
        <a class="button" href={link(week.after)}>
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
