import { expect, it } from 'vitest';
import { standsApart } from '../../chaos/scenarios/web-flood.ts';

const STRANGERS = '新的网页来访 19 个 · 最高高危 · 最久已等 1 分钟';
const page = (...lines: string[]): string => ['【值班】20 个在等，请接最急的：', ...lines].join('\n');

it('sees whether somebody known has a line beside that of all strangers', () => {
  expect(standsApart(page('#1001 · 高危 · 已等 0 分钟', STRANGERS), 1001)).toBe(true);
  expect(standsApart(page(STRANGERS), 1001)).toBe(false);
  expect(standsApart(page('#10012 · 高危 · 已等 0 分钟', STRANGERS), 1001)).toBe(false);
  expect(standsApart(page('#1001 · 高危 · 已等 0 分钟', '#1002 · 高危 · 已等 0 分钟'), 1001)).toBe(false);
});
