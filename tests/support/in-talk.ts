import type { World } from './world.ts';

/** A student who has found somebody: called for, taken, and spoken with. */
export async function inTalk(world: World, name = '测试老师甲', words = '我想自杀') {
  const counsellor = await world.responder(name);
  const student = world.student();
  student.says(words);
  await student.hearsUntil(/你在哪里|正在叫/);
  await world.settle();
  await counsellor.hearsUntil(/#1001/);
  counsellor.says('接');
  await counsellor.hearsUntil(/归你了/);
  await student.hearsUntil(/接手了/);
  counsellor.says('我在');
  await student.hearsUntil(/我在/);
  return { counsellor, student };
}
