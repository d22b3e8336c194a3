import type { Language } from '../../core/language.ts';
import type { ShownLine } from '../arrange-lines.ts';
import { languageTag } from '../language-tag.ts';
import type { PageView } from '../view.ts';
import { Callable } from './hotlines.tsx';

const timeIn = (language: Language): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat(languageTag(language), {
    timeZone: 'Asia/Shanghai',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
const TIME: Readonly<Record<Language, Intl.DateTimeFormat>> = { zh: timeIn('zh'), en: timeIn('en') };

/** The conversation; a screen reader hears what is added to it. */
export function Lines({ view }: { readonly view: PageView }) {
  const { lines } = view.conversation;
  return (
    <div id="lines" role="log" aria-live="polite" aria-label={view.texts('talk.label')}>
      {lines.map((line, index) => (
        <OneLine line={line} view={view} named={startsTurn(lines[index - 1], line)} />
      ))}
    </div>
  );
}

/** Who speaks is said once, until somebody else does or five minutes go by. */
function startsTurn(before: ShownLine | undefined, line: ShownLine): boolean {
  return (
    before === undefined || before.from !== line.from || line.at.getTime() - before.at.getTime() > 5 * 60_000
  );
}

type OneLineProps = { readonly line: ShownLine; readonly view: PageView; readonly named: boolean };

function OneLine({ line, view, named }: OneLineProps) {
  return (
    <article id={`line-${line.id}`} class={`line ${line.from}${named ? ' named' : ''}`}>
      <p class={named ? 'who' : 'who unseen'}>
        {speaker(line.from, view)}{' '}
        <time datetime={line.at.toISOString()}>{TIME[view.language].format(line.at)}</time>
      </p>
      <div class="words" dir="auto">
        {line.picture === null ? null : (
          <img
            class="picture"
            src={`/chat/picture/${line.picture}`}
            alt={view.texts(line.from === 'student' ? 'talk.ownPicture' : 'talk.picture')}
          />
        )}
        {line.from === 'student' ? line.text : <Told text={line.text} view={view} />}
        {line.file === null ? null : (
          <p class="file">
            <a href={`/chat/file/${line.id}`} download={line.file}>
              {view.texts('talk.file')}
            </a>
          </p>
        )}
      </div>
    </article>
  );
}

function speaker(from: ShownLine['from'], view: PageView): string {
  switch (from) {
    case 'student':
      return view.texts('talk.student');
    case 'bot':
      return view.texts('talk.program');
    case 'counsellor':
      return view.texts('talk.counsellor');
  }
}

/** A calendar's address, which leads to this site alone, whatever host the words name. */
const CALENDAR = /(https?:\/\/\S+\/calendar\/[\w-]+\.ics)/;

/** What was told, with numbers to call and the calendar to add. */
function Told({ text, view }: { readonly text: string; readonly view: PageView }) {
  return (
    <>
      {text
        .split(CALENDAR)
        .map((part) =>
          CALENDAR.test(part) ? (
            <a href={new URL(part).pathname}>{part}</a>
          ) : (
            <Callable text={part} hotlines={view.hotlines} />
          ),
        )}
    </>
  );
}
