import type { Line, StudentLine } from '../../../conversation/ports/timeline.ts';
import { showable } from '../../../core/clean-text.ts';
import { type Segment, splitByMatches } from '../../highlight.ts';
import { sayMoment } from '../../times.ts';
import { DELIVERIES } from '../../words.ts';
import { LevelBadge } from '../pieces.tsx';
import { MarkBox, type Marking } from './mark-box.tsx';
import { Media } from './media.tsx';

type SentLine = Exclude<Line, StudentLine>;
type Explain = (ruleId: string) => string;

const KIND_NOTES: Readonly<Record<StudentLine['kind'], string>> = {
  text: '',
  edit: '改后',
  choice: '点了按钮',
  unscreenable: '语音、图片或文件，程序看不懂',
  recalled: '对方撤回了一条消息，看不出是哪一条',
};

const explainAll = (rules: readonly string[], explain: Explain): string =>
  rules
    .map(explain)
    .filter((why) => why !== '')
    .join('；');

const Words = ({ segments, explain }: { segments: readonly Segment[]; explain: Explain }) => (
  <p class="words" dir="auto">
    {segments.map(({ text, rules }) =>
      rules.length === 0 ? text : <mark title={explainAll(rules, explain)}>{text}</mark>,
    )}
  </p>
);

/** Why each marked place was marked, in words, since a phone shows no hover text. */
const Reasons = ({ segments, explain }: { segments: readonly Segment[]; explain: Explain }) => {
  const reasons = segments
    .filter(({ rules }) => rules.length > 0)
    .map(({ text, rules }) => ({ text, why: explainAll(rules, explain) }))
    .filter(({ why }) => why !== '');
  const places = new Map<string, string[]>();
  for (const { text, why } of reasons) places.set(why, [...(places.get(why) ?? []), text]);
  return places.size === 0 ? null : (
    <ul class="reasons">
      {[...places].map(([why, texts]) => (
        <li>
          <span class="reason-words">{[...new Set(texts)].join('、')}</span> {why}
        </li>
      ))}
    </ul>
  );
};

export const StudentWords = ({ line, explain }: { line: StudentLine; explain: Explain }) => {
  const segments = splitByMatches(line.text, line.matches);
  const note = KIND_NOTES[line.kind];
  return (
    <>
      {note === '' ? null : <p class="kind-note">{note}</p>}
      {line.recalledAt === undefined ? null : <p class="kind-note">对方撤回了，原话留在这里</p>}
      {segments.length === 0 ? null : <Words segments={segments} explain={explain} />}
      {line.original === undefined ? null : (
        <p class="original" dir="auto">
          <span class="faint">原文：</span>
          {showable(line.original)}
        </p>
      )}
      <Reasons segments={segments} explain={explain} />
      {line.media === undefined ? null : <Media media={line.media} />}
    </>
  );
};

const Delivery = ({ delivery }: { delivery: SentLine['delivery'] }) => (
  <span class={`delivery delivery-${delivery}`}>{DELIVERIES[delivery]}</span>
);

const SentWords = ({ line }: { line: SentLine }) => (
  <>
    {line.picture === undefined ? null : (
      <Media media={{ id: line.picture, state: 'kept', kind: 'picture' }} alt="发给同学的图片" />
    )}
    <p class="words" dir="auto">
      {showable(line.text)}
    </p>
    {line.choices.length === 0 ? null : (
      <p class="choices">
        {line.choices.map(({ label }) => (
          <span class="choice">{showable(label)}</span>
        ))}
      </p>
    )}
  </>
);

const speakerOf = (line: Line): string => {
  if (line.from === 'student') return '同学';
  return line.from === 'bot' ? '程序' : `${line.author ?? '值班老师'}（真人）`;
};

export const Conversation = ({
  lines,
  now,
  explain,
  marking,
}: {
  lines: readonly Line[];
  now: Date;
  explain: Explain;
  marking: Marking;
}) => (
  <ol class="talk">
    {lines.map((line) => (
      <li class={`line from-${line.from}`} id={`line-${line.id}`}>
        <p class="line-head">
          <strong>{speakerOf(line)}</strong>
          <time datetime={line.at.toISOString()}>{sayMoment(line.at, now)}</time>
          {line.from === 'student' ? (
            <LevelBadge level={line.level} />
          ) : (
            <Delivery delivery={line.delivery} />
          )}
        </p>
        <div class="bubble">
          {line.from === 'student' ? (
            <StudentWords line={line} explain={explain} />
          ) : (
            <SentWords line={line} />
          )}
        </div>
        {line.from === 'student' ? <MarkBox line={line} marking={marking} /> : null}
      </li>
    ))}
  </ol>
);
