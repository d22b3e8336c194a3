import { nameActor } from '../../access/audit.ts';
import { type Actor, can } from '../../access/can.ts';
import {
  changeTexts,
  checkTextChange,
  isTextArea,
  TEXT_AREAS,
  type TextChange,
} from '../../content/change-texts.ts';
import type { Content } from '../../content/load-content.ts';
import { flowTexts } from '../../flows/texts.ts';
import type { Override, OverrideStore } from '../ports/process-store.ts';
import { audit, type ConversationParts, inScope } from '../scope.ts';

type CentreContent = Content<typeof flowTexts>;

export type ContentRow = {
  readonly area: string;
  readonly key: string;
  readonly text: string;
  readonly fileText: string;
  readonly version: number;
};

const textChange = ({ area, key, value }: Override): TextChange | null =>
  isTextArea(area) && typeof value === 'string' ? { area, key, text: value } : null;

/** The files' content with what staff changed. */
export function applyOverrides(content: CentreContent, overrides: readonly Override[]): CentreContent {
  const changes = overrides.map(textChange).filter((change) => change !== null);
  return changes.length === 0 ? content : changeTexts(content, flowTexts, changes);
}

/** Where staff read and change the centre's texts. `fileContent` is what the files say. */
export function createContentDesk(
  parts: ConversationParts,
  overrides: OverrideStore,
  fileContent: CentreContent,
) {
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
      const now = applyOverrides(fileContent, current);
      return TEXT_AREAS.flatMap((area) => {
        const words: Readonly<Record<string, string>> = now.tables[area];
        const files: Readonly<Record<string, string>> = fileContent.tables[area];
        return Object.keys(files).map((key) => ({
          area,
          key,
          text: words[key] ?? '',
          fileText: files[key] ?? '',
          version: current.find((one) => one.area === area && one.key === key)?.version ?? 0,
        }));
      });
    },
    async change(actor: Actor, area: string, key: string, text: string | null) {
      if (actor.kind !== 'staff' || !(await permits(actor, 'content.change'))) {
        return { ok: false as const, code: 'forbidden' as const };
      }
      if (!isTextArea(area)) return { ok: false as const, code: 'unknown-key' as const };
      const files: Readonly<Record<string, string>> = fileContent.tables[area];
      const problem = checkTextChange(flowTexts, { area, key, text: text ?? files[key] ?? '' });
      if (problem === 'unknown-key') return { ok: false as const, code: 'unknown-key' as const };
      if (problem !== null) {
        const { found, expected } = problem;
        return { ok: false as const, code: 'problem' as const, problem: { field: key, found, expected } };
      }
      const now = await parts.transactions.run((stores) => stores.now());
      await overrides.put({ id: parts.newId(), area, key, value: text, staffId: actor.staffId, now });
      return { ok: true as const };
    },
  };
}
