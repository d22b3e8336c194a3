/** Reads what the centre may rewrite: texts, tips and hotlines of one language. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { checkTexts, createTexts, type TextSpec, type Texts, type TextTable } from '../core/texts.ts';
import { cannedTexts } from './canned-texts.ts';
import { conversationTexts } from './conversation-texts.ts';
import { type HotlineEntry, hotlineFile } from './hotlines.ts';
import { type ReadYaml, readYaml } from './read-yaml.ts';
import { siteTexts } from './site-texts.ts';
import { staffTexts } from './staff-texts.ts';
import { type TipFile, tipFile } from './tips.ts';
import { toolTexts } from './tool-texts.ts';

export type ContentProblem = { file: string; key: string; found: string; expected: string };

export type Content<FlowSpec extends TextSpec> = {
  readonly flows: Texts<FlowSpec>;
  readonly conversation: Texts<typeof conversationTexts>;
  readonly staff: Texts<typeof staffTexts>;
  readonly tools: Texts<typeof toolTexts>;
  readonly canned: Texts<typeof cannedTexts>;
  readonly site: Texts<typeof siteTexts>;
  readonly tips: TipFile;
  readonly hotlines: readonly HotlineEntry[];
  /** The words that the texts above are made of. */
  readonly tables: TextTables<FlowSpec>;
};

export type TextTables<FlowSpec extends TextSpec> = {
  readonly flows: TextTable<FlowSpec>;
  readonly conversation: TextTable<typeof conversationTexts>;
  readonly staff: TextTable<typeof staffTexts>;
  readonly tools: TextTable<typeof toolTexts>;
  readonly canned: TextTable<typeof cannedTexts>;
  readonly site: TextTable<typeof siteTexts>;
};

export type LoadedContent<FlowSpec extends TextSpec> =
  | { readonly ok: true; readonly value: Content<FlowSpec> }
  | { readonly ok: false; readonly code: 'bad-content'; readonly problems: readonly ContentProblem[] };

/**
 * @param directory of one language, for example `config/content/zh`
 * @param flowSpec keys of the flows' texts, handed in since content knows no flows
 * @param read may know what it has read before
 */
export async function loadContent<FlowSpec extends TextSpec>(
  directory: string,
  flowSpec: FlowSpec,
  read: ReadYaml = readYaml,
): Promise<LoadedContent<FlowSpec>> {
  const problems: ContentProblem[] = [];
  const [flows, conversation, staff, tools, canned, site, tips, hotlines] = await Promise.all([
    readTexts(join(directory, 'flows.yaml'), flowSpec, read, problems),
    readTexts(join(directory, 'conversation.yaml'), conversationTexts, read, problems),
    readTexts(join(directory, 'staff.yaml'), staffTexts, read, problems),
    readTexts(join(directory, 'tools.yaml'), toolTexts, read, problems),
    readTexts(join(directory, 'canned.yaml'), cannedTexts, read, problems),
    readTexts(join(directory, 'site.yaml'), siteTexts, read, problems),
    readShaped(join(directory, 'tips.yaml'), tipFile, read, problems),
    readShaped(join(directory, 'hotlines.yaml'), hotlineFile, read, problems),
  ]);
  if (
    !flows ||
    !conversation ||
    !staff ||
    !tools ||
    !canned ||
    !site ||
    !tips ||
    !hotlines ||
    problems.length > 0
  ) {
    return { ok: false, code: 'bad-content', problems };
  }
  const tables = { flows, conversation, staff, tools, canned, site };
  return { ok: true, value: createContent(tables, tips, hotlines.hotlines) };
}

export const createContent = <FlowSpec extends TextSpec>(
  tables: TextTables<FlowSpec>,
  tips: TipFile,
  hotlines: readonly HotlineEntry[],
): Content<FlowSpec> => ({
  flows: createTexts<FlowSpec>(tables.flows),
  conversation: createTexts<typeof conversationTexts>(tables.conversation),
  staff: createTexts<typeof staffTexts>(tables.staff),
  tools: createTexts<typeof toolTexts>(tables.tools),
  canned: createTexts<typeof cannedTexts>(tables.canned),
  site: createTexts<typeof siteTexts>(tables.site),
  tips,
  hotlines,
  tables,
});

async function readTexts<Spec extends TextSpec>(
  file: string,
  spec: Spec,
  read: ReadYaml,
  problems: ContentProblem[],
): Promise<TextTable<Spec> | null> {
  const raw = await readValue(file, read, problems);
  if (raw === null) return null;
  if (!isRecord(raw.value)) {
    problems.push({ file, key: '', found: nameKind(raw.value), expected: 'keys with texts' });
    return null;
  }
  const found = checkTexts(spec, raw.value);
  problems.push(...found.map((problem) => ({ file, ...problem })));
  return found.length === 0 && isTable(raw.value, spec) ? raw.value : null;
}

async function readShaped<Shape extends z.ZodType>(
  file: string,
  shape: Shape,
  read: ReadYaml,
  problems: ContentProblem[],
): Promise<z.infer<Shape> | null> {
  const raw = await readValue(file, read, problems);
  if (raw === null) return null;
  const parsed = shape.safeParse(raw.value);
  if (parsed.success) return parsed.data;
  for (const { path, message } of parsed.error.issues) {
    const key = path.map(String).join('.');
    problems.push({ file, key, found: nameKind(valueAt(raw.value, path)), expected: message });
  }
  return null;
}

async function readValue(
  file: string,
  read: ReadYaml,
  problems: ContentProblem[],
): Promise<{ value: unknown } | null> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    problems.push({ file, key: '', found: 'no readable file', expected: 'a YAML file' });
    return null;
  }
  const reading = read(text);
  if (!reading.ok) {
    const { line, code } = reading;
    problems.push({ file, key: line ? `line ${line}` : '', found: code, expected: 'correct YAML' });
    return null;
  }
  problems.push(...reading.cut.map((key) => ({ file, key, ...CUT })));
  return { value: reading.value };
}

const CUT = { found: 'a text that ends at " #", where YAML begins a comment', expected: 'quotes around it' };

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isTable = <Spec extends TextSpec>(
  raw: Readonly<Record<string, unknown>>,
  spec: Spec,
): raw is TextTable<Spec> => Object.keys(spec).every((key) => typeof raw[key] === 'string');

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((inner, key) => (inner === undefined ? undefined : Object(inner)[key]), value);

function nameKind(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'keys' : JSON.stringify(value);
}
