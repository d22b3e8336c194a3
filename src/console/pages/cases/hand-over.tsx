import type { Child } from 'hono/jsx';
import type { HandOverView } from '../../../conversation/desks/cases/hand-over-desk.ts';
import { readForm } from '../../form.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent } from '../../render.tsx';
import { type ConsoleContext, idOf } from '../../route.ts';
import { sayMoment } from '../../times.ts';
import { Csrf, Notice } from '../pieces.tsx';
import { type Typed, typedIn } from '../typed.ts';
import { freshActions, LONGEST_NOTE } from './case-actions.tsx';
import { renderCaseList } from './case-list.tsx';
import { renderCase } from './case-page.tsx';

const Notes = ({ view, now }: { view: HandOverView; now: Date }) =>
  view.notes.length === 0 ? null : (
    <>
      <h2>交班留言</h2>
      <ul class="hand-over-notes">
        {view.notes.map(({ from, to, note, at }) => (
          <li>
            <span class="faint">{`${sayMoment(at, now)} ${from} → ${to}`}</span>
            <p>{note === '' ? '没有留言' : note}</p>
          </li>
        ))}
      </ul>
    </>
  );

type FormProps = { view: HandOverView; id: string; csrf: string; typed: Typed | undefined };

const Form = ({ view, id, csrf, typed }: FormProps) => {
  if (view.people === null || !view.talking) return null;
  if (view.people.length === 0)
    return <p class="faint">现在和下一班都没有叫得到的人，交不了班，仍由你负责。</p>;
  return (
    <details class="close" open={typed?.form === 'hand-over' ? true : undefined}>
      <summary>交给下一班</summary>
      <form method="post" action={`/console/cases/${id}/hand-over`} novalidate>
        <Csrf token={csrf} />
        <label for="hand-over-to">交给谁</label>
        <select id="hand-over-to" name="to">
          {view.people.map(({ staffId, name }) => (
            <option value={staffId} selected={typedIn(typed, 'hand-over', 'to') === staffId}>
              {name}
            </option>
          ))}
        </select>
        <label for="hand-over-note">留言（只有负责这次求助的老师能看到）</label>
        <textarea id="hand-over-note" name="note" rows={3} maxlength={LONGEST_NOTE}>
          {typedIn(typed, 'hand-over', 'note')}
        </textarea>
        <div class="form-end">
          <button type="submit">交班</button>
        </div>
      </form>
    </details>
  );
};

/** Beside the talk: what those before have left to know, and the way to pass it on. */
export async function handOverBox(
  c: ConsoleContext,
  parts: ConsoleParts,
  caseId: string,
  now: Date,
  typed: Typed | undefined,
): Promise<Child> {
  const view = await parts.handOvers.view(c.get('actor'), caseId);
  if (view === null) return null;
  return (
    <section class="hand-over">
      <Notes view={view} now={now} />
      <Form view={view} id={caseId} csrf={c.get('session').csrf} typed={typed} />
    </section>
  );
}

export async function handOver(c: ConsoleContext, parts: ConsoleParts) {
  const id = idOf(c);
  const actor = c.get('actor');
  const mine = id === null ? null : await parts.handOvers.view(actor, id);
  const view = id === null || mine?.people == null ? null : await parts.cases.view(actor, id);
  if (id === null || view === null) return renderAbsent(c, parts);
  const form = await readForm(c);
  const note = form.one('note');
  const refuse = (text: string) =>
    renderCase(
      c,
      parts,
      view,
      { ...freshActions(parts.newId()), typed: { form: 'hand-over', fields: form } },
      422,
      <Notice kind="bad">
        {text}
        {mine?.people?.length === 0 && note !== '' ? <q>{note}</q> : null}
      </Notice>,
    );
  if (note.length > LONGEST_NOTE) return refuse(`没有交出：留言最多 ${LONGEST_NOTE} 个字。`);
  const handed = await parts.handOvers.handOver(actor, id, form.one('to'), note);
  if (handed.ok) {
    const { number, name } = handed.value;
    return renderCaseList(
      c,
      parts,
      <Notice kind="good">{`#${number} 已经交给 ${name}，由 ${name} 负责。`}</Notice>,
    );
  }
  return handed.code === 'absent'
    ? refuse('没有交出：这次求助已经结束，或者不再由你负责。')
    : refuse('没有交出：交给谁：这个人现在和下一班都不在，或者叫不到。仍由你负责。');
}
