import type { CentreRule, RuleBody } from '../../../src/keywords/centre/centre-rule.ts';
import type { RuleInput } from '../../../src/keywords/centre/rule-input.ts';

/** A rule about an invented place. */
export const BODY: RuleBody = {
  name: '三号桥',
  category: 'suicide-plan',
  level: 'high',
  forms: ['{想,要}…去{三号桥,老水塔}', '三号桥见'],
  gap: 12,
  needs: [],
  unless: [],
  negation: 'lowers',
  past: 'lowers',
  media: 'drops',
  study: 'lowers',
  quoted: 'drops',
  second: 'lowers',
  why: '本校说法：三号桥是出过事的地方',
  examples: { match: ['我今晚想一个人去三号桥'], not: ['三号楼的电梯坏了'] },
};

export const INPUT: RuleInput = {
  name: '三号桥',
  forms: '{想,要}…去{三号桥,老水塔}\n三号桥见',
  category: 'suicide-plan',
  level: 'high',
  why: '本校说法：三号桥是出过事的地方',
  match: '我今晚想一个人去三号桥',
  not: '三号楼的电梯坏了',
  gap: '12',
  needs: [],
  unless: [],
  negation: 'lowers',
  past: 'lowers',
  media: 'drops',
  study: 'lowers',
  quoted: 'drops',
  second: 'lowers',
};

const AT = new Date('2026-11-23T02:00:00Z');

export const ruleOf = (number: number, body: unknown, state: CentreRule['state'] = 'active'): CentreRule => ({
  id: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
  number,
  version: 1,
  state,
  body,
  createdBy: 'staff-1',
  createdAt: AT,
  changedBy: 'staff-1',
  approvedBy: null,
  changedAt: AT,
});
