import { describe, expect, it } from 'vitest';
import { callNextInLine, waitInLine } from '../../../src/conversation/delivery/bulk-line.ts';
import { createPacer } from '../../../src/conversation/delivery/pacer.ts';

const newPacer = () => createPacer({ pace: null, bulkEveryMs: 40 }, () => 0);

describe('the line of what is in no hurry', () => {
  it('has one alarm, however many wait, and calls each once in the order in which they came', () => {
    const pacer = newPacer();
    const ids = Array.from({ length: 200 }, (_, index) => `row ${index}`);
    expect(ids.filter((id) => waitInLine(pacer, id, 40, 0))).toEqual(['row 0']);
    // The sweep finds them all again.
    expect(ids.filter((id) => waitInLine(pacer, id, 40, 10))).toEqual(['row 0']);
    const called: string[] = [];
    for (let id: string | null = 'row 0', at = 40; id !== null; at += 40) {
      called.push(id);
      id = callNextInLine(pacer, id, 40, at);
    }
    expect(called).toEqual(ids);
  });

  it('goes on with the next when an alarm is lost', () => {
    const pacer = newPacer();
    expect(waitInLine(pacer, 'a', 40, 0)).toBe(true);
    expect(waitInLine(pacer, 'b', 40, 1_000)).toBe(false);
    expect(waitInLine(pacer, 'b', 40, 1_040)).toBe(true);
  });

  it('lets somebody who came by chance have a turn without calling twice', () => {
    const pacer = newPacer();
    waitInLine(pacer, 'a', 40, 0);
    waitInLine(pacer, 'b', 40, 0);
    expect(callNextInLine(pacer, 'c', 40, 20)).toBeNull();
    expect(callNextInLine(pacer, 'a', 40, 60)).toBe('b');
    expect(callNextInLine(pacer, 'b', 40, 100)).toBeNull();
  });

  it('is each bot’s own', () => {
    const [one, other] = [newPacer(), newPacer()];
    expect([waitInLine(one, 'a', 40, 0), waitInLine(other, 'b', 40, 0)]).toEqual([true, true]);
  });
});
