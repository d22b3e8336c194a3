import type { Logger } from '../core/log.ts';
import type { CentreRule } from '../keywords/centre/centre-rule.ts';
import { type CentreScreening, compileKnownRules } from '../keywords/centre/compile-centre-rules.ts';
import { joinScreeners } from '../keywords/centre/join-screeners.ts';
import type { Screener } from '../keywords/rules.ts';
import type { Config } from '../settings/config-folder.ts';

export type KeptRules = {
  /** The shipped rules and the centre's own. */
  screener(): Screener;
  centreRules(): CentreScreening;
  /** Compiles only when some rule has another version than before. */
  refresh(): Promise<void>;
};

/** Rules that cannot be used are told by number: what they say goes into no log. */
export function keepCentreRules(
  config: Pick<Config, 'screener' | 'ruleFiles'>,
  read: () => Promise<CentreRule[]>,
  log: Logger,
): KeptRules {
  let compiled = '';
  let centre: CentreScreening = { screener: null, leftOut: [] };
  let whole = config.screener;
  return {
    screener: () => whole,
    centreRules: () => centre,
    async refresh() {
      const rules = await read();
      const versions = rules.map(({ number, version }) => `${number}@${version}`).join(' ');
      if (versions === compiled) return;
      centre = compileKnownRules(config.ruleFiles, rules);
      whole = centre.screener === null ? config.screener : joinScreeners(config.screener, centre.screener);
      compiled = versions;
      for (const number of centre.leftOut) log.error('centre-rules.left-out', { number });
    },
  };
}
