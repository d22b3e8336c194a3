import { countFaults } from './check-history.ts';
import { type Line, lost, round } from './scenario.ts';

/** The line that a machine reads. A run that did not come to its end says so: its figures mean nothing. */
export const toJson = (line: Line): string =>
  JSON.stringify({
    scenario: line.scenario,
    sent: line.sent,
    kills: line.kills,
    lost: lost(line),
    doubleOwners: countFaults(line.verdict, 'double-owner'),
    repeats: line.verdict.repeats,
    outOfOrder: countFaults(line.verdict, 'out-of-order'),
    ...(countFaults(line.verdict, 'broken') > 0 ? { broken: true } : {}),
  });

/** The table that a person reads. */
export function toTable(lines: readonly Line[]): string {
  const head = ['', 'sent', 'kills', 'lost', 'double owners', 'repeats', 'out of order', 'other', 's', ''];
  const rows = lines.map((line) => {
    const { verdict } = line;
    const counted = lost(line) + countFaults(verdict, 'double-owner') + countFaults(verdict, 'out-of-order');
    const figures = line.figures.map(
      ({ name, value, unit, atMost }) =>
        `${name} ${round(value)} ${unit}${atMost === null ? '' : ` (at most ${atMost})`}`,
    );
    return [
      line.scenario,
      String(line.sent),
      String(line.kills),
      String(lost(line)),
      String(countFaults(verdict, 'double-owner')),
      String(verdict.repeats),
      String(countFaults(verdict, 'out-of-order')),
      String(verdict.faults.length - counted),
      String(Math.round(line.seconds)),
      figures.join(', '),
    ];
  });
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const isText = (column: number): boolean => column === 0 || column === head.length - 1;
  return all
    .map((row) =>
      row
        .map((cell, column) =>
          isText(column) ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
