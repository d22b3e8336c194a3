import type { Line } from '../../../conversation/ports/timeline.ts';
import { showable } from '../../../core/clean-text.ts';
import { sayMoment } from '../../times.ts';
import { StudentWords } from './conversation.tsx';

type Props = { lines: readonly Line[]; now: Date; explain: (ruleId: string) => string };

/** The last words, to be read and nothing else: without files, marks or answers. */
export const SimpleTalk = ({ lines, now, explain }: Props) => (
  <ol class="talk">
    {lines.map((line) => (
      <li class={`line from-${line.from}`}>
        <p class="line-head">
          <strong>{line.from === 'student' ? '同学' : line.from === 'bot' ? '程序' : '老师（真人）'}</strong>
          <time datetime={line.at.toISOString()}>{sayMoment(line.at, now)}</time>
        </p>
        <div class="bubble">
          {line.from === 'student' ? (
            <StudentWords line={withoutFile(line)} explain={explain} />
          ) : (
            <p class="words" dir="auto">
              {showable(line.text)}
            </p>
          )}
        </div>
      </li>
    ))}
  </ol>
);

function withoutFile(line: Extract<Line, { from: 'student' }>): Extract<Line, { from: 'student' }> {
  const { media: _media, ...rest } = line;
  return rest;
}
