import type { Child } from 'hono/jsx';
import { decodeText } from '../../core/csv.ts';
import type { IgnoredColumn } from '../../core/ignored-columns.ts';
import type { Form } from '../form.ts';
import { sayIgnored } from '../import-words.ts';
import { Csrf, Notice } from './pieces.tsx';

/** As many lines, and faults, as a page names. */
const SHOWN = 60;
/** What is said where nothing was sent. */
export const NOTHING_SENT = '文件：还没有选，也没有贴内容。';
export const WORKBOOK = '文件：这是 Excel 工作簿。请在 Excel 里另存为 CSV（UTF-8），再选一次。';

/** What a table would do, looked at before it is done. */
export type ImportPreview = {
  readonly heading: string;
  /** What is to be known before it is done. */
  readonly warning?: string | null;
  /** What would be added; none for nothing that is shown one by one. */
  readonly lines: readonly string[];
  /** Behind the number of lines that are not shown: 条, 班. */
  readonly unit: string;
  /** What goes along with the text when it is done. */
  readonly fields: Readonly<Record<string, string>>;
  readonly text: string;
  /** Null where there is nothing to do. */
  readonly button: string | null;
};

type Props = {
  /** Where the form goes; the same for looking and doing, told apart by `step`. */
  readonly action: string;
  readonly csrf: string;
  readonly back?: string;
  readonly problem?: string | undefined;
  /** Each with line and column; nothing is done while there is one. */
  readonly faults: readonly string[];
  /** What is said above the faults. */
  readonly refused: string;
  readonly preview: ImportPreview | null;
  /** Columns of the file that are not imported. */
  readonly ignored: readonly IgnoredColumn[];
  readonly fileLabel: string;
  readonly accept: string;
  /** What was pasted and has faults, so that nothing is lost. */
  readonly pasted: string;
  /** Fields before the file. */
  readonly fields?: Child;
  /** What the table has to look like. */
  readonly children: Child;
};

const Lines = ({ lines, unit }: { lines: readonly string[]; unit: string }) => (
  <ul class="plain-list">
    {lines.slice(0, SHOWN).map((line) => (
      <li>{line}</li>
    ))}
    {lines.length > SHOWN ? <li>{`还有 ${lines.length - SHOWN} ${unit}`}</li> : null}
  </ul>
);

const Preview = ({ preview, action, csrf }: { preview: ImportPreview; action: string; csrf: string }) => (
  <section>
    <h2>{preview.heading}</h2>
    {preview.warning == null ? null : <Notice kind="warn">{preview.warning}</Notice>}
    {preview.lines.length === 0 ? null : <Lines lines={preview.lines} unit={preview.unit} />}
    {preview.button === null ? null : (
      <form method="post" action={action} enctype="multipart/form-data" class="form-end">
        <Csrf token={csrf} />
        <input type="hidden" name="step" value="do" />
        {Object.entries(preview.fields).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <textarea name="text" hidden>
          {preview.text}
        </textarea>
        <button type="submit" class="primary">
          {preview.button}
        </button>
      </form>
    )}
  </section>
);

/** A table or a calendar that comes in: looked at first, then done as a whole or not at all. Works without a script. */
export const ImportFrame = (props: Props) => (
  <>
    {props.problem === undefined ? null : <Notice kind="bad">{props.problem}</Notice>}
    {props.ignored.length === 0 ? null : (
      <section>
        <Notice kind="warn">{`有 ${props.ignored.length} 列不会导入：`}</Notice>
        <Lines lines={props.ignored.map(sayIgnored)} unit="列" />
      </section>
    )}
    {props.preview === null ? null : (
      <Preview preview={props.preview} action={props.action} csrf={props.csrf} />
    )}
    {props.faults.length === 0 ? null : (
      <section>
        <Notice kind="bad">{props.refused}</Notice>
        <Lines lines={props.faults} unit="处" />
      </section>
    )}
    <form method="post" action={props.action} enctype="multipart/form-data" class="stack">
      <Csrf token={props.csrf} />
      <input type="hidden" name="step" value="check" />
      {props.fields}
      <label for="file">{props.fileLabel}</label>
      <input id="file" name="file" type="file" accept={props.accept} />
      <label for="text">或者把内容贴在这里</label>
      <textarea id="text" name="text" rows={6}>
        {props.pasted}
      </textarea>
      {props.children}
      <div class="form-end">
        {props.back === undefined ? null : (
          <a class="button" href={props.back}>
            返回
          </a>
        )}
        <button type="submit">先检查</button>
      </div>
    </form>
  </>
);

/** What was sent: a file in UTF-8 or GBK, or else what was pasted; null for nothing. */
export async function readImport(form: Form): Promise<string | null> {
  const file = form.file('file');
  const text = file === null ? form.one('text') : decodeText(await file.arrayBuffer());
  return text.trim() === '' ? null : text;
}

/** What a look at a table found that is not imported; nothing where nothing was looked at. */
export const ignoredOf = (
  answer: { readonly ok: boolean; readonly ignored?: readonly IgnoredColumn[] } | null,
): readonly IgnoredColumn[] => answer?.ignored ?? [];

/** Looked at first; done only where the form says so. */
export const isDryRun = (form: Form): boolean => form.one('step') !== 'do';
