import type { ChangeOffer, ShownTime } from '../../booking/change-offer.ts';
import { type Reader, sayMoment, sayRange } from '../../core/both-times.ts';
import type { Choice } from '../../core/message.ts';
import { formatDay } from '../../core/shanghai-time.ts';
import type { FlowSaying } from '../../flows/flow.ts';
import type { CentreContent } from '../scope.ts';
import { shortHotlines } from '../student/cards.ts';

export const oldTime = ({ startsAt }: Pick<ChangeOffer, 'startsAt'>, reader: Reader): string =>
  sayMoment(startsAt, reader);

/**
 * `beside`: what else is called off with it, in the same message. `until`: the last date (`YYYY-MM-DD`) that can be booked,
 * where the old time lies behind it.
 */
type Telling = {
  readonly again: boolean;
  readonly beside: readonly ChangeOffer[];
  readonly until: string | null;
};

/** What the student reads of an offer, or of one that nobody has answered yet. */
export function sayOffer(
  content: CentreContent,
  reader: Reader,
  offer: ChangeOffer,
  times: readonly ShownTime[],
  { again, beside, until }: Telling,
): FlowSaying {
  const parts = [openingOf(content, reader, offer, again)];
  const also = beside.map(({ startsAt }) => sayMoment(startsAt, reader)).join('\n');
  if (also !== '' && offer.kind !== 'change')
    parts.push(content.tools(`change.also.${offer.kind}`, { times: also }));
  if (offer.kind === 'cancel' && !again) parts.push(content.flows('booking.calendarOver'));
  if (offer.line !== '') parts.push(content.tools('change.line', { line: offer.line }));
  // What staff chose needs no reason.
  if (until !== null && offer.kind !== 'change')
    parts.push(content.tools('change.beyond', { until: formatDay(until, reader.language) }));
  parts.push(content.tools(times.length === 0 ? 'change.noTimes' : `change.choose.${offer.kind}`));
  if (offer.kind === 'change')
    parts.push(content.tools('change.until', { until: sayMoment(offer.expiresAt, reader) }));
  if (offer.kind === 'cancel')
    parts.push(content.tools('change.hotlines', { hotlines: shortHotlines(content) }));
  return { text: parts.join('\n\n'), choices: offerChoices(content, reader, offer, times) };
}

function openingOf(
  { tools }: CentreContent,
  reader: Reader,
  { kind, cause, appointment, startsAt }: ChangeOffer,
  again: boolean,
): string {
  const length = appointment.endAt.getTime() - appointment.startAt.getTime();
  const time = sayRange({ startAt: startsAt, endAt: new Date(startsAt.getTime() + length) }, reader);
  const why = tools(`change.cause.${cause}`);
  if (again) return tools(kind === 'change' ? 'change.again.change' : 'change.again.absence', { time });
  switch (kind) {
    case 'change':
      return tools('change.offer', { time, why });
    case 'absence':
      return tools('change.absence', { time });
    case 'cancel':
      return tools('change.calledOff', { time, why });
  }
}

export function offerChoices(
  { tools }: CentreContent,
  reader: Reader,
  { id, kind }: Pick<ChangeOffer, 'id' | 'kind'>,
  times: readonly ShownTime[],
): Choice[] {
  const slots = times.map(({ place, startAt, counsellor, room }) => ({
    id: `change.take.${id}.${place}`,
    label: `${sayMoment(startAt, reader)} ${counsellor} · ${room ?? tools('sheet.online')}`,
  }));
  const other = { id: `change.other.${id}`, label: tools('change.other') };
  const keep = { id: `change.keep.${id}`, label: tools(kind === 'cancel' ? 'change.none' : 'change.keep') };
  const cancel = { id: `change.cancel.${id}`, label: tools('change.cancel') };
  switch (kind) {
    case 'change':
      return [...slots, other, keep, cancel];
    case 'absence':
      return [...slots, other, cancel];
    case 'cancel':
      return [...slots, other, keep];
  }
}
