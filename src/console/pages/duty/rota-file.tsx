import type { Child } from 'hono/jsx';
import type { RotaFileView, TakeFile } from '../../../conversation/desks/duty/rota-file-desk.ts';
import type { FilePlan } from '../../../handoff/rota/file-rota.ts';
import { readForm } from '../../form.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import { DUTY_NAMES, sayRule } from '../../rota-words.ts';
import type { ConsoleContext } from '../../route.ts';
import { Csrf, Notice, PageHead } from '../pieces.tsx';

type Rule = FilePlan['add'][number] | FilePlan['end'][number];

const Rules = ({ rules, names }: { rules: readonly Rule[]; names: ReadonlyMap<string, string> }) => {
  const nameOf = (staffId: string): string => names.get(staffId) ?? '';
  return (
    <ul class="plain-list">
      {rules.map((rule) => {
        const who = rule.kind === 'rotation' ? rule.members.map(nameOf).join(' → ') : nameOf(rule.staffId);
        const whole = { madeAt: null, endedAt: null, ...rule };
        return (
          <li>
            <strong>{rule.kind === 'rotation' ? `${rule.name}：${who}` : who}</strong>
            <span class="faint">{` ${DUTY_NAMES[rule.duty]} · ${sayRule(whole, nameOf)}`}</span>
          </li>
        );
      })}
    </ul>
  );
};

const Button = ({
  csrf,
  view,
  how,
  label,
}: {
  csrf: string;
  view: RotaFileView;
  how: string;
  label: string;
}) => (
  <form method="post" action="/console/duty/file">
    <Csrf token={csrf} />
    <input type="hidden" name="how" value={how} />
    <input type="hidden" name="seen" value={view.seen} />
    <button type="submit" class={how === 'take' ? 'primary' : ''}>
      {label}
    </button>
  </form>
);

const Plan = ({ view, csrf }: { view: RotaFileView; csrf: string }) => {
  const { add, end, kept, unknown } = view.plan;
  const same = add.length === 0 && end.length === 0;
  return (
    <>
      {unknown.length === 0 ? null : (
        <Notice kind="bad">
          {`文件里的 ${unknown.join('、')} 不在“人员”里，或者已经停用。先添加这些人，或者改文件，才能照文件排。`}
        </Notice>
      )}
      {same && unknown.length === 0 ? <p>每周固定的班和轮班，现在和文件里一样。</p> : null}
      {end.length === 0 ? null : (
        <section>
          <h2>{`照文件排，会停止 ${end.length} 条`}</h2>
          <Rules rules={end} names={view.names} />
        </section>
      )}
      {add.length === 0 || unknown.length > 0 ? null : (
        <section>
          <h2>{`会添加 ${add.length} 条`}</h2>
          <Rules rules={add} names={view.names} />
        </section>
      )}
      <p class="faint">{`另外 ${kept} 条已经一样。单次的班、替班和换班都不动；以前谁值过班的记录不变。`}</p>
      <div class="rota-files">
        {same || unknown.length > 0 ? null : (
          <Button csrf={csrf} view={view} how="take" label="照文件排，从现在起" />
        )}
        {view.changed ? <Button csrf={csrf} view={view} how="keep" label="不照文件，保持现在的排班" /> : null}
        <a class="button" href="/console/duty">
          返回
        </a>
      </div>
    </>
  );
};

async function renderFile(
  c: ConsoleContext,
  parts: ConsoleParts,
  status: 200 | 409 | 422 = 200,
  notice: Child = null,
) {
  const view = await parts.rotaFile.view(c.get('actor'));
  if (view === null) return renderAbsent(c, parts);
  return renderPage(
    c,
    parts,
    { title: '文件里的排班', place: 'duty', status },
    <div class="narrow">
      <PageHead title="文件里的排班" />
      {notice}
      <p>
        文件 <code>config/centre.yaml</code>（rota 和
        rotations）只在数据库第一次启动时自己生效；以后改了文件，要在这里或用 <code>xinqiao rota apply</code>{' '}
        才照着排。
      </p>
      <Plan view={view} csrf={c.get('session').csrf} />
    </div>,
  );
}

/** What the file of the centre says of shifts, beside what is so. */
export const showRotaFile = (c: ConsoleContext, parts: ConsoleParts) => renderFile(c, parts);

export async function takeRotaFile(c: ConsoleContext, parts: ConsoleParts) {
  const form = await readForm(c);
  const how = form.one('how') === 'keep' ? 'keep' : 'take';
  const seen = form.one('seen');
  const taken: TakeFile = await parts.rotaFile.take(c.get('actor'), how, seen);
  if (taken.ok) return c.redirect('/console/duty', 303);
  switch (taken.code) {
    case 'forbidden':
      return renderAbsent(c, parts);
    case 'stale':
      return renderFile(
        c,
        parts,
        seen === '' ? 422 : 409,
        <Notice kind="bad">排班刚刚有变，没有保存。下面是现在的情况，请再看一次。</Notice>,
      );
    case 'unknown':
      return renderFile(c, parts, 422);
  }
}
