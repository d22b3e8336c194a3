import type { Child } from 'hono/jsx';
import type { PlaceList } from '../../../conversation/desks/sessions/referral-place-desk.ts';
import type { KeptPlace, PlaceInput, PlaceProblem } from '../../../sessions/referral-places.ts';
import { readForm } from '../../form.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import type { ConsoleContext } from '../../route.ts';
import { PLACE_FIELDS, PLACE_PROBLEMS } from '../../session-words.ts';
import { Pick, Write } from '../duty/fields.tsx';
import { Csrf, Empty, Notice, PageHead } from '../pieces.tsx';

const BASE = '/console/referral-places';
const FORM = `${BASE}/place`;
const BLANK: PlaceInput = { name: '', department: '', phone: '', source: '', outside: 'yes' };

const Place = ({ place, csrf }: { place: KeptPlace; csrf: string }) => (
  <li class="rota-rule">
    <div>
      <strong>{place.name}</strong>
      <span class="faint">
        {[
          place.outside ? '校外，要审批' : '校内',
          place.department,
          place.phone,
          place.off ? '已停用' : '',
          place.sample ? '示例，还没有核对' : '',
        ]
          .filter((part) => part !== '')
          .join(' · ')}
      </span>
      <span class="faint">{`资料：${place.source}`}</span>
    </div>
    <div class="staff-actions">
      <a class="button" href={`${FORM}?name=${encodeURIComponent(place.name)}`}>
        改
      </a>
      <form method="post" action={`${BASE}/switch`}>
        <Csrf token={csrf} />
        <input type="hidden" name="name" value={place.name} />
        <button
          type="submit"
          name="off"
          value={place.off ? 'no' : 'yes'}
          class={place.off ? '' : 'danger-quiet'}
        >
          {place.off ? '重新启用' : '停用'}
        </button>
      </form>
    </div>
  </li>
);

function renderPlaces(
  c: ConsoleContext,
  parts: ConsoleParts,
  { places }: PlaceList,
  notice: Child = null,
  status: 200 | 409 = 200,
) {
  return renderPage(
    c,
    parts,
    { title: '转介机构', place: 'referral-places', status },
    <div class="narrow">
      <PageHead title="转介机构">
        <a class="button primary" href={FORM}>
          添加
        </a>
      </PageHead>
      <p class="faint">
        老师写转介时从这里选。一开始是 config/referral-places.yaml
        里的；在这里改过一次，就以这里为准。停用的不再能选，写过的转介不变。
      </p>
      {notice}
      {places.length === 0 ? <Empty>还没有转介机构。</Empty> : null}
      <ul class="rows">
        {places.map((place) => (
          <Place place={place} csrf={c.get('session').csrf} />
        ))}
      </ul>
    </div>,
  );
}

export async function showPlaces(c: ConsoleContext, parts: ConsoleParts) {
  const list = await parts.referralPlaces.list(c.get('actor'));
  return list === null ? renderAbsent(c, parts) : renderPlaces(c, parts, list);
}

type Shown = {
  readonly version: number;
  readonly was: string | null;
  readonly typed: PlaceInput;
  readonly problems?: readonly PlaceProblem[];
  readonly notice?: Child;
};

function renderForm(c: ConsoleContext, parts: ConsoleParts, shown: Shown) {
  const { version, was, typed, problems = [], notice = null } = shown;
  const common = (name: keyof PlaceInput) => {
    const problem = problems.find(({ field }) => field === name);
    return {
      name,
      label: PLACE_FIELDS[name],
      value: typed[name],
      problem: problem === undefined ? undefined : PLACE_PROBLEMS[problem.code],
    };
  };
  const title = was === null ? '添加转介机构' : '改转介机构';
  const status = problems.length > 0 ? 422 : notice === null ? 200 : 409;
  return renderPage(
    c,
    parts,
    { title, place: 'referral-places', status },
    <div class="narrow">
      <PageHead title={title} />
      {notice}
      {problems.length > 0 ? <Notice kind="bad">{`没有保存，有 ${problems.length} 处要改。`}</Notice> : null}
      <form method="post" action={FORM} class="stack" novalidate>
        <Csrf token={c.get('session').csrf} />
        <input type="hidden" name="version" value={version} />
        <input type="hidden" name="was" value={was ?? ''} />
        <Write {...common('name')} type="text" hint="机构的全名；去处只写机构，不写同学的事" />
        <Pick
          {...common('outside')}
          options={[
            ['yes', '校外：要中心主任批准以后才能转'],
            ['no', '校内'],
          ]}
        />
        <Write {...common('department')} type="text" hint="可以不填，比如 心身医学科" />
        <Write {...common('phone')} type="text" hint="可以不填；几个号码用逗号隔开" />
        <Write {...common('source')} type="text" hint="从哪里来、什么时候核对的，比如 2026 年医校协同协议" />
        <div class="form-end">
          <a class="button" href={BASE}>
            返回
          </a>
          <button type="submit" class="primary">
            保存
          </button>
        </div>
      </form>
    </div>,
  );
}

const toInput = ({ name, department, phone, source, outside }: KeptPlace): PlaceInput => ({
  name,
  department,
  phone,
  source,
  outside: outside ? 'yes' : 'no',
});

/** Empty for a new one; the one that is named otherwise. */
export async function showPlaceForm(c: ConsoleContext, parts: ConsoleParts) {
  const list = await parts.referralPlaces.list(c.get('actor'));
  if (list === null) return renderAbsent(c, parts);
  const name = c.req.query('name') ?? null;
  const found = list.places.find((one) => one.name === name);
  if (name !== null && found === undefined) return renderAbsent(c, parts);
  const typed = found === undefined ? BLANK : toInput(found);
  return renderForm(c, parts, { version: list.version, was: name, typed });
}

const CHANGED = <Notice kind="bad">没有保存：刚才有人改过名单。请看看下面，再保存一次。</Notice>;

export async function savePlace(c: ConsoleContext, parts: ConsoleParts) {
  const form = await readForm(c);
  const typed: PlaceInput = {
    name: form.one('name'),
    department: form.one('department'),
    phone: form.one('phone'),
    source: form.one('source'),
    outside: form.one('outside'),
  };
  const was = form.one('was') === '' ? null : form.one('was');
  const version = Number.parseInt(form.one('version'), 10);
  const saved = await parts.referralPlaces.save(c.get('actor'), version, was, typed);
  if (saved.ok) return c.redirect(BASE, 303);
  if (saved.code === 'problems')
    return renderForm(c, parts, { version, was, typed, problems: saved.problems });
  const list = saved.code === 'absent' ? null : await parts.referralPlaces.list(c.get('actor'));
  if (list === null) return renderAbsent(c, parts, Object.values(typed));
  const still = list.places.some(({ name }) => name === was) ? was : null;
  return renderForm(c, parts, { version: list.version, was: still, typed, notice: CHANGED });
}

export async function switchPlace(c: ConsoleContext, parts: ConsoleParts) {
  const form = await readForm(c);
  const done = await parts.referralPlaces.switch(c.get('actor'), form.one('name'), form.one('off') === 'yes');
  if (done === 'done') return c.redirect(BASE, 303);
  const list = done === 'absent' ? null : await parts.referralPlaces.list(c.get('actor'));
  return list === null ? renderAbsent(c, parts) : renderPlaces(c, parts, list, CHANGED, 409);
}
