/**
 * Gathers the words out of structured content (polls, checklists, rich messages), which must be screened like any
 * text. Names of people, ids, addresses and types are not words of the sender and stay out.
 */
const WORDS = new Set([
  'text',
  'caption',
  'title',
  'question',
  'description',
  'explanation',
  'summary',
  'credit',
  'label',
  'expression',
  'alternative_text',
]);
const PEOPLE = new Set(['from', 'user', 'chat', 'added_by_user', 'added_by_chat', 'completed_by_user']);
/** Inline pieces of one line: a word may be cut by its formatting, so they are joined without a gap. */
const INLINE = new Set(['text', 'caption', 'summary', 'credit']);
const DEEPEST = 40;

/** The words in reading order; blocks on lines of their own. Never throws, whatever the shape. */
export function collectWords(content: unknown): string {
  return collect(content, '\n', 0);
}

function collect(value: unknown, glue: string, depth: number): string {
  if (depth > DEEPEST || typeof value !== 'object' || value === null) return '';
  const pieces = Array.isArray(value)
    ? value.map((item) => (typeof item === 'string' ? item : collect(item, glue, depth + 1)))
    : Object.entries(value).map(([key, item]) => collectField(key, item, glue, depth));
  return pieces.filter((piece) => piece !== '').join(glue);
}

function collectField(key: string, value: unknown, glue: string, depth: number): string {
  if (typeof value === 'string') return WORDS.has(key) ? value : '';
  if (PEOPLE.has(key)) return '';
  return collect(value, INLINE.has(key) ? '' : glue, depth + 1);
}
