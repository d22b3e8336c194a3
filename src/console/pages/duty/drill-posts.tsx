import { unreachable } from '../../../core/result.ts';
import { isDrillKind } from '../../../handoff/drill/drill-plan.ts';
import { readForm } from '../../form.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent } from '../../render.tsx';
import { type ConsoleContext, isUuid } from '../../route.ts';
import { renderDrills, said } from './drills.tsx';

const GONE = '没有这次演练，或者它没有叫你。';

const back = (c: ConsoleContext): Response => c.redirect('/console/drills', 303);

/** The minute of the day of a time such as 15:00; null for anything else. */
function readMinute(text: string): number | null {
  const [, hour, minute] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text) ?? [];
  return hour === undefined || minute === undefined ? null : Number(hour) * 60 + Number(minute);
}

const mayPlan = async (c: ConsoleContext, parts: ConsoleParts): Promise<boolean> =>
  ((await parts.drills.view(c.get('actor')))?.plan ?? null) !== null;

export async function planDrill(c: ConsoleContext, parts: ConsoleParts) {
  const form = await readForm(c);
  const kind = form.one('kind');
  const weekday = Number(form.one('weekday'));
  const minute = readMinute(form.one('time'));
  if (!(await mayPlan(c, parts))) return renderAbsent(c, parts);
  if (!isDrillKind(kind)) return renderDrills(c, parts, 422, said('bad', '什么时候：还没有选。'));
  if (!(Number.isInteger(weekday) && weekday >= 1 && weekday <= 7))
    return renderDrills(c, parts, 422, said('bad', '星期：还没有选。'));
  if (minute === null) return renderDrills(c, parts, 422, said('bad', '时间：请写成 15:00 这样。'));
  const withDesk = form.one('desk') === 'yes';
  const withGroups = form.one('groups') === 'yes';
  const planned = await parts.drills.plan(c.get('actor'), { kind, weekday, minute, withDesk, withGroups });
  return planned === 'planned' ? back(c) : renderAbsent(c, parts);
}

async function readId(c: ConsoleContext): Promise<string | null> {
  const id = (await readForm(c)).one('id');
  return isUuid(id) ? id : null;
}

export async function startDrill(c: ConsoleContext, parts: ConsoleParts) {
  const outcome = await parts.drills.start(c.get('actor'), (await readId(c)) ?? parts.newId());
  switch (outcome) {
    case 'begun':
      return back(c);
    case 'busy':
      return renderDrills(c, parts, 422, said('bad', '没有开始：已经有一次演练在进行。'));
    case 'real':
      return renderDrills(c, parts, 422, said('bad', '没有开始：现在有真的求助在等。'));
    case 'absent':
      return renderAbsent(c, parts);
    default:
      return unreachable(outcome);
  }
}

export async function endDrillEarly(c: ConsoleContext, parts: ConsoleParts) {
  const id = await readId(c);
  if (!(await mayPlan(c, parts))) return renderAbsent(c, parts);
  const outcome = id === null ? 'absent' : await parts.drills.end(c.get('actor'), id);
  if (outcome === 'absent') return renderDrills(c, parts, 422, said('bad', '没有这次演练。'));
  return back(c);
}

export async function takeDrillHere(c: ConsoleContext, parts: ConsoleParts) {
  const id = await readId(c);
  const taken = id === null ? null : await parts.drills.take(c.get('actor'), id);
  switch (taken?.outcome) {
    case 'taken':
    case 'yours-already':
      return back(c);
    case 'by-other':
      return renderDrills(c, parts, 422, said('bad', `【演练】${taken.name} 已经接手。`));
    case 'over':
      return renderDrills(
        c,
        parts,
        422,
        said('bad', taken.real ? '演练已经停止：有真的求助，请先看真的求助。' : '【演练】这次演练已经结束。'),
      );
    default:
      return renderDrills(c, parts, 422, said('bad', GONE));
  }
}

/** What was written is not kept: only that it was. */
export async function sayInDrillHere(c: ConsoleContext, parts: ConsoleParts) {
  const form = await readForm(c);
  const id = form.one('id');
  if (!isUuid(id)) return renderDrills(c, parts, 422, said('bad', GONE));
  if (form.one('words').trim() === '') return renderDrills(c, parts, 422, said('bad', '还没有写。'));
  const outcome = await parts.drills.say(c.get('actor'), id);
  switch (outcome) {
    case 'done':
      return renderDrills(c, parts, 200, said('good', '【演练】完成了，谢谢！'));
    case 'late':
      return renderDrills(c, parts, 422, said('bad', '【演练】这次演练已经结束，或者不是你接手的。'));
    case 'absent':
      return renderDrills(c, parts, 422, said('bad', GONE));
    default:
      return unreachable(outcome);
  }
}
