import type { LineMark, StudentLine } from '../../../conversation/ports/timeline.ts';
import { type Level, levels, rankLevel } from '../../../keywords/screening.ts';
import { LINE_LEVELS } from '../../words.ts';
import { Csrf } from '../pieces.tsx';

/** Where what is said of a line goes; `example` is where a sentence may be written about it. */
export type Marking = {
  readonly action: string;
  readonly csrf: string;
  readonly example: ((lineId: string) => string) | null;
};

const higherThan = (level: Level): Level[] => levels.filter((one) => rankLevel(one) > rankLevel(level));

function sayMark({ verdict, expected }: LineMark): string {
  if (verdict === 'missed') return `已标：漏报，应为${LINE_LEVELS[expected ?? 'none']}`;
  return verdict === 'right' ? '已标：判断对' : '已标：误报';
}

const RightOrWrong = ({ mark }: { mark: LineMark | undefined }) => (
  <>
    {(['right', 'wrong'] as const).map((verdict) => (
      <button
        type="submit"
        name="verdict"
        value={verdict}
        class="quiet"
        aria-pressed={mark?.verdict === verdict ? 'true' : 'false'}
      >
        {verdict === 'right' ? '判断对' : '误报'}
      </button>
    ))}
  </>
);

const Missed = ({ line }: { line: StudentLine }) => (
  <details class="missed">
    <summary>{line.level === 'none' ? '漏报？' : '应该更高？'}</summary>
    <span class="missed-levels">
      应为
      {higherThan(line.level).map((level) => (
        <button type="submit" name="expected" value={level} class="quiet">
          {LINE_LEVELS[level]}
        </button>
      ))}
    </span>
  </details>
);

/** Says whether the screening of this line was right. What was tapped can be told from any word that was typed. */
export const MarkBox = ({ line, marking }: { line: StudentLine; marking: Marking }) =>
  line.kind === 'choice' || line.kind === 'unscreenable' || line.kind === 'recalled' ? null : (
    <form method="post" action={marking.action} class="mark-box">
      <Csrf token={marking.csrf} />
      <input type="hidden" name="line" value={line.id} />
      {line.mark === undefined ? null : <span class="mark-said">{sayMark(line.mark)}</span>}
      {line.level === 'none' ? null : <RightOrWrong mark={line.mark} />}
      {line.level === 'imminent' ? null : <Missed line={line} />}
      {line.mark === undefined || marking.example === null ? null : (
        <a href={marking.example(line.id)}>写成例句</a>
      )}
    </form>
  );
