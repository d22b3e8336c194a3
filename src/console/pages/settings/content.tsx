import type { Child } from 'hono/jsx';
import { isLanguage, LANGUAGES, type Language } from '../../../core/language.ts';
import { readForm } from '../../form.ts';
import type { ConsoleParts, ContentProblem, ContentRow } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import type { ConsoleContext } from '../../route.ts';
import { Csrf, FieldProblem, Notice, PageHead } from '../pieces.tsx';

const LANGUAGE_WORDS: Readonly<Record<Language, string>> = { zh: '中文', en: 'English' };

const editLink = ({ language, area, key }: ContentRow): string =>
  `/console/content/edit?${new URLSearchParams({ language, area, key }).toString()}`;

const languageOf = (named: string | undefined): Language =>
  named !== undefined && isLanguage(named) ? named : 'zh';

const LanguageLinks = ({ shown }: { shown: Language }) => (
  <nav class="languages" aria-label="语言">
    {LANGUAGES.map((language) => (
      <a
        href={`/console/content?language=${language}`}
        aria-current={language === shown ? 'page' : undefined}
      >
        {LANGUAGE_WORDS[language]}
      </a>
    ))}
  </nav>
);

const Area = ({ area, rows }: { area: string; rows: readonly ContentRow[] }) => (
  <section>
    <h2>
      {area} <span class="count">{rows.length}</span>
    </h2>
    <ul class="texts">
      {rows.map((row) => (
        <li>
          <a href={editLink(row)}>
            <code>{row.key}</code>
            {row.version > 0 ? <span class="badge plain">改过 · 第 {row.version} 版</span> : null}
            <span class="text-now">{row.text}</span>
          </a>
        </li>
      ))}
    </ul>
  </section>
);

export async function showContent(c: ConsoleContext, parts: ConsoleParts) {
  const rows = await parts.content.list(c.get('actor'));
  if (rows === null) return renderAbsent(c, parts);
  const language = languageOf(c.req.query('language'));
  const shown = rows.filter((row) => row.language === language);
  const areas = [...new Set(shown.map(({ area }) => area))];
  return renderPage(
    c,
    parts,
    { title: '文字', place: 'content' },
    <>
      <PageHead title="文字">
        <p class="faint">程序对同学说的话，中心都可以改。改动一秒内生效，随时可以恢复原文。</p>
      </PageHead>
      <LanguageLinks shown={language} />
      {areas.map((area) => (
        <Area area={area} rows={shown.filter((row) => row.area === area)} />
      ))}
    </>,
  );
}

type EditState = { readonly typed: string; readonly problem?: ContentProblem };

const placeholdersOf = (text: string): string[] => [...new Set(text.match(/\{[a-zA-Z]+\}/g) ?? [])];

const EditForm = ({ row, csrf, state }: { row: ContentRow; csrf: string; state: EditState }) => {
  const names = placeholdersOf(row.fileText);
  const { problem } = state;
  return (
    <form method="post" action="/console/content/edit" class="stack" novalidate>
      <Csrf token={csrf} />
      <input type="hidden" name="language" value={row.language} />
      <input type="hidden" name="area" value={row.area} />
      <input type="hidden" name="key" value={row.key} />
      <input type="hidden" name="version" value={row.version} />
      <label for="text">对同学说的话</label>
      <textarea
        id="text"
        name="text"
        rows={8}
        aria-describedby={problem === undefined ? 'text-hint' : 'text-problem'}
        aria-invalid={problem === undefined ? undefined : 'true'}
      >
        {state.typed}
      </textarea>
      <FieldProblem
        id="text-problem"
        text={
          problem === undefined
            ? undefined
            : `${problem.field}：现在是“${problem.found}”，应该是“${problem.expected}”。`
        }
      />
      <p class="faint" id="text-hint">
        {names.length === 0
          ? '这段话没有要填的空。'
          : `花括号里的是程序要填的，每一个都要留着：${names.join(' ')}`}
      </p>
      <div class="form-end">
        {row.version > 0 ? (
          <button type="submit" name="do" value="restore">
            恢复原文
          </button>
        ) : null}
        <button type="submit" class="primary" name="do" value="save">
          保存
        </button>
      </div>
    </form>
  );
};

function renderEdit(
  c: ConsoleContext,
  parts: ConsoleParts,
  row: ContentRow,
  state: EditState,
  status: 200 | 409 | 422 = 200,
  notice: Child = null,
) {
  return renderPage(
    c,
    parts,
    { title: '改文字', place: 'content', status },
    <div class="narrow">
      <p class="crumb">
        <a href={`/console/content?language=${row.language}`}>文字</a> / {LANGUAGE_WORDS[row.language]} /{' '}
        {row.area}
      </p>
      <PageHead title={row.key} />
      {notice}
      <EditForm row={row} csrf={c.get('session').csrf} state={state} />
      <h2>原文</h2>
      <p class="file-text">{row.fileText}</p>
    </div>,
  );
}

type Named = { readonly language: Language; readonly area: string; readonly key: string };

async function findRow(c: ConsoleContext, parts: ConsoleParts, { language, area, key }: Named) {
  const rows = await parts.content.list(c.get('actor'));
  return rows?.find((row) => row.language === language && row.area === area && row.key === key) ?? null;
}

export async function showEditContent(c: ConsoleContext, parts: ConsoleParts) {
  const language = languageOf(c.req.query('language'));
  const row = await findRow(c, parts, {
    language,
    area: c.req.query('area') ?? '',
    key: c.req.query('key') ?? '',
  });
  if (row === null) return renderAbsent(c, parts);
  return renderEdit(c, parts, row, { typed: row.text });
}

export async function changeContent(c: ConsoleContext, parts: ConsoleParts) {
  const form = await readForm(c);
  const language = languageOf(form.one('language'));
  const row = await findRow(c, parts, { language, area: form.one('area'), key: form.one('key') });
  if (row === null) return renderAbsent(c, parts);
  const typed = form.one('text');
  if (form.one('version') !== String(row.version)) {
    const notice = <Notice kind="warn">没有保存：刚才有人改过这段话，现在是：“{row.text}”。</Notice>;
    return renderEdit(c, parts, row, { typed }, 409, notice);
  }
  const text = form.one('do') === 'restore' ? null : typed;
  const changed = await parts.content.change(c.get('actor'), row.language, row.area, row.key, text);
  if (changed.ok) return c.redirect(`/console/content?language=${row.language}`, 303);
  if (changed.code !== 'problem') return renderAbsent(c, parts);
  return renderEdit(c, parts, row, { typed, problem: changed.problem }, 422);
}
