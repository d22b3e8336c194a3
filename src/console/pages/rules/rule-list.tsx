import type {
  ProposalRow,
  RuleBook,
  RuleRow,
  ShippedRow,
} from '../../../conversation/desks/rules/rule-desk.ts';
import { readForm } from '../../form.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import type { ConsoleContext } from '../../route.ts';
import { CATEGORY_NAMES, categoryName, STEP_NAMES } from '../../rule-words.ts';
import { sayMoment } from '../../times.ts';
import { Csrf, Empty, LevelBadge, PageHead } from '../pieces.tsx';
import { ShippedRule, StateBadge, TestBox } from './rule-pieces.tsx';

const LONGEST_SEARCH = 60;

export const Waiting = ({ row, now }: { row: ProposalRow; now: Date }) => (
  <li>
    <a href={`/console/rules/proposals/${row.id}`}>
      <strong>
        {STEP_NAMES[row.step]}本校规则 {row.number}“{row.name}”
      </strong>
      <span class="faint">
        {row.proposedBy} {sayMoment(row.proposedAt, now)} 提出，{sayMoment(row.expiresAt, now)} 前有效
      </span>
    </a>
  </li>
);

const CentreRuleLine = ({ rule, now }: { rule: RuleRow; now: Date }) => (
  <li class={rule.broken ? 'rule-line broken' : 'rule-line'}>
    <a href={`/console/rules/${rule.id}`}>
      <span class="rule-head">
        {rule.body === null ? null : <LevelBadge level={rule.body.level} />}
        <strong>
          {rule.number} · {rule.body?.name ?? '读不出来的规则'}
        </strong>
        <StateBadge rule={rule} />
        {rule.waiting === null ? null : <span class="badge plain">有修改在等同意</span>}
      </span>
      <span class="faint">
        {rule.body === null ? '' : `${categoryName(rule.body.category)} · ${rule.body.forms.join('，')} · `}
        {rule.changedBy} {sayMoment(rule.changedAt, now)} 改
      </span>
      {rule.broken ? (
        <span class="field-problem">这一版程序用不了它，它现在不起作用。请打开修改。</span>
      ) : null}
      {rule.failing.length > 0 ? (
        <span class="field-problem">{rule.failing.length} 句例句的结果和写的不一样了，请打开看看。</span>
      ) : null}
    </a>
  </li>
);

const holds = (texts: readonly string[], search: string): boolean =>
  texts.some((text) => text.toLowerCase().includes(search));

const isFound = ({ id, why, source, forms, match, not }: ShippedRow, search: string): boolean =>
  holds([id, why, source, ...forms, ...match, ...not], search);

const isOwnFound = ({ number, body }: RuleRow, search: string): boolean =>
  body !== null &&
  holds([`centre-${number}`, body.name, body.why, ...body.forms, ...body.examples.match], search);

const Search = ({ csrf, typed }: { csrf: string; typed: string }) => (
  <form method="post" action="/console/rules" class="rule-search">
    <Csrf token={csrf} />
    <label for="search" class="sr-only">
      找词语或编号
    </label>
    <input
      id="search"
      name="search"
      type="search"
      value={typed}
      placeholder="找词语或编号"
      autocomplete="off"
    />
    <button type="submit">找</button>
    {typed === '' ? null : (
      <a class="button quiet" href="/console/rules">
        看全部
      </a>
    )}
  </form>
);

const Shipped = ({ rows, open }: { rows: readonly ShippedRow[]; open: boolean }) => (
  <>
    {Object.entries(CATEGORY_NAMES).map(([category, name]) => {
      const here = rows.filter((row) => row.category === category);
      return here.length === 0 ? null : (
        <details class="rule-group" open={open}>
          <summary>
            {name} <span class="count">{here.length}</span>
          </summary>
          <ul class="rule-lines">
            {here.map((rule) => (
              <ShippedRule rule={rule} />
            ))}
          </ul>
        </details>
      );
    })}
  </>
);

type BookProps = { readonly book: RuleBook; readonly csrf: string; readonly typed: string };

const Book = ({ book, csrf, typed }: BookProps) => {
  const search = typed.toLowerCase();
  const own = search === '' ? book.rules : book.rules.filter((row) => isOwnFound(row, search));
  const shipped = search === '' ? book.shipped : book.shipped.filter((row) => isFound(row, search));
  return (
    <>
      {book.waiting.length === 0 ? null : (
        <section>
          <h2>等第二位同事决定</h2>
          <ul class="texts rule-cards">
            {book.waiting.map((row) => (
              <Waiting row={row} now={book.now} />
            ))}
          </ul>
        </section>
      )}
      <TestBox csrf={csrf} typed="" />
      <Search csrf={csrf} typed={typed} />
      <section>
        <h2>
          本校规则 <span class="count">{own.length}</span>
        </h2>
        {own.length === 0 ? (
          <Empty>
            {search === '' ? '还没有。本校才有的地名、暗语、流行说法，可以加在这里。' : '没有找到。'}
          </Empty>
        ) : (
          <ul class="texts rule-cards">
            {own.map((rule) => (
              <CentreRuleLine rule={rule} now={book.now} />
            ))}
          </ul>
        )}
      </section>
      <section>
        <h2>
          程序自带的规则 <span class="count">{shipped.length}</span>
        </h2>
        <p class="faint">只能看，不能在这里改。本校规则只会在它们之上增加，不会减弱它们。</p>
        {shipped.length === 0 ? (
          <Empty>没有找到。可以在上面“试一段话”，看程序会怎样判断。</Empty>
        ) : (
          <Shipped rows={shipped} open={search !== ''} />
        )}
      </section>
    </>
  );
};

async function render(c: ConsoleContext, parts: ConsoleParts, typed: string) {
  const book = await parts.rules.book(c.get('actor'));
  if (book === null) return renderAbsent(c, parts);
  return renderPage(
    c,
    parts,
    { title: '识别规则', place: 'rules' },
    <>
      <PageHead title="识别规则">
        {book.mayChange ? (
          <a class="button primary" href="/console/rules/new">
            加一条规则
          </a>
        ) : null}
      </PageHead>
      <p class="faint">同学说的每句话都按这些规则判断。改动一秒内在所有地方生效。</p>
      <Book book={book} csrf={c.get('session').csrf} typed={typed} />
    </>,
  );
}

export const showRules = (c: ConsoleContext, parts: ConsoleParts) => render(c, parts, '');

/** What is looked for may be a student's word: it comes in a body, so that no address and no log holds it. */
export async function searchRules(c: ConsoleContext, parts: ConsoleParts) {
  const typed = (await readForm(c)).one('search').trim().slice(0, LONGEST_SEARCH);
  return render(c, parts, typed);
}
