import { randomUUID } from 'node:crypto';
import { addMs, secondsMs } from '../../src/core/clock.ts';
import type { CaseLevel, HandoffCase } from '../../src/handoff/case.ts';
import type { CaseStore } from '../../src/handoff/case-store.ts';

/** A store together with what belongs to other folders: students and staff. */
export type CaseStoreWorld = {
  readonly store: CaseStore;
  addPerson(): Promise<{ contactId: string; addressId: string }>;
  addStaff(name: string): Promise<string>;
};

export type Student = { readonly contactId: string; readonly addressId: string };

export const NOW = new Date('2026-11-23T02:00:00Z');
export const inSeconds = (seconds: number): Date => addMs(NOW, secondsMs(seconds));
/** How long an owner may be silent in these tests, in seconds. */
const SILENCE = 60;
/** The same after harmless words. */
const LATER_SILENCE = 300;
const STUDENT_SILENCE = 180;

/** What students and responders do, with the figures that most tests share. */
export function createCaseActions(store: () => CaseStore) {
  const word = (student: Student, level: CaseLevel, now = NOW, known = true) =>
    store().openOrJoin({
      id: randomUUID(),
      ...student,
      channel: known ? 'telegram' : 'web',
      level,
      knownContact: known,
      now,
    });
  const opened = async (student: Student, level: CaseLevel = 'high', now = NOW): Promise<HandoffCase> =>
    (await word(student, level, now)).case;
  const take = (caseId: string, staffId: string, seconds = 0) =>
    store().acknowledge(
      caseId,
      staffId,
      {
        dangerous: inSeconds(seconds - SILENCE),
        harmless: inSeconds(seconds - LATER_SILENCE),
        signless: inSeconds(seconds - STUDENT_SILENCE),
        studentSilent: inSeconds(seconds - 2 * STUDENT_SILENCE),
      },
      inSeconds(seconds),
    );
  const page = (
    caseId: string,
    staffIds: readonly string[],
    seconds = 0,
    reason: 'waiting' | 'raised' | 'silent-owner' = 'waiting',
  ) => store().page({ caseId, staffIds, step: 1, reason, digestSeconds: 60, now: inSeconds(seconds) });
  const digest = async (staffId: string, seconds: number) =>
    (await store().takeDigests([staffId], inSeconds(seconds))).get(staffId) ?? null;
  const numbersIn = async (staffId: string, seconds: number): Promise<number[] | null> =>
    (await digest(staffId, seconds))?.map((item) => item.number).sort((a, b) => a - b) ?? null;
  return { word, opened, take, page, digest, numbersIn };
}
