import { LONGEST_HEADING, PLAN_HEADINGS } from '../../handoff/safety-plan.ts';
import type { ToolBoxProps } from './case-tools.tsx';
import { Csrf } from './pieces.tsx';
import { typedIn } from './typed.ts';

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
      {PLAN_HEADINGS.map((heading, index) => (
        <>
          <label for={`plan-${heading}`}>{`${index + 1}. ${texts(`plan.heading.${heading}`)}`}</label>
          <textarea id={`plan-${heading}`} name={heading} rows={2} maxlength={LONGEST_HEADING}>
            {typedIn(typed, 'plan', heading, plan?.body[heading])}
          </textarea>
        </>
      ))}
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
