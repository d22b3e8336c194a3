import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const path = fileURLToPath(new URL('../../docs/screening.md', import.meta.url));
const begin = '<!-- figures -->';
const end = '<!-- /figures -->';

/** Puts the report between the marks of docs/screening.md. @throws Error when the marks are gone */
export function writeDocs(report: string): void {
  const text = readFileSync(path, 'utf8');
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error(`${path} has no ${begin} … ${end}`);
  writeFileSync(path, `${text.slice(0, from + begin.length)}\n\n${report.trim()}\n\n${text.slice(to)}`);
}
