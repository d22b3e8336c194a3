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
  { shipped }: Pick<Config, 'shipped'>,
  read: () => Promise<CentreRule[]>,
  log: Logger,
): KeptRules {
  let compiled = '';
  let centre: CentreScreening = { screener: null, leftOut: [] };
  let whole = shipped.screener;
  return {
    screener: () => whole,
    centreRules: () => centre,
    async refresh() {
      const rules = await read();
      const versions = rules.map(({ number, version }) => `${number}@${version}`).join(' ');
      if (versions === compiled) return;
      centre = compileKnownRules(shipped, rules);
      whole = centre.screener === null ? shipped.screener : joinScreeners(shipped.screener, centre.screener);
      compiled = versions;
      for (const number of centre.leftOut) log.error('centre-rules.left-out', { number });
    },
  };
}
