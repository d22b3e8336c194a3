/** What stories about appointments begin with: the same words and choices on every channel. */
import type { Anybody } from './anybody.ts';

const FREE = /还有/;

/** 预约, up to the list of days; the consent is asked once. */
export async function asksForDays(student: Anybody, isFirst = true): Promise<void> {
  await student.says('预约');
  if (isFirst) {
    await student.hears(/单独问你/);
    await student.picks('同意');
    await student.hears(/已记下你的同意/, /哪一天/);
    return;
  }
  await student.hears(/哪一天/);
}

/** From the list of days to the time that is held: the day, by its place in the list (-1 the last), and the hour. */
export async function choosesTime(
  student: Anybody,
  { day = 0, hour = /:/, counsellor = /./ }: { day?: number; hour?: RegExp; counsellor?: RegExp } = {},
): Promise<void> {
  await student.picks(
    student
      .choices()
      .filter((label) => FREE.test(label))
      .at(day) ?? FREE,
  );
  await student.hears(/几点合适/);
  await student.picks(hour);
  await student.hears(/想约哪位老师/);
  await student.picks(counsellor);
}

/** Answers what was said of it. */
export async function confirms(student: Anybody): Promise<string> {
  await student.hears(/先为你留 \d+ 分钟/);
  await student.picks('确认预约');
  return student.hears(/约好了/);
}

/** Books from the beginning to the end; the last of the free days is far enough ahead to be cancelled again. */
export async function books(student: Anybody, day = -1): Promise<void> {
  await asksForDays(student);
  await choosesTime(student, { day });
  await confirms(student);
}

export async function opensOwn(student: Anybody): Promise<void> {
  await student.says('我的预约');
  await student.hears(/你的预约/);
}

export async function cancelsOwn(student: Anybody): Promise<void> {
  await opensOwn(student);
  await student.picks(/^取消 /);
  await student.hears(/要取消/);
  await student.picks('确定取消');
  await student.hears(/已经取消了/);
}
