import type { OfferState } from '../../../booking/same-day-offer-store.ts';
import type { CaseToolsView, ShownRequest } from '../../../conversation/desks/cases/case-tool-desk.ts';
import { formatRange } from '../../../core/shanghai-time.ts';
import { sayMoment } from '../../times.ts';
import { Csrf } from '../pieces.tsx';

type Props = { view: CaseToolsView; id: string; csrf: string; now: Date };

const sentence = ({ kind, from, to, yours }: ShownRequest): string => {
  if (yours === 'answer')
    return kind === 'transfer' ? `${from} 想把这次求助转给你。` : `${from} 请你一起和同学说话。`;
  return kind === 'transfer' ? `在等 ${to} 接手；接手以前还由 ${from} 负责。` : `已邀请 ${to}，在等回答。`;
};

const wayOf = ({ yours, kind }: ShownRequest): string =>
  yours === 'answer' ? 'requests' : `${kind}/withdraw`;

const Request = ({ request, id, csrf, now }: Omit<Props, 'view'> & { request: ShownRequest }) => (
  <div class="notice warn case-request">
    <p>
      {sentence(request)}
      <span class="faint">{`到 ${sayMoment(request.expiresAt, now)} 为止`}</span>
    </p>
    {request.yours === 'nothing' ? null : (
      <form method="post" action={`/console/cases/${id}/${wayOf(request)}`}>
        <Csrf token={csrf} />
        <input type="hidden" name="request" value={request.id} />
        {request.yours === 'answer' ? (
          <>
            <button type="submit" class="primary" name="do" value="accept">
              {request.kind === 'transfer' ? '接受转接' : '加入'}
            </button>
            <button type="submit" name="do" value="decline">
              现在不行
            </button>
          </>
        ) : (
          <button type="submit">收回</button>
        )}
      </form>
    )}
  </div>
);

/** A time that waits for the student's answer, or that ran out without one. */
const Offered = ({ offered, now }: { offered: OfferState; now: Date }) => {
  const time = `${formatRange(offered.startAt, offered.endAt, 'zh')} ${offered.counsellor}`;
  return offered.state === 'waiting' ? (
    <p class="faint">{`替同学留着：${time}，到 ${sayMoment(offered.expiresAt, now)} 为止，等同学确认。`}</p>
  ) : (
    <div class="notice warn">
      <p>{`替同学留的 ${time}，到点没有等到确认，已经放回去了。还要的话，在“当天时段”再留一个。`}</p>
    </div>
  );
};

/** What is under way between colleagues and with a time that was offered: drawn anew with the talk, so nothing is typed here. */
export const CaseToolStates = ({ view, id, csrf, now }: Props) => (
  <>
    {view.team.length === 0 ? null : (
      <p class="case-team">
        一起的老师：{view.team.map(({ name, place }) => `${name}（第${place}位老师）`).join('、')}
      </p>
    )}
    {view.offered === null ? null : <Offered offered={view.offered} now={now} />}
    {view.requests.map((request) => (
      <Request request={request} id={id} csrf={csrf} now={now} />
    ))}
  </>
);
