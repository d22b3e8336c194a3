import type { Language } from '../core/language.ts';

/** As browsers and screen readers name it: the voice and the letters depend on it. */
export const languageTag = (language: Language): string => (language === 'zh' ? 'zh-CN' : 'en');
