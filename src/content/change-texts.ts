/** What the centre's staff change in the console wins over the files, text by text. */
import { checkTexts, type TextProblem, type TextSpec } from '../core/texts.ts';
import { cannedTexts } from './canned-texts.ts';
import { conversationTexts } from './conversation-texts.ts';
import { type Content, createContent } from './load-content.ts';
import { siteTexts } from './site-texts.ts';
import { staffTexts } from './staff-texts.ts';
import { toolTexts } from './tool-texts.ts';

export const TEXT_AREAS = ['flows', 'conversation', 'staff', 'tools', 'canned', 'site'] as const;
export type TextArea = (typeof TEXT_AREAS)[number];
export const isTextArea = (text: string): text is TextArea =>
  (TEXT_AREAS as readonly string[]).includes(text);

export type TextChange = { readonly area: TextArea; readonly key: string; readonly text: string };

/** Placeholders must stay what the program fills; null when the text can be used. */
export function checkTextChange(flowSpec: TextSpec, change: TextChange): TextProblem | 'unknown-key' | null {
  const names = specOf(flowSpec, change.area)[change.key];
  if (names === undefined) return 'unknown-key';
  return checkTexts({ [change.key]: names }, { [change.key]: change.text })[0] ?? null;
}

function specOf(flowSpec: TextSpec, area: TextArea): TextSpec {
  switch (area) {
    case 'flows':
      return flowSpec;
    case 'conversation':
      return conversationTexts;
    case 'staff':
      return staffTexts;
    case 'tools':
      return toolTexts;
    case 'canned':
      return cannedTexts;
    case 'site':
      return siteTexts;
  }
}

/** The content with these changes; one that no longer fits its key is left out, and the file's text stays. */
export function changeTexts<FlowSpec extends TextSpec>(
  content: Content<FlowSpec>,
  flowSpec: FlowSpec,
  changes: readonly TextChange[],
): Content<FlowSpec> {
  const usable = changes.filter((change) => checkTextChange(flowSpec, change) === null);
  const changed = <Table extends object>(area: TextArea, table: Table): Table => ({
    ...table,
    ...Object.fromEntries(usable.filter((one) => one.area === area).map((one) => [one.key, one.text])),
  });
  const { tables } = content;
  return createContent(
    {
      flows: changed('flows', tables.flows),
      conversation: changed('conversation', tables.conversation),
      staff: changed('staff', tables.staff),
      tools: changed('tools', tables.tools),
      canned: changed('canned', tables.canned),
      site: changed('site', tables.site),
    },
    content.tips,
    content.hotlines,
  );
}
