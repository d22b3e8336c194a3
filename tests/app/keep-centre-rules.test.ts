import { beforeAll, describe, expect, it } from 'vitest';
import { keepCentreRules } from '../../src/app/keep-centre-rules.ts';
import { oneAfterAnother } from '../../src/app/one-after-another.ts';
import type { LogFields } from '../../src/core/log.ts';
import type { CentreRule } from '../../src/keywords/centre/centre-rule.ts';
import { loadScreening } from '../../src/keywords/load-screening.ts';
import type { ShippedRules } from '../../src/keywords/shipped-rules.ts';
import { CONFIG_FOLDER } from '../../src/settings.ts';
import { BODY, ruleOf } from '../keywords/centre/bodies.ts';

describe('rules of the centre in one process', () => {
  let shipped: ShippedRules;
  beforeAll(async () => {
    const loading = await loadScreening(CONFIG_FOLDER);
    if (!loading.ok) throw new Error('config cannot be read');
    shipped = loading;
  });

  function keeper() {
    /** Null while the database is gone. */
    const rows: { value: CentreRule[] | null } = { value: [] };
    const logged: { event: string; fields: LogFields | undefined }[] = [];
    const log = {
      info: () => undefined,
      warn: () => undefined,
      error: (event: string, fields?: LogFields) => {
        logged.push({ event, fields });
      },
    };
    const read = async (): Promise<CentreRule[]> => {
      if (rows.value === null) throw new Error('no database');
      return rows.value;
    };
    return { rows, logged, kept: keepCentreRules({ shipped }, read, log) };
  }

  it('are nothing until there are some, and compiled anew only when a version has changed', async () => {
    const { rows, kept } = keeper();
    await kept.refresh();
    expect(kept.screener()).toBe(shipped.screener);
    rows.value = [ruleOf(1, BODY)];
    await kept.refresh();
    const first = kept.screener();
    expect(first.screen('我想去三号桥').level).toBe('high');
    await kept.refresh();
    expect(kept.screener()).toBe(first);
    rows.value = [{ ...ruleOf(1, { ...BODY, level: 'imminent' }), version: 2 }];
    await kept.refresh();
    expect(kept.screener().screen('我想去三号桥').level).toBe('imminent');
    rows.value = [{ ...ruleOf(1, BODY, 'off'), version: 3 }];
    await kept.refresh();
    expect(kept.screener().screen('我想去三号桥').level).toBe('none');
    expect(kept.screener().explain('centre-1')?.why).toBe(BODY.why);
  });

  it('go on as they were when they cannot be read', async () => {
    const { rows, kept } = keeper();
    rows.value = [ruleOf(1, BODY)];
    await kept.refresh();
    rows.value = null;
    await expect(kept.refresh()).rejects.toThrow('no database');
    expect(kept.screener().screen('我想去三号桥').level).toBe('high');
  });

  it('tell of one that cannot be used by its number alone, once', async () => {
    const { rows, logged, kept } = keeper();
    rows.value = [ruleOf(1, BODY), ruleOf(7, { ...BODY, level: 'of-a-later-time' })];
    await kept.refresh();
    await kept.refresh();
    expect(logged).toEqual([{ event: 'centre-rules.left-out', fields: { number: 7 } }]);
    expect(kept.screener().screen('我想去三号桥').level).toBe('high');
    expect(kept.centreRules().leftOut).toEqual([7]);
  });
});

describe('one after another', () => {
  it('never runs twice at once, and whoever asks late sees what was written before they asked', async () => {
    let stored = 0;
    let seen = -1;
    let running = 0;
    const gates: (() => void)[] = [];
    const refresh = oneAfterAnother(async () => {
      running += 1;
      expect(running).toBe(1);
      const read = stored;
      await new Promise<void>((resolve) => gates.push(resolve));
      seen = read;
      running -= 1;
    });
    const first = refresh();
    stored = 1;
    const second = refresh();
    stored = 2;
    const third = refresh();
    gates[0]?.();
    await first;
    expect(seen).toBe(0);
    while (gates.length < 2) await Promise.resolve();
    gates[1]?.();
    await Promise.all([second, third]);
    expect(seen).toBe(2);
    expect(gates).toHaveLength(2);
  });

  it('goes on after a run that failed', async () => {
    let runs = 0;
    const refresh = oneAfterAnother(async () => {
      runs += 1;
      if (runs === 1) throw new Error('no database');
    });
    const first = refresh();
    const second = refresh();
    await expect(first).rejects.toThrow('no database');
    await second;
    await refresh();
    expect(runs).toBe(3);
  });
});
