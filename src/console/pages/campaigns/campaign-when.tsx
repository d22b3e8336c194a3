import { LONGEST_AHEAD_DAYS, type SendTimeProblem } from '../../../campaigns/send-time.ts';
import type { When } from '../../../conversation/desks/campaigns/campaign-desk.ts';
import { FieldProblem } from '../pieces.tsx';
import { QUIET_HOURS } from './campaign-pieces.tsx';

export const TIME_PROBLEMS: Readonly<Record<SendTimeProblem, string>> = {
  unreadable: '发送时间：请写完整的日期和时间，例如 2026-05-25 10:00。',
  past: '发送时间：这个时间已经过去了。',
  'too-far': `发送时间：最多提前 ${LONGEST_AHEAD_DAYS} 天。`,
};

/** Leads to the page that asks once more, and changes nothing. */
export const WhenForm = ({ id, at, problem }: { id: string; at: string; problem: string | undefined }) => (
  <form method="get" action={`/console/campaigns/${id}/send`} class="stack">
    <label class="choice-row">
      <input type="radio" name="when" value="now" checked={problem === undefined} />
      <span>现在</span>
    </label>
    <label class="choice-row">
      <input type="radio" name="when" value="at" checked={problem !== undefined} />
      <span>到这个时间（北京时间）</span>
    </label>
    <input
      type="datetime-local"
      id="at"
      name="at"
      value={at}
      aria-label="发送时间，北京时间"
      aria-describedby={problem === undefined ? 'at-hint' : 'at-problem'}
      aria-invalid={problem === undefined ? undefined : 'true'}
    />
    <FieldProblem id="at-problem" text={problem} />
    <p class="faint" id="at-hint">
      {QUIET_HOURS}，会等到早上。
    </p>
    <div class="form-end">
      <button type="submit" class="primary">
        下一步：核对
      </button>
    </div>
  </form>
);

export const whenOf = (when: string, at: string): When =>
  when === 'at' ? { kind: 'at', text: at } : { kind: 'now' };
