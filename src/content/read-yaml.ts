import { type Document, isMap, isScalar, parseDocument } from 'yaml';

export type YamlReading =
  | {
      readonly ok: true;
      readonly value: unknown;
      /** Keys whose text would silently lose its end: case numbers are written with `#`, where YAML begins a comment. */
      readonly cut: readonly string[];
    }
  | { readonly ok: false; readonly line: number | undefined; readonly code: string };

/** What the text of a file says. */
export type ReadYaml = (text: string) => YamlReading;

export const readYaml: ReadYaml = (text) => {
  const document = parseDocument(text);
  const [broken] = document.errors;
  if (broken) return { ok: false, line: broken.linePos?.[0].line, code: broken.code };
  return { ok: true, value: document.toJS() as unknown, cut: findCutTexts(document) };
};

function findCutTexts(document: Document): string[] {
  if (!isMap(document.contents)) return [];
  return document.contents.items
    .filter(({ value }) => isScalar(value) && value.type === 'PLAIN' && typeof value.comment === 'string')
    .map(({ key }) => (isScalar(key) ? String(key.value) : ''));
}
