import type { StaffRow } from '../../../people/staff-desk.ts';
import { channelName, isTypedCode } from '../../words.ts';
import { Csrf, Empty, FieldProblem } from '../pieces.tsx';

type Way = StaffRow['addresses'][number];

export const wayName = ({ channel, tail }: Way): string =>
  tail === null ? channelName(channel) : `${channelName(channel)} ${tail}`;

export const wayState = ({ active, reachable, awaitsCode, channel }: Way): string => {
  if (active) return reachable ? '可以呼叫' : '送不到';
  if (!awaitsCode) return '还没有激活，码已经失效';
  return isTypedCode(channel) ? '还没有激活，等填验证码' : '还没有激活，等本人发激活码';
};

type Props = {
  ways: readonly Way[];
  /** Where its forms go: `confirm`, `renew` and `remove` below it. */
  base: string;
  csrf: string;
  mayRemove: boolean;
  /** What was wrong with the code that was typed. */
  problem?: string | undefined;
};

const Line = ({ way, base, csrf, mayRemove }: Omit<Props, 'ways'> & { way: Way }) => (
  <li class="way">
    <div class="way-who">
      <strong>{wayName(way)}</strong>
      {way.notifier === null ? null : <span class="faint">{way.notifier}</span>}
      <span class={way.active && way.reachable ? 'on-call' : 'address-ailing'}>{wayState(way)}</span>
    </div>
    <div class="staff-actions">
      {way.active ? null : (
        <form method="post" action={`${base}/renew`}>
          <Csrf token={csrf} />
          <input type="hidden" name="address" value={way.id} />
          <button type="submit">{isTypedCode(way.channel) ? '重发验证码' : '换新的激活码'}</button>
        </form>
      )}
      {mayRemove ? (
        <details class="way-remove">
          <summary class="button danger-quiet">删除</summary>
          <form method="post" action={`${base}/remove`}>
            <Csrf token={csrf} />
            <input type="hidden" name="address" value={way.id} />
            <button type="submit" class="danger">{`删除${wayName(way)}`}</button>
          </form>
        </details>
      ) : null}
    </div>
  </li>
);

/** How somebody is reached, and the code that a notifier has sent. */
export const Ways = ({ ways, problem, ...rest }: Props) => {
  const typed = ways.some(({ active, awaitsCode, channel }) => !active && awaitsCode && isTypedCode(channel));
  return (
    <>
      {ways.length === 0 ? (
        <Empty>还没有联系方式：只有开着工作台的时候才叫得到。</Empty>
      ) : (
        <ul class="ways">
          {ways.map((way) => (
            <Line way={way} {...rest} />
          ))}
        </ul>
      )}
      {typed || problem !== undefined ? (
        <form method="post" action={`${rest.base}/confirm`} class="stack code-form" novalidate>
          <Csrf token={rest.csrf} />
          <label for="code">收到的验证码</label>
          <input
            id="code"
            name="code"
            placeholder="XQ-"
            autocomplete="one-time-code"
            autocapitalize="characters"
            spellcheck={false}
            maxlength={20}
            aria-describedby={problem === undefined ? undefined : 'code-problem'}
            aria-invalid={problem === undefined ? undefined : 'true'}
          />
          <FieldProblem id="code-problem" text={problem} />
          <button type="submit" class="primary">
            确认
          </button>
        </form>
      ) : null}
    </>
  );
};

type Confirmed = { readonly ok: boolean; readonly code?: string; readonly triesLeft?: number };

/** Why a code was not taken, in words for whoever typed it. */
export function sayCodeProblem({ code, triesLeft }: Confirmed): string {
  if (code !== 'wrong') return '现在没有可以填的验证码：已经失效、试错太多，或者还没有发。请点“重发验证码”。';
  return triesLeft === 0
    ? '验证码不对，次数用完了。请点“重发验证码”。'
    : `验证码不对，还可以试 ${triesLeft ?? 0} 次。`;
}
