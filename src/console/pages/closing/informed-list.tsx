import type { ShownInformed } from '../../../conversation/desks/cases/informing-desk.ts';
import { GROUND_NAMES, PARTY_NAMES } from '../../closing-words.ts';
import { sayDay, sayTime } from '../../times.ts';

/** Who was informed, by whom, when and on what ground, as it was noted. */
export const InformedList = ({ informed }: { informed: readonly ShownInformed[] }) =>
  informed.length === 0 ? null : (
    <ul class="plain informed-list">
      {informed.map(({ party, at, by, ground, detail }) => (
        <li>
          <strong>{PARTY_NAMES[party].replace(/（.*）$/, '')}</strong>
          {` ${sayDay(at)} ${sayTime(at)}，由 ${by} 告知；依据：${GROUND_NAMES[ground]}`}
          {detail === '' ? '' : `；${detail}`}
        </li>
      ))}
    </ul>
  );
