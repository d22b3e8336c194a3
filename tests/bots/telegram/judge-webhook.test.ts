import { describe, expect, it } from 'vitest';
import {
  judgeWebhook,
  MOST_ON_THE_WAY,
  type WebhookSight,
} from '../../../src/bots/telegram/judge-webhook.ts';

/** How each look in turn is judged: seconds, updates that wait, Unix time of the last error or none. */
function judge(...looks: readonly (readonly [at: number, pending: number, error?: number])[]): boolean[] {
  let sight: WebhookSight | null = null;
  return looks.map(([at, pending, error]) => {
    const info = {
      pending_update_count: pending,
      ...(error === undefined ? {} : { last_error_date: error }),
    };
    const judged = judgeWebhook(sight, info, at * 1_000);
    sight = judged.sight;
    return judged.failing;
  });
}

describe('how a webhook is judged', () => {
  it('is well while nothing waits, whatever went wrong once', () => {
    expect(judge([0, 0], [15, 0, 1_000], [30, 0, 1_020])).toEqual([false, false, false]);
  });

  it('is well with updates on their way and no error', () => {
    expect(judge([0, 1], [15, 3], [30, 2], [45, MOST_ON_THE_WAY])).toEqual([false, false, false, false]);
  });

  it('fails from the first look after an error until nothing waits any more', () => {
    expect(judge([0, 0], [15, 1, 1_000], [30, 1, 1_000], [45, 2, 1_031], [60, 0, 1_031])).toEqual([
      false,
      true,
      true,
      true,
      false,
    ]);
  });

  it('fails at the first look of a process that finds an error and updates that wait', () => {
    expect(judge([0, 1, 1_000], [15, 1, 1_000])).toEqual([true, true]);
  });

  it('is well again when the backlog shrinks and no error comes', () => {
    expect(judge([0, 9, 1_000], [15, 5, 1_000], [30, 2, 1_000])).toEqual([true, false, false]);
  });

  it('does not take an old error for what waits now', () => {
    expect(judge([0, 1, 1_000], [140, 1, 1_000], [151, 1, 1_000])).toEqual([true, true, false]);
  });

  it('fails when a backlog grows without an error', () => {
    const many = MOST_ON_THE_WAY + 1;
    expect(judge([0, many], [15, many + 1], [30, many])).toEqual([false, true, false]);
  });
});
