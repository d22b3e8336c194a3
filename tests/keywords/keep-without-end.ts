/** A process that keeps compiled rules in a folder, again and again, until it is killed. */
import { keepRules } from '../../src/keywords/kept-rules.ts';
import { manyTimesOneRule, sourcesOf } from './one-rule.ts';

const [, , keptIn = ''] = process.argv;
const rules = manyTimesOneRule();
for (let turn = 0; ; turn += 1) await keepRules(keptIn, sourcesOf(turn), rules);
