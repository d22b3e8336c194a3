import { editRule, makeRule, showEditRule, showNewRule } from '../pages/rules/rule-form.tsx';
import { searchRules, showRules } from '../pages/rules/rule-list.tsx';
import { showRule } from '../pages/rules/rule-page.tsx';
import { decideOn, showProposal } from '../pages/rules/rule-proposal.tsx';
import { askRuleStep, takeRuleStep } from '../pages/rules/rule-steps.tsx';
import { showRuleTest, testRules } from '../pages/rules/rule-test.tsx';
import { type ConsoleRoute, get, post } from '../route.ts';

/** The centre's own rules of screening. */
export const ruleRoutes: readonly ConsoleRoute[] = [
  get('/rules', 'rules.see', showRules),
  post('/rules', 'rules.see', searchRules),
  get('/rules/test', 'rules.test', showRuleTest),
  post('/rules/test', 'rules.test', testRules),
  get('/rules/new', 'rules.change', showNewRule),
  post('/rules/new', 'rules.change', makeRule),
  get('/rules/:id', 'rules.see', showRule),
  get('/rules/:id/edit', 'rules.change', showEditRule),
  post('/rules/:id/edit', 'rules.change', editRule),
  get('/rules/:id/off', 'rules.change', askRuleStep('off')),
  post('/rules/:id/off', 'rules.change', takeRuleStep('off')),
  get('/rules/:id/delete', 'rules.change', askRuleStep('delete')),
  post('/rules/:id/delete', 'rules.change', takeRuleStep('delete')),
  post('/rules/:id/on', 'rules.change', takeRuleStep('on')),
  get('/rules/proposals/:id', 'rules.see', showProposal),
  post('/rules/proposals/:id/approve', 'rules.approve', decideOn('approved')),
  post('/rules/proposals/:id/refuse', 'rules.approve', decideOn('refused')),
  post('/rules/proposals/:id/withdraw', 'rules.change', decideOn('withdrawn')),
];
