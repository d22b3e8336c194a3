import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FirstVisitSettings } from '../../src/people/first-visit.ts';
import { SMTP_PASSWORD, SMTP_USER, type SmtpFake, startSmtpFake } from '../fakes/notifiers/smtp-fake.ts';
import { holds, importRoster } from '../support/first-visit-story.ts';
import { until } from '../support/until.ts';
import { startWorld, type World } from '../support/world.ts';

const ALL: FirstVisitSettings = { consent: true, form: true, identity: { required: true } };

describe('a first visit', () => {
  let world: World;
  let mail: SmtpFake;
  beforeAll(async () => {
    mail = await startSmtpFake();
    const campus = { name: 'campus', kind: 'email', host: '127.0.0.1', port: mail.port, security: 'none' };
    const account = { user: SMTP_USER, password: SMTP_PASSWORD, from: 'xinli@campus.example' };
    world = await startWorld({ firstVisit: ALL, notifiers: [{ ...campus, ...account }] });
    await importRoster(world);
  });
  afterAll(async () => {
    await world.close();
    await mail.close();
  });

  const mailedCode = async (count: number): Promise<string> => {
    await until('the letter', async () => mail.letters.length === count);
    return /验证码是 (\d{6})/.exec(mail.letters[count - 1]?.text ?? '')?.[1] ?? '';
  };

  it('goes from the consent over who it is and the form to the appointment', async () => {
    const student = await world.acquainted();
    await holds(student);
    await student.hears(/知情同意书（1\/4）/);
    student.taps('下一页');
    await student.hears(/2\/4/);
    student.taps('下一页');
    await student.hears(/保密的例外/);
    student.taps('下一页');
    await student.hears(/你同意吗/);
    student.taps('想问老师');
    await student.hears(/想问清楚再决定/, /你同意吗/);
    student.taps('同意');
    await student.hears(/已记下你的同意/, /学号和姓名/);

    student.says('我叫测试同学');
    await student.hears(/没看明白/, /学号和姓名/);
    student.says('20260001 测试同学');
    await student.hears(/6 位验证码会发到/);
    const code = await mailedCode(1);
    expect(mail.letters[0]?.to).toEqual(['ceshi1@campus.example']);
    student.says(code === '000000' ? '000001' : '000000');
    await student.hears(/没有核对上/, /6 位验证码会发到/);
    student.says(code);
    await student.hears(/核对好了/, /很短的登记表/, /现在有多急/);

    student.taps('尽快');
    await student.hears(/想来谈什么/);
    student.says('和室友相处不来，睡不好');
    await student.hears(/什么时候开始/);
    student.taps('一个月左右');
    await student.hears(/以前找过/);
    student.taps('跳过');
    await student.hears(/吃什么药/);
    student.taps('以后再填');
    await student.hears(/填过的都留着/, /确定的话/);
    student.taps('确认预约');
    await student.hears(/约好了/);

    student.says('继续登记');
    await student.hears(/接着填登记表/, /吃什么药/);
    student.taps('跳过');
    await student.hears(/可以联系谁/);
    student.says('测试妈妈 13800000000');
    await student.hears(/登记表填好了/, /登记这边先到这里/);

    const [bound] = await world.database.sql('select way, ended_at from xinqiao.identity_binding');
    expect(bound).toEqual({ way: 'mail', ended_at: null });
    const [consent] = await world.database.sql(
      `select version, given from xinqiao.consent where purpose = 'counselling'`,
    );
    expect(consent).toEqual({ version: '2026-11', given: true });
    expect(world.logged.join('\n')).not.toMatch(/20260001|测试同学|ceshi1/);
  });
});
