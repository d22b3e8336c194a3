import type { CaseView } from '../../../conversation/desks/cases/case-desk.ts';
import { Csrf, FieldProblem } from '../pieces.tsx';
import type { Typed } from '../typed.ts';
import { AcknowledgeForm } from './case-list.tsx';

export const LONGEST_ANSWER = 4_000;
export const LONGEST_NOTE = 2_000;

/** What stands in the boxes: kept as typed when something was wrong with it. */
export type ActionsState = {
  /** Names this very answer: sent twice it is said once. */
  readonly key: string;
  readonly answer: string;
  readonly answerProblem?: string;
  /** Another form of the page that was refused. */
  readonly typed?: Typed;
};

export const freshActions = (key: string): ActionsState => ({ key, answer: '' });

/** Which boxes somebody has before them. */
export const shapeOf = ({ may }: CaseView): string =>
  [may.acknowledge ? 'take' : '', may.answer ? 'answer' : '', may.close ? 'close' : ''].join('-');

type Props = { view: CaseView; csrf: string; state: ActionsState };

const AnswerForm = ({ view, csrf, state }: Props) => (
  <form
    class="answer"
    method="post"
    enctype="multipart/form-data"
    hx-encoding="multipart/form-data"
    action={`/console/cases/${view.id}/answer`}
    hx-post={`/console/cases/${view.id}/answer`}
    hx-target="#case-actions"
    hx-swap="outerHTML"
    hx-disabled-elt="find button"
    data-answer
  >
    <Csrf token={csrf} />
    <input type="hidden" name="key" value={state.key} />
    <label for="answer-text">回答同学（真人的话，会马上发出去）</label>
    <textarea
      id="answer-text"
      name="text"
      rows={3}
      maxlength={LONGEST_ANSWER}
      aria-describedby={state.answerProblem === undefined ? undefined : 'answer-problem'}
      aria-invalid={state.answerProblem === undefined ? undefined : 'true'}
    >
      {state.answer}
    </textarea>
    <FieldProblem id="answer-problem" text={state.answerProblem} />
    <label for="answer-picture">图片（可以不选，最多 5 MB，会去掉位置等信息再发）</label>
    <input id="answer-picture" type="file" name="picture" accept="image/*" />
    <div class="form-end">
      <span class="faint keys-hint">Ctrl + 回车发送</span>
      <button type="submit" class="primary">
        发送
      </button>
    </div>
  </form>
);

/** A page of its own: what is typed there must not be drawn anew by what happens in the talk. */
const CloseLink = ({ view }: { view: CaseView }) => (
  <a class="button" href={`/console/cases/${view.id}/close`}>
    结束这次求助
  </a>
);

export const CaseActions = (props: Props) => {
  const { view, csrf } = props;
  return (
    <section
      id="case-actions"
      class="case-actions"
      aria-label="可以做的事"
      hx-get={`/console/live/cases/${view.id}/actions?shown=${shapeOf(view)}`}
      hx-trigger="sse:case, refresh from:body"
      hx-swap="outerHTML"
      data-may={shapeOf(view)}
    >
      {view.may.acknowledge ? <AcknowledgeForm id={view.id} csrf={csrf} big /> : null}
      {view.may.answer ? <AnswerForm {...props} /> : null}
      {view.may.close ? <CloseLink view={view} /> : null}
    </section>
  );
};
