import type { FaultKind, Verdict } from './check-history.ts';
import { countFaults } from './check-history.ts';
import type { Place } from './place.ts';

export type Size = 'short' | 'long';

/** A figure that the run took, with the bar that it must keep; without one it is for reading only. */
export type Figure = {
  readonly name: string;
  readonly unit: string;
  readonly value: number;
  readonly atMost: number | null;
};

export type Outcome = {
  /** Messages that people wrote. */
  readonly sent: number;
  /** Processes and datastores that were killed, stopped or taken away. */
  readonly kills: number;
  readonly verdict: Verdict;
  readonly figures: readonly Figure[];
};

/** A scenario is one file of `scenarios/`, and one entry of `scenarios.ts`. */
export type Scenario = {
  /** As it is typed: `npm run chaos -- --only NAME`. */
  readonly name: string;
  readonly summary: string;
  /** Its long form keeps every core busy: nothing is measured beside it. */
  readonly alone?: true;
  run(place: Place, size: Size): Promise<Outcome>;
};

export type Line = Outcome & { readonly scenario: string; readonly seconds: number };

export const lost = ({ verdict }: Outcome): number => countFaults(verdict, 'lost');

/**
 * A sentence for everything that is wrong.
 * @param patience how many times its bar a time may take; counts have no patience
 */
export function complaints({ scenario, verdict, figures }: Line, patience = 1): string[] {
  const kinds = new Set<FaultKind>(verdict.faults.map(({ kind }) => kind));
  const faults = [...kinds].map((kind) => {
    const of = verdict.faults.filter((fault) => fault.kind === kind);
    const shown = of.slice(0, 5).map(({ what }) => what);
    return `chaos ${scenario}: ${of.length} ${kind}: ${shown.join('; ')}`;
  });
  const missed = figures.filter(
    ({ value, atMost, unit }) => atMost !== null && !(value <= (unit === 's' ? patience : 1) * atMost),
  );
  return [
    ...faults,
    ...missed.map(
      ({ name, value, unit, atMost }) =>
        `chaos ${scenario}: ${name} was ${round(value)} ${unit}, the bar is at most ${atMost} ${unit}`,
    ),
  ];
}

export const round = (value: number): number =>
  value >= 100 ? Math.round(value) : Number(value.toPrecision(3));
