import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startWorld, type World } from '../../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.close());

describe('somebody who reads English', () => {
  it('chooses it before anything else, agrees, and is spoken to in English', async () => {
    const student = world.student();
    student.says('/lang en');
    await student.hears(/English from now on/);
    student.says('hello');
    await student.hears(/I am a program, not a person/);
    expect(student.choices()).toContain('Agree and start');
    student.taps('Agree and start');
    await student.hears(/noted/, /what you would like to do/);
    student.says('hotlines');
    await student.hearsUntil(/120/);
    student.says('/lang zh');
    await student.hears(/以后说中文/);
    student.says('菜单');
    await student.hears(/想做什么/);
  });

  it('is called a person for, hears the true state, the taking and the answer in English', async () => {
    const counsellor = await world.responder('测试老师甲');
    const student = await world.acquainted();
    student.says('english');
    await student.hears(/English from now on/);
    student.says('I want to kill myself');
    await student.hears(/Thank you for telling me/, /120/, /Where are you/);
    await counsellor.hears(/个案 #1001/);
    await world.pass(61_000);
    await student.hears(/nobody has answered yet/);
    counsellor.says('接');
    await counsellor.hears(/#1001/);
    await student.hears(/real person|counsellor/i);
    counsellor.says('I am here with you.');
    await student.hears(/I am here with you\./);
  });

  it('may still type Chinese words and press Chinese numbers: both mean the same', async () => {
    const counsellor = await world.responder('测试老师甲');
    const student = await world.acquainted();
    student.says('english');
    await student.hears(/English from now on/);
    student.says('紧急求助');
    await student.hears(/I got that\. You did the right thing/, /120/, /Where are you/);
    await counsellor.hears(/个案 #1001/);
  });

  it('may be somebody of the staff: pages come in the language of the account', async () => {
    const counsellor = await world.responder('Test Counsellor');
    counsellor.says('/lang en');
    await counsellor.hears(/English from now on/);
    const student = await world.acquainted();
    student.says('我想自杀');
    await student.hears(/正在叫值班老师/, /120/, /你在哪里/);
    await counsellor.hears(/case #1001/i);
  });
});
