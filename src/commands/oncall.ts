import { Temporal } from 'temporal-polyfill';
import { boardOf, CONSOLE_ALIVE_MINUTES } from '../conversation/escalation/duty-board.ts';
import { addMs, minutesMs } from '../core/clock.ts';
import { formatTime, shanghaiDate } from '../core/shanghai-time.ts';
import { type ForeseenCall, foreseeCalls } from '../handoff/foresee-calls.ts';
import { namedTargets } from '../handoff/policy.ts';
import { readLocalMoment } from '../handoff/rota/read-rule.ts';
import { personOf, rotaOf } from '../handoff/targets.ts';
import { withStore } from './borrow.ts';
import { type Command, complain, print, readOptions, USAGE_ERROR } from './command.ts';

/** So many calls are foreseen unless told otherwise; enough for every step and two rounds of the sample. */
const USUAL_CALLS = 6;
const MOST_CALLS = 50;

export const oncall: Command = {
  name: 'oncall',
  summary: 'show whom a hand-off would call, and when',
  help: `xinqiao oncall [--level imminent|high] [--at TIME] [--college NAME] [--calls N] [--json]

Walks config/escalation.yaml with the rota for a case that gets this level at TIME (such as 2026-11-23T02:00, in
Asia/Shanghai; now when left out) and that nobody takes: one line a call, with the seconds since then, the names and the
groups. Whoever nothing can wake now is marked 叫不到. NAME chooses the policy of a college. Names no step can find (a
person or a rotation that is not there) are told at the end. Calls nobody and writes nothing.`,
  async run(args) {
    const text = { type: 'string' } as const;
    const options = readOptions(oncall, args, {
      level: text,
      at: text,
      college: text,
      calls: text,
      json: { type: 'boolean' },
    });
    if (options === null) return USAGE_ERROR;
    const { level = 'imminent', at, college = null, calls = String(USUAL_CALLS), json = false } = options;
    if (level !== 'imminent' && level !== 'high') return refuse('--level', level, 'imminent or high');
    const moment = at === undefined ? null : readMoment(at);
    if (moment === 'wrong') return refuse('--at', at ?? '', 'a time such as 2026-11-23T02:00');
    const count = Number(calls);
    if (!Number.isInteger(count) || count < 1 || count > MOST_CALLS)
      return refuse('--calls', calls, `a whole number from 1 to ${MOST_CALLS}`);
    return show({ level, college, count, json, at: moment });
  },
};

type Asked = {
  readonly level: 'imminent' | 'high';
  readonly college: string | null;
  readonly count: number;
  readonly json: boolean;
  readonly at: Date | null;
};

const show = ({ level, college, count, json, at }: Asked): Promise<number> =>
  withStore(async ({ office }) => {
    const { escalation } = office.centre();
    const { from, rota, presence } = await office.transactions.read(async (stores) => {
      const now = await stores.now();
      const since = addMs(now, -minutesMs(CONSOLE_ALIVE_MINUTES));
      const from = at ?? now;
      return { from, rota: await stores.rota.read(from), presence: await stores.duty.presence(since) };
    });
    const asked = { level, college, at: from };
    const foreseen = foreseeCalls(escalation, asked, (moment) => boardOf(rota, presence, moment), count);
    const wakes = new Map(presence.map((one) => [one.staffId, one.wakes || one.console]));
    const names = new Map(
      presence.map((one) => [one.staffId, one.sample ? `${one.name}（样例）` : one.name]),
    );
    const nameOf = (staffId: string): string =>
      `${names.get(staffId) ?? staffId}${wakes.get(staffId) ? '' : '（叫不到）'}`;
    for (const call of foreseen) print(json ? toJson(call, from, nameOf) : toLine(call, from, nameOf));
    const rotations = rota.rules.flatMap((rule) => (rule.kind === 'rotation' ? [rule.name] : []));
    for (const { target, key } of namedTargets(escalation)) {
      const person = personOf(target);
      const rotation = rotaOf(target);
      const missing =
        (person !== null && !presence.some(({ name }) => name === person)) ||
        (rotation !== null && !rotations.includes(rotation));
      if (missing) complain(`oncall: ${key}: nobody is found for ${JSON.stringify(target)}`);
    }
    return 0;
  });

const secondsSince = (at: Date, from: Date): number => Math.round((at.getTime() - from.getTime()) / 1_000);

function toLine(call: ForeseenCall, from: Date, nameOf: (staffId: string) => string): string {
  const people = [...call.staffIds.map(nameOf), ...call.notifiers.map((name) => `群 ${name}`)].join('、');
  const round = call.round === 0 ? '' : ` 第 ${call.round} 轮重来`;
  const nobody = call.nobodyReal ? ' 没有真人可叫，叫管理员' : '';
  return `${shanghaiDate(call.at)} ${formatTime(call.at)} +${secondsSince(call.at, from)} s${round}${nobody}：${people}`;
}

const toJson = (call: ForeseenCall, from: Date, nameOf: (staffId: string) => string): string =>
  JSON.stringify({
    at: call.at,
    afterSeconds: secondsSince(call.at, from),
    people: call.staffIds.map(nameOf),
    notifiers: call.notifiers,
    round: call.round,
    nobodyReal: call.nobodyReal,
  });

/** A local time, or one with its own offset. */
function readMoment(text: string): Date | 'wrong' {
  const local = readLocalMoment(text);
  if (local !== null) return local;
  try {
    return new Date(Temporal.Instant.from(text.replace(' ', 'T')).epochMilliseconds);
  } catch {
    return 'wrong';
  }
}

function refuse(option: string, found: string, expected: string): number {
  complain(`oncall: ${option}: found ${JSON.stringify(found)}, expected ${expected}`);
  return USAGE_ERROR;
}
