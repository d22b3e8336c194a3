import { nameActor } from '../../access/audit.ts';
import { type Actor, can } from '../../access/can.ts';
import {
  changeTexts,
  checkTextChange,
  isTextArea,
  TEXT_AREAS,
  type TextChange,
} from '../../content/change-texts.ts';
import { LANGUAGES, type Language } from '../../core/language.ts';
import { flowTexts } from '../../flows/texts.ts';
import type { Override, OverrideStore } from '../ports/process-store.ts';
import { audit, type Contents, type ConversationParts, inScope } from '../scope.ts';

export type ContentRow = {
  readonly language: Language;
  readonly area: string;
  readonly key: string;
  readonly text: string;
  readonly fileText: string;
  readonly version: number;
};

/** Chinese came first: its areas stand in the rows by their own names, those of other languages behind a prefix. */
const areaIn = (language: Language, area: string): string =>
  language === 'zh' ? area : `${language}.${area}`;

function textChange(language: Language, { area, key, value }: Override): TextChange | null {
  const found = TEXT_AREAS.find((one) => areaIn(language, one) === area);
  return found !== undefined && typeof value === 'string' ? { area: found, key, text: value } : null;
}

/** The files' content with what staff changed. */
export function applyOverrides(contents: Contents, overrides: readonly Override[]): Contents {
  const changed = (language: Language) => {
    const changes = overrides.map((one) => textChange(language, one)).filter((change) => change !== null);
    return changes.length === 0 ? contents[language] : changeTexts(contents[language], flowTexts, changes);
  };
  return { zh: changed('zh'), en: changed('en') };
}

/** Where staff read and change the centre's texts. `files` is what the files say. */
export function createContentDesk(parts: ConversationParts, overrides: OverrideStore, files: Contents) {
  const permits = (actor: Actor, action: 'content.see' | 'content.change'): Promise<boolean> =>
    inScope(parts, async (scope) => {
      const allowed = can(actor, action, { kind: 'content' }, 'administration');
      const entry = {
        actor: nameActor(actor),
        action,
        resource: 'content',
        purpose: 'administration' as const,
      };
      await audit(scope, { ...entry, allowed });
      return allowed;
    });

  return {
    async list(actor: Actor): Promise<ContentRow[] | null> {
      if (!(await permits(actor, 'content.see'))) return null;
      const current = await overrides.current();
      const now = applyOverrides(files, current);
      return LANGUAGES.flatMap((language) =>
        TEXT_AREAS.flatMap((area) => {
          const words: Readonly<Record<string, string>> = now[language].tables[area];
          const fileWords: Readonly<Record<string, string>> = files[language].tables[area];
          const version = (key: string): number =>
            current.find((one) => one.area === areaIn(language, area) && one.key === key)?.version ?? 0;
          return Object.entries(fileWords).map(([key, fileText]) => ({
            language,
            area,
            key,
            text: words[key] ?? '',
            fileText,
            version: version(key),
          }));
        }),
      );
    },
    async change(actor: Actor, language: Language, area: string, key: string, text: string | null) {
      if (actor.kind !== 'staff' || !(await permits(actor, 'content.change'))) {
        return { ok: false as const, code: 'forbidden' as const };
      }
      if (!isTextArea(area)) return { ok: false as const, code: 'unknown-key' as const };
      const fileWords: Readonly<Record<string, string>> = files[language].tables[area];
      const problem = checkTextChange(flowTexts, { area, key, text: text ?? fileWords[key] ?? '' });
      if (problem === 'unknown-key') return { ok: false as const, code: 'unknown-key' as const };
      if (problem !== null) {
        const { found, expected } = problem;
        return { ok: false as const, code: 'problem' as const, problem: { field: key, found, expected } };
      }
      const now = await parts.transactions.run((stores) => stores.now());
      await overrides.put({
        id: parts.newId(),
        area: areaIn(language, area),
        key,
        value: text,
        staffId: actor.staffId,
        now,
      });
      return { ok: true as const };
    },
  };
}
