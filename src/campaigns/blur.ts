import { LEAST_PEOPLE } from './audience.ts';

const STEP = 10;
/** Cells of a table below this are hidden. */
const LEAST_CELL = 10;

/** A number as an author may see it: in tens, or `few`, which zero is too. */
export type Blurred = number | 'few';

/**
 * Three digits that belong to one campaign and are shown nowhere. They move the steps at which its numbers change, so
 * that whoever knows nearly everybody's answer cannot count out the one that is missing.
 */
export type Blur = number;
export const BLURS = 1_000;

/** Any random UUID makes one. */
export const blurOf = (id: string): Blur => Number.parseInt(id.replaceAll('-', '').slice(-6), 16) % BLURS;

const digit = (blur: Blur, place: 0 | 1 | 2): number => Math.floor(blur / STEP ** place) % STEP;

const inTens = (count: number, offset: number): number => Math.floor((count + offset) / STEP) * STEP;

const blurCount = (count: number, offset: number): Blurred =>
  count < LEAST_PEOPLE ? 'few' : inTens(count, offset);

export const blurPeople = (count: number, blur: Blur): Blurred => blurCount(count, digit(blur, 0));

/** How a campaign stands. `rest`: opted out meanwhile, out of reach, left out to protect them; nobody learns which. */
export type Progress<Count> = {
  readonly total: Count;
  readonly sent: Count;
  readonly waiting: Count;
  readonly rest: Count;
};

export function blurProgress(progress: Progress<number>, blur: Blur): Progress<Blurred> {
  const total = blurCount(progress.total, digit(blur, 0));
  // Steps that lie apart must not show more sent than there are.
  const part = (count: number, place: 1 | 2): Blurred => {
    const shown = blurCount(count, digit(blur, place));
    return shown === 'few' || total === 'few' ? shown : Math.min(shown, total);
  };
  const { sent, waiting, rest } = progress;
  return { total, sent: part(sent, 1), waiting: part(waiting, 1), rest: part(rest, 2) };
}

/** A table without its small cells; where only one would be hidden, the next smallest goes with it. */
export function blurCells<Cell extends { readonly people: number }>(
  cells: readonly Cell[],
  blur: Blur,
): (Omit<Cell, 'people'> & { readonly people: number | 'hidden' })[] {
  const small = cells.filter((cell) => cell.people < LEAST_CELL);
  const hidden = new Set<Cell>(small);
  const [next] = cells.filter((cell) => !hidden.has(cell)).sort((a, b) => a.people - b.people);
  if (small.length === 1 && next !== undefined) hidden.add(next);
  return cells.map((cell) => ({
    ...cell,
    people: hidden.has(cell) ? ('hidden' as const) : inTens(cell.people, digit(blur, 0)),
  }));
}
