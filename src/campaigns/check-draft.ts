import { TALK_CHANNELS } from '../core/channel.ts';
import { showable } from '../core/clean-text.ts';
import { LANGUAGES } from '../core/language.ts';
import type { Draft } from './campaign.ts';
import { segmentOf } from './segment.ts';

export const LONGEST_TITLE = 60;
/** In UTF-16 code units, as channels count. */
export const LONGEST_TEXT = 2_000;

/** As it was typed. */
export type DraftInput = {
  readonly title: string;
  readonly zh: string;
  readonly en: string;
  readonly channels: readonly string[];
  readonly languages: readonly string[];
};

export type DraftField = keyof DraftInput;
export type DraftProblem = {
  readonly field: DraftField;
  readonly code: 'empty' | 'too-long' | 'unshowable' | 'unknown';
};

export type CheckedDraft =
  | { readonly ok: true; readonly draft: Draft }
  | { readonly ok: false; readonly problems: readonly DraftProblem[] };

export function checkDraft(input: DraftInput): CheckedDraft {
  const title = input.title.normalize('NFC').trim();
  const zh = input.zh.trim();
  const en = input.en.trim();
  const problems: DraftProblem[] = [
    ...checkText('title', title, LONGEST_TITLE, true),
    ...checkText('zh', zh, LONGEST_TEXT, true),
    ...checkText('en', en, LONGEST_TEXT, false),
    ...checkList('channels', input.channels, TALK_CHANNELS),
    ...checkList('languages', input.languages, LANGUAGES),
  ];
  if (problems.length > 0) return { ok: false, problems };
  const channels = TALK_CHANNELS.filter((channel) => input.channels.includes(channel));
  const languages = LANGUAGES.filter((language) => input.languages.includes(language));
  const segment = segmentOf({ channels, languages });
  return { ok: true, draft: { title, zh, en: en === '' ? null : en, segment } };
}

function checkText(field: DraftField, text: string, longest: number, needed: boolean): DraftProblem[] {
  if (text === '') return needed ? [{ field, code: 'empty' }] : [];
  if (text.length > longest) return [{ field, code: 'too-long' }];
  // Controls that turn text around, or that a phone does not show at all.
  return showable(text) === text ? [] : [{ field, code: 'unshowable' }];
}

function checkList(field: DraftField, picked: readonly string[], known: readonly string[]): DraftProblem[] {
  if (picked.length === 0) return [{ field, code: 'empty' }];
  return picked.every((one) => known.includes(one)) ? [] : [{ field, code: 'unknown' }];
}
