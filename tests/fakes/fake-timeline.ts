import type { Line, TimelineStore } from '../../src/conversation/ports/timeline.ts';
import type { Choice } from '../../src/core/message.ts';

export type FakeTimeline = TimelineStore & {
  hear(addressId: string, at: Date, text: string, kind?: 'text' | 'choice'): void;
  say(
    addressId: string,
    at: Date,
    text: string,
    more?: { choices?: readonly Choice[]; from?: 'bot' | 'counsellor'; delivery?: 'due' | 'sent' | 'failed' },
  ): void;
  readonly all: readonly Line[];
};

/** Conversations in memory. */
export function createFakeTimeline(): FakeTimeline {
  const rows: { addressId: string; line: Line }[] = [];
  const nextId = (): string => `l${rows.length + 1}`;
  return {
    get all() {
      return rows.map((row) => row.line);
    },
    hear(addressId, at, text, kind = 'text') {
      const line: Line = { from: 'student', id: nextId(), at, kind, text, level: 'none', matches: [] };
      rows.push({ addressId, line });
    },
    say(addressId, at, text, { choices = [], from = 'bot', delivery = 'sent' } = {}) {
      rows.push({ addressId, line: { from, id: nextId(), at, text, choices, delivery, author: null } });
    },
    async ofAddress(addressId, since, limit) {
      return rows
        .filter((row) => row.addressId === addressId && (since === null || row.line.at > since))
        .map((row) => row.line)
        .slice(-limit);
    },
    async ofCase() {
      return [];
    },
  };
}
