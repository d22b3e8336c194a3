import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Entry, readJournal, writeEntry } from '../../src/spool/journal.ts';

const id = fc.stringMatching(/^[A-Za-z0-9_-]{8,64}$/);
const entry: fc.Arbitrary<Entry> = fc.oneof(
  fc.record({
    kind: fc.constant('put' as const),
    id,
    sealed: fc.uint8Array({ minLength: 1, maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
  }),
  fc.record({ kind: fc.constant('told' as const), id, told: fc.constantFrom('yes' as const, 'no' as const) }),
  fc.record({ kind: fc.constant('done' as const), id }),
);

describe('the lines of the spool', () => {
  it('are read as they were written', () => {
    fc.assert(
      fc.property(fc.array(entry), (entries) => {
        expect(readJournal(Buffer.concat(entries.map(writeEntry)))).toEqual({ entries, damaged: 0 });
      }),
    );
  });

  it('cost only themselves when one is torn, wherever, and others are written after it', () => {
    fc.assert(
      fc.property(
        fc.array(entry),
        entry,
        fc.array(entry),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (before, torn, after, at) => {
          const whole = writeEntry(torn);
          const part = whole.subarray(0, Math.floor(whole.length * at));
          const read = readJournal(
            Buffer.concat([...before.map(writeEntry), part, ...after.map(writeEntry)]),
          );
          const rest = [...before, ...after];
          // Its last line break may be all that is missing.
          expect([rest, [...before, torn, ...after]]).toContainEqual(read.entries);
          expect(read.damaged).toBeLessThanOrEqual(1);
          if (torn.kind === 'put' && part.length > 6 && read.entries.length === rest.length) {
            expect(read.damaged).toBe(1);
          }
        },
      ),
    );
  });

  it('are taken for nothing else when a byte was changed', () => {
    fc.assert(
      fc.property(entry, fc.nat(), fc.integer({ min: 1, max: 255 }), (one, place, change) => {
        const bytes = Buffer.from(writeEntry(one));
        const at = 1 + (place % (bytes.length - 2));
        bytes[at] = (bytes[at] ?? 0) ^ change;
        expect(readJournal(bytes).entries).toEqual([]);
      }),
    );
  });
});
