import { z } from 'zod';
import { findTimeZone, TIME_ZONES } from '../core/time-zones.ts';
import type { Flow, FlowContext, FlowStep } from './flow.ts';
import { ask, end, LEAVE, leaveChoice, prompt, remark, stay } from './sayings.ts';

const ZONE = 'zone:';
const HOME = 'home';

const timeZoneState = z.discriminatedUnion('at', [
  z.object({ at: z.literal('asking') }),
  z.object({ at: z.literal('keeping'), zone: z.string().max(64).nullable() }),
]);

type TimeZoneState = z.infer<typeof timeZoneState>;
type Step = FlowStep<TimeZoneState>;

/** By which clock a student abroad lives, so that they read both times. */
export const timeZoneFlow: Flow<TimeZoneState> = {
  name: 'time-zone',
  version: 1,
  revive(stored, version) {
    const read = timeZoneState.safeParse(stored);
    return version === 1 && read.success ? read.data : null;
  },
  step(state, event, context) {
    switch (event.kind) {
      case 'start':
        return showZones(context);
      case 'text': {
        const zone = findTimeZone(event.text);
        if (zone !== null) return keep(zone);
        return showZones(context, 'zone.unknown');
      }
      case 'choice':
        if (event.id === LEAVE) return end(context, context.texts('common.bye'));
        if (event.id === HOME) return keep(null);
        return event.id.startsWith(ZONE) ? choose(event.id.slice(ZONE.length), context) : showZones(context);
      case 'result':
        if (state?.at === 'keeping' && event.result.of === 'zone') return showKept(state.zone, context);
        return end(context, context.texts('common.hiccup'));
    }
  },
};

const keep = (zone: string | null): Step =>
  ask<TimeZoneState>({ at: 'keeping', zone }, { ask: 'zone', zone });

function choose(name: string, context: FlowContext): Step {
  const zone = findTimeZone(name);
  return zone === null ? showZones(context, 'zone.unknown') : keep(zone);
}

function showZones(context: FlowContext, before?: 'zone.unknown'): Step {
  const { texts, language } = context;
  const choices = TIME_ZONES.map(({ zone, names }) => ({ id: `${ZONE}${zone}`, label: names[language] }));
  const question = prompt(texts('zone.ask'), [
    { id: HOME, label: texts('zone.home') },
    ...choices,
    leaveChoice(context),
  ]);
  const said = before === undefined ? [] : [remark(texts(before))];
  return stay<TimeZoneState>({ at: 'asking' }, ...said, question);
}

function showKept(zone: string | null, context: FlowContext): Step {
  const { texts, language } = context;
  if (zone === null) return end(context, texts('zone.keptHome'));
  const name = TIME_ZONES.find((one) => one.zone === zone)?.names[language] ?? zone;
  return end(context, texts('zone.kept', { zone: name }));
}
