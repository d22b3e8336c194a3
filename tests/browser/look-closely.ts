/** Measures on a real page what a person would feel: targets that are too small, letters that are too pale. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

const read = (name: string): string => readFileSync(new URL(`./in-page/${name}`, import.meta.url), 'utf8');

const SMALL_TARGETS = read('small-targets.js');
const WEAK_CONTRAST = read('weak-contrast.js');

/** Buttons, fields and calls outside running text that are smaller than a fingertip (WCAG 2.5.5). */
export const findSmallTargets = (page: Page): Promise<string[]> => page.evaluate<string[]>(SMALL_TARGETS);

/** Texts whose contrast with what is behind them is below that of WCAG AA. */
export const findWeakContrast = (page: Page): Promise<string[]> => page.evaluate<string[]>(WEAK_CONTRAST);

/** How wide the page is, in CSS pixels; wider than the window means that it slides sideways. */
export const widthOf = (page: Page): Promise<number> =>
  page.evaluate<number>('document.documentElement.scrollWidth');
