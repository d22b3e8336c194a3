import { type EscalationPolicy, namedNotifiers } from '../handoff/policy.ts';
import type { NotifierSettings } from '../notifiers/settings.ts';
import type { SettingProblem } from './problem.ts';

/** A step that names a group which nothing speaks to would be a call that nobody gets. */
export function checkPages(
  place: string,
  escalation: EscalationPolicy,
  notifiers: readonly NotifierSettings[],
): SettingProblem[] {
  const groups = notifiers.flatMap((one) => ('pages' in one && one.pages ? [one.name] : []));
  const known = groups.length === 0 ? 'there are none' : `there are ${groups.join(', ')}`;
  return namedNotifiers(escalation)
    .filter(({ name }) => !groups.includes(name))
    .map(({ name, key }) => ({
      place,
      key,
      found: JSON.stringify(`notifier:${name}`),
      expected: `a notifier of notifiers.yaml with pages: true (${known})`,
    }));
}
