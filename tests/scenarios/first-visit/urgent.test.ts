import { afterEach, describe, expect, it } from 'vitest';
import { holds } from '../../support/first-visit-story.ts';
import { startWorld, type World } from '../../support/world.ts';

const FORM_ONLY = { consent: false, form: true, identity: { required: false } } as const;
const CALLED = [/叫值班老师/, /12356|120/, /你在哪里/] as const;

let world: World;
afterEach(() => world.close());

const answers = () =>
  world.database.sql<{ field: string }>('select field from xinqiao.intake_answer order by field');

async function atTheForm() {
  world = await startWorld({ firstVisit: FORM_ONLY });
  const counsellor = await world.responder('测试老师甲');
  const student = await world.acquainted();
  await holds(student);
  await student.hears(/很短的登记表/, /现在有多急/);
  return { counsellor, student };
}

describe('an urgent answer in the form of a first visit', () => {
  it('calls a person though it is typed, and the form goes on behind it', async () => {
    const { counsellor, student } = await atTheForm();
    student.says('有伤害自己的念头');
    await student.hears(...CALLED);
    await counsellor.hears(/高危/);
    expect(await answers()).toEqual([{ field: 'urgency' }]);
  });

  it('calls a person though it is tapped when the form was left long ago', async () => {
    const { counsellor, student } = await atTheForm();
    student.says('菜单');
    await student.hears(/留的时间已经放回去了/);
    student.taps('现在很难受');
    await student.hears(...CALLED);
    await counsellor.hears(/高危/);
  });
});

it('calls a person where a question before the consent is one that cannot wait, or the student asks for one', async () => {
  world = await startWorld({ firstVisit: { ...FORM_ONLY, consent: true } });
  const counsellor = await world.responder('测试老师甲');
  for (const person of ['找值班老师', null]) {
    const student = await world.acquainted();
    await holds(student);
    await student.hears(/1\/4/);
    for (const page of [/2\/4/, /3\/4/, /4\/4/]) {
      student.taps('下一页');
      await student.hears(page);
    }
    student.taps('想问老师');
    await student.hears(/想问清楚再决定/);
    if (person === null) student.says('我不想活了，你们管吗');
    else student.taps(person);
    await student.hears(/叫值班老师/);
    await student.hearsUntil(/你在哪里/);
    // Pages within a minute are one.
    if (person !== null) await counsellor.hears(/高危/);
  }
  expect(await world.database.sql("select from xinqiao.handoff_case where level = 'high'")).toHaveLength(2);
  expect(await answers()).toEqual([]);
});

it('keeps a question before the consent that is of concern, and says so', async () => {
  world = await startWorld({ firstVisit: { ...FORM_ONLY, consent: true } });
  const student = await world.acquainted();
  await holds(student);
  await student.hears(/1\/4/);
  for (const page of [/2\/4/, /3\/4/, /4\/4/]) {
    student.taps('下一页');
    await student.hears(page);
  }
  student.taps('想问老师');
  await student.hears(/想问清楚再决定/);
  student.says('以前割过腕，说了你们会告诉家里吗');
  await student.hears(/./, /问题留下了/, /你同意吗/);
  expect(await answers()).toEqual([{ field: 'question' }]);
});

it('keeps as much of an answer as of anything else that is said, and says where it was more', async () => {
  const { student } = await atTheForm();
  student.taps('尽快');
  await student.hears(/想来谈什么/);
  const long = `${'想聊聊学习。'.repeat(200)}就这些`;
  student.says(long);
  await student.hears(/什么时候开始/);
  const [own] = await world.database.sql<{ id: string }>(
    'select contact_id as id from xinqiao.intake_form limit 1',
  );
  const form = await world.office.transactions.run(({ intakes }) => intakes.read(own?.id ?? ''));
  expect(form?.answers.find(({ field }) => field === 'reason')?.value).toBe(long);
});

it('what the form asks for is an answer, although it is of concern', async () => {
  const { student } = await atTheForm();
  student.taps('尽快');
  await student.hears(/想来谈什么/);
  student.says('以前割过腕，现在好多了，想聊聊');
  await student.hears(/./, /什么时候开始/);
  expect(await answers()).toEqual([{ field: 'reason' }, { field: 'urgency' }]);
});
