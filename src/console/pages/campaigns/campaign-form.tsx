import type { Child } from 'hono/jsx';
import { can } from '../../../access/can.ts';
import {
  type DraftField,
  type DraftInput,
  type DraftProblem,
  LONGEST_TEXT,
  LONGEST_TITLE,
} from '../../../campaigns/check-draft.ts';
import { TALK_CHANNELS } from '../../../core/channel.ts';
import { LANGUAGES } from '../../../core/language.ts';
import { readForm } from '../../form.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import { type ConsoleContext, idOf, isUuid } from '../../route.ts';
import { CHANNEL_NAMES, LANGUAGE_NAMES } from '../../words.ts';
import { Csrf, FieldProblem, Notice, PageHead } from '../pieces.tsx';

const FIELDS: Readonly<Record<DraftField, string>> = {
  title: '名称',
  zh: '中文内容',
  en: '英文内容',
  channels: '渠道',
  languages: '语言',
};

function sayProblem({ field, code }: DraftProblem): string {
  const picked = field === 'channels' || field === 'languages';
  switch (code) {
    case 'empty':
      return picked ? `请至少选一个${FIELDS[field]}。` : `请写${FIELDS[field]}。`;
    case 'too-long':
      return `${FIELDS[field]}太长，最多 ${field === 'title' ? LONGEST_TITLE : LONGEST_TEXT} 个字。`;
    case 'unshowable':
      return `${FIELDS[field]}里有看不见的控制字符（常常是从别处粘贴来的），请删掉后重写那一处。`;
    case 'unknown':
      return `没有这样的${FIELDS[field]}，请从下面选。`;
  }
}

type State = { readonly typed: DraftInput; readonly problems: readonly DraftProblem[] };
type FieldProps = { readonly name: DraftField; readonly state: State; readonly hint?: string };

const problemOf = ({ name, state }: FieldProps): string | undefined => {
  const problem = state.problems.find((one) => one.field === name);
  return problem === undefined ? undefined : sayProblem(problem);
};

const describedBy = (props: FieldProps): string | undefined =>
  problemOf(props) !== undefined ? `${props.name}-problem` : props.hint && `${props.name}-hint`;

const Below = (props: FieldProps) => (
  <>
    <FieldProblem id={`${props.name}-problem`} text={problemOf(props)} />
    {props.hint === undefined ? null : (
      <p class="faint" id={`${props.name}-hint`}>
        {props.hint}
      </p>
    )}
  </>
);

const TextBox = (props: FieldProps & { readonly name: 'zh' | 'en'; readonly label: string }) => (
  <>
    <label for={props.name}>{props.label}</label>
    <textarea
      id={props.name}
      name={props.name}
      rows={7}
      lang={props.name === 'zh' ? 'zh-CN' : 'en'}
      aria-describedby={describedBy(props)}
      aria-invalid={problemOf(props) === undefined ? undefined : 'true'}
    >
      {props.state.typed[props.name]}
    </textarea>
    <Below {...props} />
  </>
);

const Boxes = (
  props: FieldProps & {
    readonly name: 'channels' | 'languages';
    readonly names: Readonly<Record<string, string>>;
    readonly of: readonly string[];
  },
) => (
  <fieldset aria-describedby={describedBy(props)}>
    <legend>{FIELDS[props.name]}</legend>
    <div class="pick-row">
      {props.of.map((one) => (
        <label class="choice-row">
          <input
            type="checkbox"
            name={props.name}
            value={one}
            checked={props.state.typed[props.name].includes(one)}
          />
          <span>{props.names[one]}</span>
        </label>
      ))}
    </div>
    <Below {...props} />
  </fieldset>
);

type FormProps = { readonly action: string; readonly csrf: string; readonly state: State; children: Child };

const DraftForm = ({ action, csrf, state, children }: FormProps) => (
  <form method="post" action={action} class="stack" novalidate>
    <Csrf token={csrf} />
    {children}
    <label for="title">名称（只有工作人员看得到）</label>
    <input
      id="title"
      name="title"
      value={state.typed.title}
      autocomplete="off"
      aria-describedby={describedBy({ name: 'title', state })}
      aria-invalid={problemOf({ name: 'title', state }) === undefined ? undefined : 'true'}
    />
    <Below name="title" state={state} />
    <TextBox name="zh" label="内容" state={state} hint="末尾会自动加上一行：怎样退订。" />
    <TextBox name="en" label="英文内容（可以不写）" state={state} hint="不写的话，选了英文的同学收到中文。" />
    <Boxes name="channels" of={TALK_CHANNELS} names={CHANNEL_NAMES} state={state} />
    <Boxes name="languages" of={LANGUAGES} names={LANGUAGE_NAMES} state={state} />
    <div class="form-end">
      <a class="button" href="/console/campaigns">
        返回
      </a>
      <button type="submit" class="primary">
        保存，看预览
      </button>
    </div>
  </form>
);

const mayWrite = (c: ConsoleContext): boolean =>
  can(c.get('actor'), 'campaign.write', { kind: 'campaigns' }, 'administration');

async function readTyped(c: ConsoleContext): Promise<DraftInput> {
  const form = await readForm(c);
  const [title, zh, en] = [form.one('title'), form.one('zh'), form.one('en')];
  return { title, zh, en, channels: form.all('channels'), languages: form.all('languages') };
}

function renderNew(c: ConsoleContext, parts: ConsoleParts, key: string, state: State) {
  return renderPage(
    c,
    parts,
    { title: '写活动消息', place: 'campaigns', status: state.problems.length === 0 ? 200 : 422 },
    <div class="narrow">
      <PageHead title="写活动消息" />
      <DraftForm action="/console/campaigns/new" csrf={c.get('session').csrf} state={state}>
        <input type="hidden" name="key" value={key} />
      </DraftForm>
    </div>,
  );
}

const BLANK: DraftInput = { title: '', zh: '', en: '', channels: TALK_CHANNELS, languages: LANGUAGES };

/** Empty, or beginning with what another one says. */
export async function showNewCampaign(c: ConsoleContext, parts: ConsoleParts) {
  if (!mayWrite(c)) return renderAbsent(c, parts);
  const from = c.req.query('from') ?? '';
  const other = isUuid(from) ? await parts.campaigns.view(c.get('actor'), from) : null;
  return renderNew(c, parts, parts.newId(), { typed: other?.draft ?? BLANK, problems: [] });
}

export async function makeCampaign(c: ConsoleContext, parts: ConsoleParts) {
  // Before anything about the form: a field that is named as wrong would tell that the page is there.
  if (!mayWrite(c)) return renderAbsent(c, parts);
  const typed = await readTyped(c);
  const sent = (await readForm(c)).one('key');
  const key = isUuid(sent) ? sent : parts.newId();
  const made = await parts.campaigns.create(c.get('actor'), key, typed);
  if (made.ok) return c.redirect(`/console/campaigns/${made.id}`, 303);
  if (made.code === 'problems') return renderNew(c, parts, key, { typed, problems: made.problems });
  return renderAbsent(c, parts);
}

function renderEdit(
  c: ConsoleContext,
  parts: ConsoleParts,
  { id, version }: { id: string; version: number },
  state: State,
  status: 200 | 409 | 422 = 200,
  notice: Child = null,
) {
  return renderPage(
    c,
    parts,
    { title: '修改活动消息', place: 'campaigns', status },
    <div class="narrow">
      <PageHead title="修改活动消息" />
      {notice}
      <DraftForm action={`/console/campaigns/${id}/edit`} csrf={c.get('session').csrf} state={state}>
        <input type="hidden" name="version" value={version} />
      </DraftForm>
    </div>,
  );
}

export async function showEditCampaign(c: ConsoleContext, parts: ConsoleParts) {
  const id = idOf(c);
  const view = id === null ? null : await parts.campaigns.view(c.get('actor'), id);
  if (view === null || !view.may.edit) return renderAbsent(c, parts);
  return renderEdit(c, parts, view, { typed: view.draft, problems: [] });
}

export async function editCampaign(c: ConsoleContext, parts: ConsoleParts) {
  const id = idOf(c);
  if (id === null || !mayWrite(c)) return renderAbsent(c, parts);
  const typed = await readTyped(c);
  const version = Number((await readForm(c)).one('version'));
  const edited = await parts.campaigns.edit(
    c.get('actor'),
    id,
    Number.isInteger(version) ? version : 0,
    typed,
  );
  if (edited.ok) return c.redirect(`/console/campaigns/${id}`, 303);
  if (edited.code === 'absent') return renderAbsent(c, parts);
  if (edited.code === 'problems') {
    return renderEdit(c, parts, { id, version }, { typed, problems: edited.problems }, 422);
  }
  const view = await parts.campaigns.view(c.get('actor'), id);
  if (view === null) return renderAbsent(c, parts);
  if (!view.may.edit) return c.redirect(`/console/campaigns/${id}`, 303);
  const notice = (
    <Notice kind="warn">没有保存：刚才有人改过。下面是你写的；再保存一次会盖掉那次修改。</Notice>
  );
  return renderEdit(c, parts, view, { typed, problems: [] }, 409, notice);
}
