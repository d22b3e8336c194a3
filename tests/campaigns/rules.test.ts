import { describe, expect, it } from 'vitest';
import { CAMPAIGN_STATUSES, mayStep, wordsFor } from '../../src/campaigns/campaign.ts';
import { checkDraft, type DraftInput } from '../../src/campaigns/check-draft.ts';
import { decideGate, type GateFacts } from '../../src/campaigns/decide-gate.ts';

const INPUT: DraftInput = {
  title: ' 五二五 ',
  zh: '周五下午来操场。\n带上朋友。 ',
  en: '',
  channels: ['web', 'telegram', 'wechat'],
  languages: ['zh', 'en'],
};

describe('a draft', () => {
  it('is trimmed, and everyone is no condition', () => {
    expect(checkDraft(INPUT)).toEqual({
      ok: true,
      draft: {
        title: '五二五',
        zh: '周五下午来操场。\n带上朋友。',
        en: null,
        segment: { kind: 'everyone' },
      },
    });
  });

  it.each([
    [{ title: ' ' }, 'title', 'empty'],
    [{ title: '长'.repeat(61) }, 'title', 'too-long'],
    [{ zh: ' \n ' }, 'zh', 'empty'],
    [{ zh: '长'.repeat(2_001) }, 'zh', 'too-long'],
    [{ zh: 'a\u0000b' }, 'zh', 'unshowable'],
    [{ zh: 'a\u202eb' }, 'zh', 'unshowable'],
    [{ zh: 'a\ud800b' }, 'zh', 'unshowable'],
    [{ en: 'x'.repeat(2_001) }, 'en', 'too-long'],
    [{ en: 'a\u0007' }, 'en', 'unshowable'],
    [{ channels: [] }, 'channels', 'empty'],
    [{ channels: ['sms'] }, 'channels', 'unknown'],
    [{ languages: [] }, 'languages', 'empty'],
    [{ languages: ['fr'] }, 'languages', 'unknown'],
  ])('%j is refused, and the field is named', (change, field, code) => {
    expect(checkDraft({ ...INPUT, ...change })).toEqual({ ok: false, problems: [{ field, code }] });
  });

  it('tells everything that is wrong at once', () => {
    const checked = checkDraft({ title: '', zh: '', en: '', channels: [], languages: [] });
    expect(checked.ok ? [] : checked.problems.map((one) => one.field)).toEqual([
      'title',
      'zh',
      'channels',
      'languages',
    ]);
  });

  it('ends with how to get no more, in the language of whoever reads it', () => {
    const draft = { title: 't', zh: '你好', en: null, segment: { kind: 'everyone' } } as const;
    expect(wordsFor(draft, 'zh', '退订')).toBe('你好\n\n退订');
    expect(wordsFor(draft, 'en', 'STOP')).toBe('你好\n\nSTOP');
    expect(wordsFor({ ...draft, en: 'Hello' }, 'en', 'STOP')).toBe('Hello\n\nSTOP');
  });
});

describe('the last look at a message', () => {
  const now = new Date('2026-11-23T10:00:00+08:00');
  const facts: GateFacts = {
    status: 'sending',
    expiresAt: new Date('2026-11-30T10:00:00+08:00'),
    optedIn: true,
    openCase: false,
  };

  it('lets it go only where everything speaks for it', () => {
    expect(decideGate(facts, now)).toEqual({ kind: 'send' });
    expect(decideGate(null, now)).toEqual({ kind: 'withhold' });
    expect(decideGate({ ...facts, openCase: true }, now)).toEqual({ kind: 'withhold' });
    expect(decideGate({ ...facts, optedIn: false }, now)).toEqual({ kind: 'withhold' });
    expect(decideGate({ ...facts, expiresAt: now }, now)).toEqual({ kind: 'withhold' });
  });

  it('holds it in a pause and in the quiet hours, and sends for no other status', () => {
    const kinds = CAMPAIGN_STATUSES.map((status) => decideGate({ ...facts, status }, now).kind);
    expect(kinds).toEqual(['withhold', 'withhold', 'send', 'pause', 'withhold', 'withhold']);
    expect(decideGate(facts, new Date('2026-11-23T22:10:00+08:00'))).toEqual({
      kind: 'wait',
      until: new Date('2026-11-24T08:00:00+08:00'),
    });
  });

  it('tells a case from an opt-out in nothing', () => {
    const verdicts = [
      { ...facts, openCase: true },
      { ...facts, optedIn: false },
    ].map((one) => decideGate({ ...one, status: 'paused' }, now));
    expect(verdicts[0]).toEqual(verdicts[1]);
  });
});

describe('the steps of a campaign', () => {
  it('lead nowhere from where it has ended', () => {
    for (const step of ['edit', 'send', 'pause', 'resume', 'cancel'] as const) {
      expect([mayStep(step, 'done'), mayStep(step, 'cancelled')]).toEqual([false, false]);
    }
    expect(mayStep('edit', 'scheduled')).toBe(false);
    expect(mayStep('cancel', 'paused')).toBe(true);
  });
});
