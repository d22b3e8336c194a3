import { describe, expect, it } from 'vitest';
import { loadContent } from '../../src/content/load-content.ts';
import type { FlowName } from '../../src/flows/flow.ts';
import { flowTexts } from '../../src/flows/texts.ts';
import { centre, TWO } from './booking-centre.ts';
import { type Answer, makeSlot, Student } from './support.ts';

const loaded = await loadContent(new URL('../../config/content/en', import.meta.url).pathname, flowTexts);
if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
const { flows: texts, tips, hotlines } = loaded.value;

const slots = [makeSlot('a', TWO, 'Sample Counsellor', 'Room 1'), makeSlot('b', TWO, 'Other', 'Room 2')];

/** A student who reads English; everything that is shown is looked at. */
function begin(flow: FlowName, answer: Answer, consented = true) {
  const student = new Student(flow, answer, {
    texts,
    tips,
    hotlines,
    language: 'en',
    consented: { healthData: consented },
  });
  const look = (): void => {
    const shown = [student.words, ...student.labels].join('\n');
    expect(shown).not.toMatch(/\p{Script=Han}|[\u3000-\u303f\uff00-\uffef]/u);
  };
  look();
  return {
    student,
    tap(label: string) {
      student.tap(label);
      look();
    },
    type(words: string) {
      student.type(words);
      look();
    },
  };
}

describe('a student who reads English', () => {
  it('books without a Chinese word, with English days', () => {
    const { student, tap, type } = begin('booking', centre({}, slots), false);
    tap('I agree');
    expect(student.labels).toEqual(['Mon 23 Nov (2 free)', 'Join the waiting list', 'Back to menu']);
    student.context = { ...student.context, consented: { healthData: true } };
    type('hm');
    tap('Mon 23 Nov (2 free)');
    tap('14:00–14:50');
    tap('Sample Counsellor (Room 1)');
    expect(student.words).toContain('Time: Mon 23 Nov 14:00–14:50');
    tap('Confirm booking');
    expect(student.words).toContain('at least 24 h before');
  });

  it('refuses, and is told numbers to call', () => {
    const { student, tap } = begin('booking', centre({}, slots), false);
    tap('I don’t agree');
    expect(student.words).toMatch(/Ambulance 120 · 24 hours/);
  });

  it('looks at every tip of every topic', () => {
    const { student, tap } = begin('selfhelp', () => {
      throw new Error('self-help asks for nothing');
    });
    for (const topic of tips.topics) {
      tap(topic.title);
      for (const tip of topic.tips) {
        for (const _ of tip.stepwise ? tip.paragraphs.slice(1) : []) tap('Next step');
        expect(student.words).toContain(tip.source);
        tap(student.labels.includes('Next one') ? 'Next one' : 'Back to the first one');
      }
      tap('Other topics');
    }
  });
});
