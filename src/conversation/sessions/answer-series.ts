import { readLimit } from '../../booking/free-slots.ts';
import { type Reader, sayMoment, sayRange } from '../../core/both-times.ts';
import { listAppointments } from '../../flows/booking/show-booking.ts';
import type { FlowSaying } from '../../flows/flow.ts';
import type { KeptSeries, SeriesTime } from '../../sessions/series-store.ts';
import { bookingContextOf } from '../booking-context.ts';
import type { CentreContent } from '../scope.ts';
import { sayWithCalendar } from '../student/calendar-file.ts';
import { agreesTo, recordConsent } from '../student/consents.ts';
import { answerBooking, flowContext } from '../student/run-flow.ts';
import { calendarReaderOf, contentOf, reply, type StudentTurn } from '../student/student-scope.ts';
import { tellCounsellor } from './open-session.ts';

/** Each with its place: the weeks of a series may be in several. */
export const listTimes = (
  times: readonly Pick<SeriesTime, 'startAt' | 'endAt' | 'room'>[],
  reader: Reader,
  tools: CentreContent['tools'],
): string =>
  times.map((time) => `${sayRange(time, reader)} · ${time.room ?? tools('series.online')}`).join('\n');

/** Of the message that asks about a series. */
export const seriesKey = (id: string): string => `series:${id}`;

type Offered = Pick<KeptSeries, 'id' | 'counsellor' | 'expiresAt'> & {
  readonly times: readonly Pick<SeriesTime, 'startAt' | 'endAt' | 'room'>[];
};

/** What the student is asked, at first and whenever they look at it again. */
export const saySeries = (
  { tools }: CentreContent,
  reader: Reader,
  { id, counsellor, times, expiresAt }: Offered,
): FlowSaying => ({
  text: tools(times.length === 1 ? 'series.one' : 'series.many', {
    counsellor,
    count: times.length,
    times: listTimes(times, reader, tools),
    until: sayMoment(expiresAt, reader),
  }),
  choices: [
    { id: `series.yes.${id}`, label: tools('series.yes') },
    { id: `series.no.${id}`, label: tools('series.no') },
  ],
});

const isOpen = ({ status, expiresAt }: Pick<KeptSeries, 'status' | 'expiresAt'>, now: Date): boolean =>
  status === 'offered' && expiresAt > now;

/** Every time of it is still kept. */
export const isWhole = ({ times }: Pick<KeptSeries, 'times'>): boolean =>
  times.every(({ status }) => status === 'held');

export async function showSeries(turn: StudentTurn, id: string): Promise<void> {
  const content = contentOf(turn);
  const { stores, now } = turn.scope;
  const series = await stores.series.find(id);
  const isTheirs = series?.contactId === turn.address.contactId;
  if (isTheirs && isOpen(series, now) && !isWhole(series)) return endGone(turn, series);
  reply(
    turn,
    isTheirs && isOpen(series, now)
      ? saySeries(content, turn, series)
      : { text: content.tools('series.gone'), choices: [] },
  );
}

/** What a student taps under the times that a counsellor offers. */
export async function answerSeries(
  turn: StudentTurn,
  id: string,
  answer: 'yes' | 'agree' | 'no',
): Promise<void> {
  const { tools, conversation, flows } = contentOf(turn);
  const { stores, centre, now } = turn.scope;
  const gone = () => reply(turn, { text: tools('series.gone'), choices: [] });
  const series = await stores.series.find(id);
  if (series === null || series.contactId !== turn.address.contactId) return gone();
  if (answer === 'no') return decline(turn, id);
  // Nobody is asked to consent to what is no more.
  if (series.status !== 'accepted' && !isOpen(series, now)) return gone();
  const version = conversation('consent.healthData.version');
  if (!agreesTo(turn, 'health-data', version)) {
    if (answer === 'yes')
      return reply(turn, {
        text: flows('booking.consent'),
        choices: [
          { id: `series.agree.${id}`, label: tools('series.agree') },
          { id: `series.no.${id}`, label: tools('series.no') },
        ],
      });
    await recordConsent(turn, 'health-data', version, true);
  }
  const { contactId, id: addressId } = turn.address;
  const upcomingLimit = await readLimit(bookingContextOf(turn.scope, { contactId, addressId }));
  const limits = { upcomingLimit, caps: centre.booking.caps };
  const done = await stores.series.accept(id, contactId, now, limits);
  if (done === 'expired') return gone();
  if (done === 'gone') return endGone(turn, series);
  if (done === 'limit') return sayLimit(turn, series);
  await stores.tellChange('appointments');
  // Tapped again much later: what was moved since stands where it was moved to.
  const kept = series.times.filter(({ status }) => status !== 'cancelled');
  const times = listTimes(kept, turn, tools);
  reply(turn, await sayWithCalendar(calendarReaderOf(turn), tools('series.accepted', { times }), kept));
  if (done === 'accepted')
    await tellCounsellor(turn.scope, series.staffId, `series-accepted:${id}`, (texts, language) => ({
      text: texts('session.seriesAccepted', {
        times: listTimes(series.times, { language, timeZone: null }, texts),
      }),
    }));
}

/** The offer stands as long as it did: whoever gives up what they have may still accept it. */
async function sayLimit(turn: StudentTurn, { id, expiresAt }: KeptSeries): Promise<void> {
  const { tools, flows } = contentOf(turn);
  const own = await answerBooking(turn, { ask: 'appointments' });
  const ahead = own.of === 'appointments' ? own.appointments : [];
  const list = listAppointments(ahead, flowContext(turn));
  const until = sayMoment(expiresAt, turn);
  reply(turn, {
    text: ahead.length === 0 ? flows('booking.limitNone') : tools('series.limit', { list, until }),
    choices: [
      { id: `series.yes.${id}`, label: tools('series.yes') },
      { id: `series.no.${id}`, label: tools('series.no') },
    ],
  });
}

/** One of its times went to somebody or was closed: accepted as a whole or not at all, it is over, and both hear why. */
async function endGone(turn: StudentTurn, { id, staffId, times }: KeptSeries): Promise<void> {
  const { stores, now } = turn.scope;
  if ((await stores.series.close(id, 'withdrawn', now)) !== null) {
    await stores.tellChange('appointments');
    await tellCounsellor(turn.scope, staffId, `series-gone:${id}`, (texts, language) => ({
      text: texts('session.seriesGone', { times: listTimes(times, { language, timeZone: null }, texts) }),
    }));
  }
  reply(turn, { text: contentOf(turn).tools('series.timeGone'), choices: [] });
}

async function decline(turn: StudentTurn, id: string): Promise<void> {
  const { tools } = contentOf(turn);
  const { stores, now } = turn.scope;
  const series = await stores.series.close(id, 'declined', now);
  if (series === null) return reply(turn, { text: tools('series.gone'), choices: [] });
  await stores.tellChange('appointments');
  reply(turn, { text: tools('series.declined'), choices: [] });
  await tellCounsellor(turn.scope, series.staffId, `series-declined:${id}`, (texts, language) => ({
    text: texts('session.seriesDeclined', {
      times: listTimes(series.times, { language, timeZone: null }, texts),
    }),
  }));
}
