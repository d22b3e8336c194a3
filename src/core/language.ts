export const LANGUAGES = ['zh', 'en'] as const;
/** Chinese is what a student gets who has not chosen. */
export type Language = (typeof LANGUAGES)[number];

export const isLanguage = (text: string): text is Language => (LANGUAGES as readonly string[]).includes(text);
