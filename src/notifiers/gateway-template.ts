import { z } from 'zod';
import { FACT_NAMES, type Facts } from '../core/message.ts';
import { MESSAGE_KINDS, type MessageKind } from './message-kind.ts';

/**
 * What a gateway is sent, with `{placeholders}` in its texts. `{$json: ...}` stands for its content as a JSON text,
 * which is how Aliyun takes parameters; values are put in before it is written, so none can break out of it.
 */
export type FieldTree =
  | string
  | number
  | boolean
  | readonly FieldTree[]
  | { readonly [key: string]: FieldTree };

export const PLACEHOLDERS = ['to', 'national', 'international', 'text', ...FACT_NAMES] as const;
type Placeholder = (typeof PLACEHOLDERS)[number];
export type Values = Readonly<Partial<Record<Placeholder, string>>>;

const PATTERN = /\{([a-zA-Z]+)\}/g;
const isPlaceholder = (name: string): name is Placeholder =>
  (PLACEHOLDERS as readonly string[]).includes(name);
const isKnown = (text: string): boolean =>
  [...text.matchAll(PATTERN)].every(([, name = '']) => isPlaceholder(name));

const treeSchema: z.ZodType<FieldTree> = z.lazy(() =>
  z.union(
    [
      z
        .string()
        .max(2_000)
        .refine(isKnown, `no other placeholders than ${PLACEHOLDERS.map((name) => `{${name}}`).join(' ')}`),
      z.number(),
      z.boolean(),
      z.array(treeSchema),
      z.record(z.string(), treeSchema),
    ],
    {
      error: `text, numbers, lists or keys, with no other placeholders than ${PLACEHOLDERS.map((name) => `{${name}}`).join(' ')}`,
    },
  ),
);

export const fieldsSchema = z.record(z.string().min(1), treeSchema);
export type Fields = z.infer<typeof fieldsSchema>;

/** Fields that are added to the common ones for each kind of message; a digest falls back to the page's, a notice to the alarm's. */
export const templatesSchema = z.strictObject(
  Object.fromEntries(MESSAGE_KINDS.map((kind) => [kind, fieldsSchema.optional()])) as Record<
    MessageKind,
    z.ZodOptional<typeof fieldsSchema>
  >,
);
export type Templates = z.infer<typeof templatesSchema>;

/**
 * The fields of one message. Null when it has no template, or when a value is missing: chat templates are approved
 * texts with gaps, and a page with an empty gap would be a wrong one.
 */
export function fillFields(
  settings: { readonly fields: Fields; readonly templates: Templates | null },
  kind: MessageKind | null,
  values: Values,
): Fields | null {
  const template = settings.templates === null ? {} : chooseTemplate(settings.templates, kind);
  if (template === null) return null;
  const filled: Record<string, FieldTree> = {};
  for (const [key, tree] of Object.entries({ ...settings.fields, ...template })) {
    const value = fill(tree, values);
    if (value === null) return null;
    filled[key] = value;
  }
  return filled;
}

/** Whose template says enough of it. */
const STAND_INS: Readonly<Partial<Record<MessageKind, MessageKind>>> = { digest: 'page', notice: 'alarm' };

function chooseTemplate(templates: Templates, kind: MessageKind | null): Fields | null {
  if (kind === null) return null;
  const instead = STAND_INS[kind];
  return templates[kind] ?? (instead === undefined ? undefined : templates[instead]) ?? null;
}

function fill(tree: FieldTree, values: Values): FieldTree | null {
  if (typeof tree === 'string') return fillText(tree, values);
  if (typeof tree !== 'object') return tree;
  if (Array.isArray(tree)) return fillAll(tree, values);
  const entries = Object.entries(tree);
  const inner = fillAll(
    entries.map(([, value]) => value),
    values,
  );
  if (inner === null) return null;
  const filled = Object.fromEntries(entries.map(([key], index) => [key, inner[index] ?? '']));
  return entries.length === 1 && '$json' in filled ? JSON.stringify(filled.$json) : filled;
}

function fillAll(trees: readonly FieldTree[], values: Values): FieldTree[] | null {
  const filled = trees.map((tree) => fill(tree, values));
  return filled.every((one) => one !== null) ? filled : null;
}

function fillText(text: string, values: Values): string | null {
  let complete = true;
  const filled = text.replace(PATTERN, (_all, name: string) => {
    const value = isPlaceholder(name) ? values[name] : undefined;
    if (value === undefined || value.trim() === '') complete = false;
    return value ?? '';
  });
  return complete ? filled : null;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: gateways refuse line breaks and controls in a parameter
const CONTROLS = /[\u0000-\u001f\u007f]+/g;

/** Facts as one-line values. */
export const valuesOfFacts = (facts: Facts | undefined): Values =>
  Object.fromEntries(
    Object.entries(facts ?? {}).map(([name, value]) => [name, value.replace(CONTROLS, ' ').trim()]),
  );
