import type { Line } from './bench.ts';

/** The line that a machine reads. */
export function toJson({ name, ours, peer, ratio }: Line): string {
  return JSON.stringify({ name, ours: round(ours), peer: round(peer), ratio: round(ratio) });
}

/** The table that a person reads. */
export function toTable(lines: readonly Line[]): string {
  const rows = lines.map((line) => [
    line.name,
    `${round(line.ours)} ${line.unit}`,
    `${round(line.peer)} ${line.unit}`,
    String(round(line.ratio)),
    line.bar === null ? '' : `${line.bar.kind} ${line.bar.ratio}`,
    line.bar === null ? '' : line.holds ? 'ok' : 'MISSED',
  ]);
  const all = [['', 'ours', 'peer', 'ratio', 'bar', ''], ...rows];
  const widths = (all[0] ?? []).map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all
    .map((row) =>
      row
        .map((cell, column) => pad(cell, widths[column] ?? 0, column))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** A sentence for each bar that was missed. */
export const missed = (lines: readonly Line[]): string[] =>
  lines.flatMap(({ name, ratio, bar, holds }) =>
    bar === null || holds
      ? []
      : [`bench ${name}: the ratio ours/peer was ${round(ratio)}, the bar is ${bar.kind} ${bar.ratio}`],
  );

const pad = (cell: string, width: number, column: number): string =>
  column === 0 ? cell.padEnd(width) : cell.padStart(width);

/** Three significant digits say as much as five runs can. */
const round = (value: number): number => (value >= 100 ? Math.round(value) : Number(value.toPrecision(3)));
