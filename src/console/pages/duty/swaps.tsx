import type { RotaView, SwapView } from '../../../conversation/desks/duty/rota-desk.ts';
import { DUTY_NAMES, SWAP_NAMES, sayPeriod } from '../../rota-words.ts';
import { Csrf } from '../pieces.tsx';

type Props = { view: RotaView; csrf: string };

const Answer = ({ id, to, csrf, label }: { id: string; to: string; csrf: string; label: string }) => (
  <form method="post" action={`/console/duty/swaps/${id}/${to}`}>
    <Csrf token={csrf} />
    <button type="submit" class={to === 'accept' ? 'primary' : ''}>
      {label}
    </button>
  </form>
);

const SwapLine = ({ swap, csrf }: { swap: SwapView; csrf: string }) => (
  <li class="rota-rule">
    <div>
      <strong>{`${swap.from} → ${swap.to}`}</strong>
      <span class="faint">
        {`${DUTY_NAMES[swap.duty]} · ${sayPeriod(swap)} · ${SWAP_NAMES[swap.status]}`}
        {swap.status === 'offered' ? `，在那以前由 ${swap.from} 值` : ''}
      </span>
    </div>
    <div class="staff-actions">
      {swap.may.answer ? (
        <>
          <Answer id={swap.id} to="accept" csrf={csrf} label="接受" />
          <Answer id={swap.id} to="decline" csrf={csrf} label="不接受" />
        </>
      ) : null}
      {swap.may.withdraw ? <Answer id={swap.id} to="withdraw" csrf={csrf} label="收回" /> : null}
    </div>
  </li>
);

/** Offers, and one's own shifts that can be offered. */
export const DutySwaps = ({ view, csrf }: Props) => (
  <section class="rota-swaps">
    {view.swaps.length === 0 ? null : (
      <>
        <h2>换班</h2>
        <ul class="rows">
          {view.swaps.map((swap) => (
            <SwapLine swap={swap} csrf={csrf} />
          ))}
        </ul>
      </>
    )}
    {view.own.length === 0 ? null : (
      <details class="rota-kind">
        <summary>{`我的班（今后 28 天，${view.own.length} 段）`}</summary>
        <ul class="rows">
          {view.own.map((stint) => (
            <li class="rota-rule">
              <div>
                <strong>{sayPeriod(stint)}</strong>
                <span class="faint">{DUTY_NAMES[stint.duty]}</span>
              </div>
              <a
                class="button"
                href={`/console/duty/swaps/new?duty=${stint.duty}&from=${stint.startsAt.getTime()}&to=${stint.endsAt.getTime()}`}
              >
                请人替
              </a>
            </li>
          ))}
        </ul>
      </details>
    )}
    {view.may.change ? (
      <p>
        <a class="button" href="/console/duty/swaps/new">
          替别人提出换班
        </a>
      </p>
    ) : null}
  </section>
);
