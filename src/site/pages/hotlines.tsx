import type { Hotline } from '../../flows/flow.ts';
import type { PageView } from '../view.ts';
import { PhoneIcon } from './icons.tsx';

/** What a telephone dials: digits and a leading plus. */
const dialled = (number: string): string => `tel:${number.replace(/(?!^\+)[^0-9]/g, '')}`;

export function Hotlines({ view }: { readonly view: PageView }) {
  return (
    <nav class="hotlines" aria-label={view.texts('hotlines.header')}>
      <h2>{view.texts('hotlines.header')}</h2>
      <ul>
        {view.hotlines.map((line) => (
          <li>
            <a href={dialled(line.number)} title={`${line.name} ${line.hours}`}>
              <PhoneIcon />
              <span class="what">
                <strong>{line.number}</strong> <span class="name">{line.name}</span>
              </span>
              <span class="hours">{line.hours}</span>
            </a>
          </li>
        ))}
      </ul>
      <p class="about">{view.texts('footer')}</p>
    </nav>
  );
}

/** Text in which the numbers that can be called are links. */
export function Callable({
  text,
  hotlines,
}: {
  readonly text: string;
  readonly hotlines: readonly Hotline[];
}) {
  return (
    <>
      {splitNumbers(text, hotlines).map((part) =>
        part.isNumber ? <a href={dialled(part.text)}>{part.text}</a> : part.text,
      )}
    </>
  );
}

const DIGITS = /(\+?[0-9][0-9-]*[0-9])/;

/** Only whole runs of digits that are a known number: 12356 in a student number is none. */
function splitNumbers(text: string, hotlines: readonly Hotline[]): { text: string; isNumber: boolean }[] {
  const known = new Set(hotlines.map((line) => dialled(line.number)));
  return text
    .split(DIGITS)
    .filter((part) => part !== '')
    .map((part) => ({ text: part, isNumber: DIGITS.test(part) && known.has(dialled(part)) }));
}
