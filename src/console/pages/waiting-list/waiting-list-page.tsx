import type { SlotOffer } from '../../../booking/waiting-list/waiting-list-store.ts';
import type {
  SeenWaitingRow,
  WaitingListView,
} from '../../../conversation/desks/booking/waiting-list-desk.ts';
import { showable } from '../../../core/clean-text.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import type { ConsoleContext } from '../../route.ts';
import { sayDay, sayMoment, sayTime, sayWeekday } from '../../times.ts';
import { Csrf, Empty, FieldProblem, Notice, PageHead } from '../pieces.tsx';
import { DAY_PART_NAMES, GENDER_NAMES, MODE_NAMES, sayOfferState } from './waiting-list-words.ts';

/** What was typed for one of them and did not do. */
export type Refused = {
  readonly entryId: string;
  readonly what: 'urgent' | 'remove';
  readonly problem: string;
};

const sayWishes = ({ wishes, counsellor }: SeenWaitingRow): string => {
  const parts = [
    counsellor,
    wishes.gender === null ? null : GENDER_NAMES[wishes.gender],
    wishes.mode === null ? null : MODE_NAMES[wishes.mode],
    wishes.weekdays.map(sayWeekday).join('、'),
    wishes.dayParts.map((part) => DAY_PART_NAMES[part]).join('、'),
    wishes.language,
    wishes.topic,
  ].filter((part): part is string => part !== null && part !== '');
  return parts.length === 0 ? '都可以' : parts.map(showable).join(' · ');
};

const Offer = ({ offer, now }: { offer: SlotOffer; now: Date }) => (
  <li>
    {`${sayDay(offer.startAt)} ${sayTime(offer.startAt)} ${offer.counsellor} ${offer.room ?? '线上'}：`}
    {sayOfferState(offer, now)}
  </li>
);

type Formed = { row: SeenWaitingRow; csrf: string; refused: Refused | null };

const ReasonForm = ({
  row,
  csrf,
  refused,
  what,
  label,
  button,
}: Formed & { what: Refused['what']; label: string; button: string }) => {
  const id = `${what}-${row.number}`;
  const problem = refused?.entryId === row.entryId && refused.what === what ? refused.problem : undefined;
  return (
    <form method="post" action={`/console/waiting-list/${row.entryId}/${what}`} class="stack" novalidate>
      <Csrf token={csrf} />
      <div class="field">
        <label for={id}>{label}</label>
        <input id={id} name="reason" type="text" maxlength={200} autocomplete="off" />
        <FieldProblem id={`${id}-problem`} text={problem} />
      </div>
      <button type="submit">{button}</button>
    </form>
  );
};

const Urgent = (props: Formed) =>
  props.row.urgentAt === null ? (
    <ReasonForm {...props} what="urgent" label="为什么要排在前面" button="标为紧急" />
  ) : (
    <form method="post" action={`/console/waiting-list/${props.row.entryId}/not-urgent`}>
      <Csrf token={props.csrf} />
      <button type="submit">取消紧急</button>
    </form>
  );

const Row = ({ row, view, place, ...formed }: Formed & { view: WaitingListView; place: number }) => {
  const open = formed.refused?.entryId === row.entryId;
  return (
    <li class="card">
      <h2>
        {`${place}. 候补号 ${row.number} `}
        {row.urgentAt === null ? null : <span class="badge level-high">紧急</span>}
      </h2>
      <p>
        {sayWishes(row)}
        <br />
        <span class="faint">{`${sayMoment(row.joinedAt, view.now)} 登记`}</span>
      </p>
      {row.wishesLostAt === null ? null : (
        <p class="faint">
          {`原来想要的老师或条件中心现在没有了，${sayMoment(row.wishesLostAt, view.now)} 起那几项按“都可以”排。`}
        </p>
      )}
      {row.urgentAt === null ? null : (
        <p class="faint">
          {`${row.urgentBy ?? '老师'} ${sayMoment(row.urgentAt, view.now)} 标为紧急`}
          {row.urgentReason === null ? '' : `：${showable(row.urgentReason)}`}
        </p>
      )}
      {row.offers.length === 0 ? null : (
        <ul class="plain-list">
          {row.offers.map((offer) => (
            <Offer offer={offer} now={view.now} />
          ))}
        </ul>
      )}
      {view.mayMarkUrgent || view.mayRemove ? (
        <details open={open}>
          <summary>处理</summary>
          {view.mayMarkUrgent ? <Urgent row={row} {...formed} /> : null}
          {view.mayRemove ? (
            <ReasonForm
              row={row}
              {...formed}
              what="remove"
              label="为什么移出"
              button="移出候补，并告诉同学"
            />
          ) : null}
        </details>
      ) : null}
    </li>
  );
};

/** Who waits, without names, in their order; what is promised to whom. */
export async function renderWaitingList(
  c: ConsoleContext,
  parts: ConsoleParts,
  refused: Refused | null = null,
) {
  const view = await parts.waitingList.view(c.get('actor'));
  if (view === null) return renderAbsent(c, parts);
  const { csrf } = c.get('session');
  return renderPage(
    c,
    parts,
    { title: '候补', place: 'waiting-list', status: refused === null ? 200 : 422 },
    <>
      <PageHead title="候补">
        <p class="faint">{`共 ${view.rows.length} 位`}</p>
      </PageHead>
      <p class="faint">
        空出来的时间按这里的顺序问，每次 3 小时，只在 8:00 到 21:30 之间。紧急的排在前面，只能由老师决定。
      </p>
      {refused === null ? null : <Notice kind="bad">没有保存，请看下面标出的地方。</Notice>}
      {view.rows.length === 0 ? <Empty>现在没有人候补。</Empty> : null}
      <ul class="plain-list cards">
        {view.rows.map((row, index) => (
          <Row row={row} view={view} place={index + 1} csrf={csrf} refused={refused} />
        ))}
      </ul>
    </>,
  );
}

export const showWaitingList = (c: ConsoleContext, parts: ConsoleParts) => renderWaitingList(c, parts);
