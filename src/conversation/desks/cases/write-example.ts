import { hoursMs } from '../../../core/clock.ts';
import { checkExample } from '../../../keywords/de-identified.ts';
import type { MarkedLine } from '../../ports/mark-store.ts';
import type { Scope } from '../../scope.ts';
import type { ExampleOutcome, NewExample } from './mark-desk.ts';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Ids of examples are made by the form, so that a form that is sent twice writes one. */
const KEY = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Keeps a sentence that a person wrote anew, if its student agreed in writing; nothing leads back to the line. */
export async function writeExample(
  { stores, now, parts }: Scope,
  staffId: string,
  line: MarkedLine,
  { key, text, consentOn, consented, checked }: NewExample,
): Promise<ExampleOutcome> {
  const problem = checkExample(text, line.text);
  if (problem !== null) return { ok: false, code: 'problem', problem };
  if (!isPastDay(consentOn, now)) return { ok: false, code: 'bad-day' };
  if (!consented) return { ok: false, code: 'not-consented' };
  if (!checked) return { ok: false, code: 'not-checked' };
  await stores.marks.addExample({
    id: KEY.test(key) ? key : parts.newId(),
    text: text.trim(),
    level: line.level,
    consentOn,
    writtenBy: staffId,
    at: now,
  });
  return { ok: true };
}

/** A day that there is, and not tomorrow; in China, since that is where it was signed. */
function isPastDay(day: string, now: Date): boolean {
  if (!DAY.test(day)) return false;
  const at = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== day) return false;
  return at.getTime() - hoursMs(8) <= now.getTime();
}
