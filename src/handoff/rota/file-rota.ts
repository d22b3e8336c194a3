import type { NewRule, RotaRule, Rotation, WeeklyShift } from './rota.ts';

type FileShift = Pick<WeeklyShift, 'duty' | 'fromMinute' | 'toMinute' | 'days'> & {
  readonly name: string;
  readonly weekdays: readonly number[];
};

/** Weekly shifts and rotations as `config/centre.yaml` has them; people by name. */
export type FileRota = {
  /** The people are invented. */
  readonly sample: boolean;
  readonly rota: readonly FileShift[];
  readonly rotations: readonly Omit<Rotation, 'id' | 'kind' | 'madeAt' | 'endedAt'>[];
};

export type FileRule = Extract<NewRule, { kind: 'weekly' | 'rotation' }>;
type Standing = Extract<RotaRule, { kind: 'weekly' | 'rotation' }>;

/** What would have to be done so that weekly shifts and rotations are as the file says. */
export type FilePlan = {
  readonly add: readonly FileRule[];
  readonly end: readonly Standing[];
  /** Those that are there already. */
  readonly kept: number;
  /** Names in it that no member of the staff has; each once. */
  readonly unknown: readonly string[];
};

/** Two files with the same shifts are written the same. Pure. */
export const writeFileRota = ({ rota, rotations }: FileRota): string =>
  JSON.stringify({
    rota: rota.map(({ name, duty, weekdays, fromMinute, toMinute, days }) => [
      name,
      duty,
      weekdays,
      fromMinute,
      toMinute,
      days,
    ]),
    rotations: rotations.map((one) => [one.name, ...contentOf(one), one.members]),
  });

/** Single shifts, overrides and swaps are no matter of the file and stay. Pure but for the ids. */
export function planFile(
  file: FileRota,
  rules: readonly RotaRule[],
  staff: ReadonlyMap<string, string>,
  newId: () => string,
): FilePlan {
  const names = [...file.rota.map(({ name }) => name), ...file.rotations.flatMap(({ members }) => members)];
  const unknown = [...new Set(names)].filter((name) => !staff.has(name));
  const idOf = (name: string): string => staff.get(name) ?? '';
  const wanted = new Map<string, FileRule>();
  for (const { name, weekdays, ...shift } of file.rota) {
    for (const weekday of weekdays) {
      const staffId = idOf(name);
      const open = { validFrom: null, validTo: null, sample: file.sample };
      const rule: FileRule = { kind: 'weekly', id: newId(), ...shift, ...open, staffId, weekday };
      wanted.set(keyOfRule(rule), rule);
    }
  }
  for (const { members, ...rotation } of file.rotations) {
    const rule: FileRule = { kind: 'rotation', id: newId(), ...rotation, members: members.map(idOf) };
    wanted.set(keyOfRule(rule), rule);
  }
  const standing = rules.filter(
    (rule): rule is Standing => rule.endedAt === null && (rule.kind === 'weekly' || rule.kind === 'rotation'),
  );
  const end: Standing[] = [];
  let kept = 0;
  for (const rule of standing) {
    // The second of two that are the same is too many.
    if (wanted.delete(keyOfRule(rule))) kept += 1;
    else end.push(rule);
  }
  return { add: [...wanted.values()], end, kept, unknown };
}

const contentOf = (one: Omit<Rotation, 'id' | 'kind' | 'madeAt' | 'endedAt' | 'members' | 'name'>) => [
  one.duty,
  one.fromMinute,
  one.toMinute,
  one.days,
  one.periodDays,
  one.handOverWeekday,
  one.handOverMinute,
  one.validFrom,
  one.validTo,
];

/** The same for two that say the same, whatever their ids. */
export function keyOfRule(rule: FileRule | Standing): string {
  if (rule.kind === 'rotation')
    return JSON.stringify([rule.kind, rule.name, ...contentOf(rule), rule.members]);
  const { kind, duty, staffId, weekday, fromMinute, toMinute, days, validFrom, validTo } = rule;
  return JSON.stringify([kind, duty, staffId, weekday, fromMinute, toMinute, days, validFrom, validTo]);
}
