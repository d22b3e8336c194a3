import { CHANGE_CAUSES, isChangeCause } from '../../../booking/change-offer.ts';
import { CAUSE_WORDS } from '../../change-words.ts';
import type { Form } from '../../form.ts';

/** Of a line for the student, in UTF-16 units. */
const LONGEST_LINE = 200;

export const Cause = ({ value, id }: { value: string; id: string }) => (
  <div class="field">
    <label for={id}>原因</label>
    <select id={id} name="cause">
      {CHANGE_CAUSES.map((cause) => (
        <option value={cause} selected={cause === value}>
          {CAUSE_WORDS[cause]}
        </option>
      ))}
    </select>
  </div>
);

export const Line = ({ value, id }: { value: string; id: string }) => (
  <div class="field">
    <label for={id}>给同学的一句话（可以不写）</label>
    <input id={id} name="line" type="text" maxlength={LONGEST_LINE} value={value} autocomplete="off" />
    <small class="faint">同学会原样看到；不要写名字和原因以外的事。</small>
  </div>
);

/** What is wrong with why something is changed or called off; null when nothing is. */
export function wrongCause(form: Form): string | null {
  if (!isChangeCause(form.one('cause'))) return '原因：还没有选。';
  return form.one('line').length > LONGEST_LINE ? `给同学的一句话：最多 ${LONGEST_LINE} 个字。` : null;
}
