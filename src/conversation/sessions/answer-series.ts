import { readLimit } from '../../booking/free-slots.ts';
import { type Reader, sayMoment, sayRange } from '../../core/both-times.ts';
import { listAppointments } from '../../flows/booking/show-booking.ts';
import type { KeptSeries, SeriesTime } from '../../sessions/series-store.ts';
import { bookingContextOf } from '../booking-context.ts';
import type { CentreContent } from '../scope.ts';
import { calendarFile } from '../student/calendar-file.ts';
import { agreesTo, recordConsent } from '../student/consents.ts';
import { answerBooking, flowContext } from '../student/run-flow.ts';
import { contentOf, reply, type StudentTurn } from '../student/student-scope.ts';
import { tellCounsellor } from './open-session.ts';

/** Each with its place: the weeks of a series may be in several. */
export const listTimes = (
  times: readonly Pick<SeriesTime, 'startAt' | 'endAt' | 'room'>[],
  reader: Reader,
  tools: CentreContent['tools'],
): string =>
  times.map((time) => `${sayRange(time, reader)} · ${time.room ?? tools('series.online')}`).join('\n');

/** What a student taps under the times that a counsellor offers. */
export async function answerSeries(
  turn: StudentTurn,
  id: string,
  answer: 'yes' | 'agree' | 'no',
): Promise<void> {
  const { tools, conversation, flows } = contentOf(turn);
  const { stores } = turn.scope;
  const gone = () => reply(turn, { text: tools('series.gone'), choices: [] });
  const series = await stores.series.find(id);
  if (series === null || series.contactId !== turn.address.contactId) return gone();
  if (answer === 'no') return decline(turn, id);
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
  const { centre, now } = turn.scope;
  const { contactId, id: addressId } = turn.address;
  const upcomingLimit = await readLimit(bookingContextOf(turn.scope, { contactId, addressId }));
  const limits = { upcomingLimit, caps: centre.booking.caps };
  const done = await stores.series.accept(id, contactId, now, limits);
  if (done === 'expired') return gone();
  if (done === 'limit') return sayLimit(turn, series);
  await stores.tellChange('appointments');
  // Tapped again much later: what was moved since stands where it was moved to.
  const kept = series.times.filter(({ status }) => status !== 'cancelled');
  const times = listTimes(kept, turn, tools);
  const file = calendarFile(turn, kept);
  reply(turn, { text: tools('series.accepted', { times }), choices: [], file });
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
