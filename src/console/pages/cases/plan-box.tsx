import { LONGEST_HEADING, PLAN_HEADINGS, type PlanHeading } from '../../../handoff/safety-plan.ts';
import { Csrf } from '../pieces.tsx';
import type { Typed } from '../typed.ts';
import type { ToolBoxProps } from './case-tools.tsx';

/** The hidden field that says how a heading stood when the page was made. */
export const seenField = (heading: PlanHeading): string => `seen-${heading}`;

/** What was typed and refused, unless it is only what stood there before; and what somebody else wrote meanwhile. */
function fieldOf(typed: Typed | undefined, heading: PlanHeading, now: string) {
  if (typed?.form !== 'plan') return { text: now, meanwhile: null };
  const plain = (field: string): string => typed.fields.one(field).replaceAll('\r', '').trim();
  const [mine, seen] = [plain(heading), plain(seenField(heading))];
  const text = mine === seen ? now : mine;
  return { text, meanwhile: now !== seen ? now : null };
}

/** Six headings, filled together; the student reads only what was given. */
export const PlanBox = ({ view, id, csrf, parts, typed }: ToolBoxProps) => {
  const texts = parts.toolTexts();
  const { plan } = view;
  const state = plan === null ? texts('plan.new') : texts(`plan.${plan.status}`, { version: plan.version });
  if (!view.may['case.plan'])
    return (
      <>
        <p class="faint">{state}</p>
        <dl>
          {PLAN_HEADINGS.map((heading) => (
            <>
              <dt>{texts(`plan.heading.${heading}`)}</dt>
              <dd class="words">{plan?.body[heading] ?? texts('plan.blank')}</dd>
            </>
          ))}
        </dl>
      </>
    );
  return (
    <form method="post" action={`/console/cases/${id}/plan`}>
      <Csrf token={csrf} />
      <p class="faint">{state}</p>
      {PLAN_HEADINGS.map((heading, index) => {
        const now = plan?.body[heading] ?? '';
        const { text, meanwhile } = fieldOf(typed, heading, now);
        return (
          <>
            <label for={`plan-${heading}`}>{`${index + 1}. ${texts(`plan.heading.${heading}`)}`}</label>
            <textarea id={`plan-${heading}`} name={heading} rows={2} maxlength={LONGEST_HEADING}>
              {text}
            </textarea>
            <input type="hidden" name={seenField(heading)} value={now} />
            {meanwhile === null ? null : (
              <p class="field-problem">
                别人刚改成：<q>{meanwhile === '' ? '（空）' : meanwhile}</q>
              </p>
            )}
          </>
        );
      })}
      <div class="form-end">
        <button type="submit" name="do" value="save">
          记下
        </button>
        <button type="submit" class="primary" name="do" value="give">
          记下并给同学
        </button>
      </div>
    </form>
  );
};
