import type { StaffRole } from '../../src/access/roles.ts';
import { addMember } from './campaign-world.ts';
import type { Visitor } from './visitor.ts';
import type { World } from './world.ts';

/** What somebody types into the form for a rule about an invented place. */
export const RULE_FORM = {
  name: '三号桥',
  forms: '{想,要}…去{三号桥,老水塔}\n三号桥见',
  category: 'suicide-plan',
  level: 'high',
  why: '本校说法：三号桥是出过事的地方',
  match: '我今晚想一个人去三号桥',
  not: '三号楼的电梯坏了',
  gap: '12',
  negation: 'lowers',
  past: 'lowers',
  media: 'drops',
  study: 'lowers',
  quoted: 'drops',
  second: 'lowers',
} as const;

export type RuleFields = Readonly<
  Partial<Record<keyof typeof RULE_FORM | 'confirmation' | 'version', string>>
>;

/** Somebody at the pages of the screening rules. */
export type RuleWriter = {
  readonly browser: Visitor;
  /** Sends the form for a new rule; answers its status. The page shown next is the rule's, or the form again. */
  writes(change?: RuleFields): Promise<number>;
  edits(rulePath: string, change: RuleFields): Promise<number>;
  /** How a text is graded by the process that this browser talks to. */
  tests(text: string): Promise<string>;
};

export async function addRuleWriter(world: World, name: string, role: StaffRole): Promise<RuleWriter> {
  await addMember(world, name, role);
  return ruleWriter(await world.signedIn(name));
}

export function ruleWriter(browser: Visitor): RuleWriter {
  return {
    browser,
    async writes(change = {}) {
      await browser.open('/console/rules/new');
      return browser.press({ action: '/console/rules/new' }, { ...RULE_FORM, ...change });
    },
    async edits(path, change) {
      await browser.open(`${path}/edit`);
      return browser.press({ action: `${path}/edit` }, { ...RULE_FORM, ...change });
    },
    async tests(text) {
      await browser.open('/console/rules/test');
      await browser.press({ action: '/console/rules/test' }, { text });
      return browser.text();
    },
  };
}
