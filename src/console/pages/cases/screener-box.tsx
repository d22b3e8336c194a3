import type { ShownRun } from '../../../conversation/desks/cases/case-tool-desk.ts';
import { answersOf, SCREENER_QUESTIONS, type ScreenerQuestion } from '../../../handoff/screener.ts';
import { sayMoment } from '../../times.ts';
import { Csrf } from '../pieces.tsx';
import type { ToolBoxProps } from './case-tools.tsx';

/** What the rule says of a run; of an unfinished one it is the least that holds. */
const Result = ({ run, parts, now }: { run: ShownRun } & Pick<ToolBoxProps, 'parts' | 'now'>) => {
  const texts = parts.toolTexts();
  return (
    <li>
      <span class="faint">{`${sayMoment(run.startedAt, now)} ${run.by}`}</span>
      <p>
        {run.status === 'stopped' ? '没有做完，按规则至少是：' : '按筛查版的规则：'}
        <strong>{texts(`screener.result.${run.result}`)}</strong>
      </p>
      <ol class="faint">
        {SCREENER_QUESTIONS.map((question) => {
          const answer = run.answers[question];
          return answer === undefined ? null : (
            <li value={SCREENER_QUESTIONS.indexOf(question) + 1}>{texts(`screener.answer.${answer}`)}</li>
          );
        })}
      </ol>
    </li>
  );
};

const Step = ({ id, csrf, question, parts }: ToolBoxProps & { question: ScreenerQuestion }) => {
  const texts = parts.toolTexts();
  return (
    <form method="post" action={`/console/cases/${id}/screener`} class="screener-step">
      <Csrf token={csrf} />
      <input type="hidden" name="question" value={question} />
      <p>
        {texts('screener.question', {
          number: SCREENER_QUESTIONS.indexOf(question) + 1,
          text: texts(`screener.${question}`),
        })}
      </p>
      <div class="screener-answers">
        {answersOf(question).map((answer) => (
          <button type="submit" name="do" value={answer}>
            {texts(`screener.answer.${answer}`)}
          </button>
        ))}
      </div>
      <div class="form-end">
        <button type="submit" name="do" value="stop">
          {texts('screener.stop')}
        </button>
        <button type="submit" name="do" value="ask">
          {texts('screener.ask')}
        </button>
      </div>
    </form>
  );
};

/** One question at a time; the result is shown to staff alone and never summed. */
export const ScreenerBox = (props: ToolBoxProps) => {
  const { view, id, csrf, parts, now } = props;
  const texts = parts.toolTexts();
  const running = view.runs.find(({ status }) => status === 'running');
  const over = view.runs.filter(({ status }) => status !== 'running');
  return (
    <>
      <p class="faint">{texts('screener.source')} 筛查，非诊断；结果不相加，同学看不到，程序不改级别。</p>
      {over.length === 0 ? null : (
        <ul class="screener-runs">
          {over.map((run) => (
            <Result run={run} parts={parts} now={now} />
          ))}
        </ul>
      )}
      {view.may['case.assess'] && running?.next != null ? <Step {...props} question={running.next} /> : null}
      {view.may['case.assess'] && running === undefined ? (
        <form method="post" action={`/console/cases/${id}/screener`}>
          <Csrf token={csrf} />
          <div class="form-end">
            <button type="submit" name="do" value="start">
              {over.length === 0 ? '开始筛查' : '再做一次'}
            </button>
          </div>
        </form>
      ) : null}
    </>
  );
};
