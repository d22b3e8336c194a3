import { describe, expect, it } from 'vitest';
import type { Line } from '../../src/conversation/ports/timeline.ts';
import type { Choice } from '../../src/core/message.ts';
import { arrangeLines } from '../../src/site/arrange-lines.ts';

const at = new Date('2026-11-23T06:00:00Z');
const A = { id: 'a', label: '甲' };
const B = { id: 'b', label: '乙' };

const heard = (text: string, kind: 'text' | 'choice' = 'text'): Line => ({
  from: 'student',
  id: text,
  at,
  kind,
  text,
  level: 'none',
  matches: [],
});
const said = (
  text: string,
  choices: Choice[] = [],
  more: { delivery?: 'due' | 'failed'; from?: 'counsellor' } = {},
): Line => ({
  from: more.from ?? 'bot',
  id: text,
  at,
  text,
  choices,
  delivery: more.delivery ?? 'sent',
  author: null,
});

const arrange = (...lines: Line[]) => arrangeLines(lines, [{ id: 'menu.urgent', label: '紧急求助' }]);

describe('arrangeLines', () => {
  it('shows nothing of ours before it was sent', () => {
    const shown = arrange(
      said('到了'),
      said('以后', [A], { delivery: 'due' }),
      said('没到', [B], { delivery: 'failed' }),
    );
    expect(shown.lines.map((line) => line.text)).toEqual(['到了']);
    expect(shown.choices).toEqual([]);
  });

  it('offers all choices of the last run of messages, a counsellor’s among them', () => {
    const shown = arrange(
      said('旧', [A]),
      heard('好'),
      said('一', [A]),
      said('二', [B]),
      said('三', [], { from: 'counsellor' }),
    );
    expect(shown.choices).toEqual([[A], [B]]);
  });

  it('leaves choices standing behind words, not behind a tap', () => {
    expect(arrange(said('一', [A]), heard('嗯')).choices).toEqual([[A]]);
    expect(arrange(said('一', [A]), heard('a', 'choice')).choices).toEqual([]);
  });

  it('ends choices with an answer that offers none', () => {
    expect(arrange(said('一', [A]), heard('嗯'), said('二')).choices).toEqual([]);
  });

  it('reads a tap by its label, also of the button outside every message', () => {
    const shown = arrange(said('一', [A]), heard('a', 'choice'), heard('menu.urgent', 'choice'), heard('a'));
    expect(shown.lines.map((line) => line.text)).toEqual(['一', '甲', '紧急求助', 'a']);
  });
});
