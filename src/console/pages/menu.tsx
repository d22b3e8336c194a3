import type { Actor } from '../../access/can.ts';
import { type Entry, type MenuGroup, menuFor, type Place } from '../navigation.ts';

/** Rows of 44 pixels that a window of 720 has room for, beside the name of the program and whoever is signed in. */
const ROWS_IN_SIGHT = 12;

type Props = { readonly actor: Actor; readonly place: Place };

const Link = ({ entry, place }: { entry: Entry; place: Place }) => (
  <a href={entry.href} aria-current={entry.place === place ? 'page' : undefined}>
    {entry.label}
  </a>
);

const isIn = ({ entries }: MenuGroup, place: Place): boolean =>
  entries.some((entry) => entry.place === place);

/** One of them is open where there is no room for all: a browser closes the others by their common name. */
const Group = ({ group, place, all }: { group: MenuGroup; place: Place; all: boolean }) => {
  const [only, ...more] = group.entries;
  if (only !== undefined && more.length === 0) return <Link entry={only} place={place} />;
  const shared = all ? {} : { name: 'menu' };
  return (
    <details open={all || isIn(group, place)} {...shared}>
      <summary>{group.label}</summary>
      {group.entries.map((entry) => (
        <Link entry={entry} place={place} />
      ))}
    </details>
  );
};

/** Beside the page, in groups that fold without a script. */
export const SideMenu = ({ actor, place }: Props) => {
  const { first, groups } = menuFor(actor);
  const rows = groups.reduce((sum, { entries }) => sum + (entries.length === 1 ? 1 : 1 + entries.length), 0);
  const all = first.length + rows <= ROWS_IN_SIGHT;
  return (
    <nav class="side-menu" aria-label="页面">
      {first.map((entry) => (
        <Link entry={entry} place={place} />
      ))}
      {groups.map((group) => (
        <Group group={group} place={place} all={all} />
      ))}
    </nav>
  );
};

/** On a phone: what calls for somebody stays in sight, the rest is behind one button. */
export const PhoneMenu = ({ actor, place }: Props) => {
  const { first, groups } = menuFor(actor);
  return (
    <nav class="phone-menu" aria-label="页面">
      {first.map((entry) => (
        <Link entry={entry} place={place} />
      ))}
      <details>
        <summary>菜单</summary>
        <div class="phone-groups">
          {groups.map(({ label, entries }) => (
            <section>
              <h2>{label}</h2>
              {entries.map((entry) => (
                <Link entry={entry} place={place} />
              ))}
            </section>
          ))}
        </div>
      </details>
    </nav>
  );
};
