import {
  type CounsellorProfile,
  PROFILE_FIELDS,
  type ProfileText,
} from '../../../booking/counsellor-profile.ts';
import type { AvailabilityView } from '../../../conversation/desks/booking/availability-desk.ts';
import { readForm } from '../../form.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import type { ConsoleContext } from '../../route.ts';
import { Csrf, Notice, PageHead } from '../pieces.tsx';
import { createFields, type Problems } from './fields.tsx';
import { renderAvailability } from './overview.tsx';

const BASE = '/console/availability';
const PATH = `${BASE}/profile`;

const textOf = (profile: CounsellorProfile): ProfileText => ({
  gender: profile.gender ?? '',
  languages: profile.languages.join('、'),
  topics: profile.topics.join('、'),
  online: profile.online ? '是' : '否',
  onlineAddress: profile.onlineAddress ?? '',
  introduction: profile.introduction ?? '',
  dailyCap: profile.dailyCap === null ? '' : String(profile.dailyCap),
  weeklyCap: profile.weeklyCap === null ? '' : String(profile.weeklyCap),
});

type Shown = {
  readonly staffId: string;
  readonly name: string;
  readonly text: ProfileText;
  readonly problems?: Problems;
};

function renderProfile(c: ConsoleContext, parts: ConsoleParts, { caps }: AvailabilityView, shown: Shown) {
  const problems = shown.problems ?? [];
  const { pick, write, long } = createFields(shown.text, problems);
  const title = `${shown.name}：介绍和上限`;
  const centre = (cap: number | null) => `不填就按中心的：${cap === null ? '不限' : `${cap} 次`}`;
  return renderPage(
    c,
    parts,
    { title, place: 'availability', status: problems.length > 0 ? 422 : 200 },
    <div class="narrow">
      <PageHead title={title} />
      {problems.length > 0 ? <Notice kind="bad">{`没有保存，有 ${problems.length} 处要改。`}</Notice> : null}
      <p class="faint">介绍给同学选老师时看，请只写愿意让同学看到的。</p>
      <form method="post" action={PATH} class="stack">
        <Csrf token={c.get('session').csrf} />
        <input type="hidden" name="staffId" value={shown.staffId} />
        <div class="fields">
          {pick('gender', [
            ['', '不写'],
            ['female', '女'],
            ['male', '男'],
          ])}
          {write('languages', 'text', '用、隔开，例如：普通话、粤语、英语')}
        </div>
        {write('topics', 'text', '用、隔开，例如：学业压力、人际关系')}
        {pick('online', [
          ['否', '不做线上咨询'],
          ['是', '做线上咨询'],
        ])}
        {write('onlineAddress', 'text', '会议链接或会议号；约了线上的同学看得到，请用固定的')}
        {long('introduction')}
        <div class="fields">
          {write('dailyCap', 'number', centre(caps.daily))}
          {write('weeklyCap', 'number', centre(caps.weekly))}
        </div>
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

export async function showProfileForm(c: ConsoleContext, parts: ConsoleParts) {
  const view = await parts.availability.view(c.get('actor'));
  if (view?.counsellors.length === 0) return renderAvailability(c, parts);
  const own = view?.counsellors.filter(({ mayChange }) => mayChange) ?? [];
  const wanted = c.req.query('staff');
  const found = wanted === undefined ? own[0] : own.find(({ staffId }) => staffId === wanted);
  if (view === null || found === undefined) return renderAbsent(c, parts);
  const { staffId, name, profile } = found;
  return renderProfile(c, parts, view, { staffId, name, text: textOf(profile) });
}

export async function saveProfile(c: ConsoleContext, parts: ConsoleParts) {
  const form = await readForm(c);
  const text = Object.fromEntries(PROFILE_FIELDS.map((field) => [field, form.one(field)])) as ProfileText;
  const staffId = form.one('staffId');
  const saved = await parts.availability.saveProfile(c.get('actor'), staffId, text);
  if (saved.ok) return c.redirect(BASE, 303);
  if (saved.code === 'stale')
    return renderAvailability(c, parts, 200, <Notice kind="bad">没有保存：没有这位咨询师。</Notice>);
  const view = saved.code === 'wrong' ? await parts.availability.view(c.get('actor')) : null;
  const name = view?.counsellors.find((one) => one.staffId === staffId)?.name;
  if (view === null || name === undefined || saved.code !== 'wrong') return renderAbsent(c, parts);
  return renderProfile(c, parts, view, { staffId, name, text, problems: saved.problems });
}
