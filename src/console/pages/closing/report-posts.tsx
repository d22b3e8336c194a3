import type { IssuedReport, ReportProblem } from '../../../conversation/desks/cases/crisis-report-desk.ts';
import { isMeasure, type ReportDraft } from '../../../handoff/closing/crisis-report.ts';
import { REPORT_PROBLEMS } from '../../closing-words.ts';
import { type Form, readForm } from '../../form.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent } from '../../render.tsx';
import { type ConsoleContext, idOf } from '../../route.ts';
import { readTime, renderReport, reportOf } from './report-page.tsx';

const readDraft = (form: Form): ReportDraft => ({
  measures: form.all('measure').filter(isMeasure),
  statement: form.one('statement'),
  identity: form.one('who') === 'identity' ? form.one('identity') : null,
});

const pathOf = (id: string, time: number): string => `/console/cases/${id}/report?time=${time}`;

async function refuse(
  c: ConsoleContext,
  parts: ConsoleParts,
  time: number | null,
  problem: ReportProblem,
  typed: { draft?: ReportDraft; correction?: string },
) {
  const found = await reportOf(c, parts, time);
  if (found === null || problem === 'absent') {
    const { draft, correction = '' } = typed;
    return renderAbsent(c, parts, [draft?.statement ?? '', draft?.identity ?? '', correction]);
  }
  return renderReport(c, parts, ...found, REPORT_PROBLEMS[problem], typed);
}

/** Keeps the draft, or issues it. */
export async function saveReport(c: ConsoleContext, parts: ConsoleParts) {
  const id = idOf(c);
  if (id === null) return renderAbsent(c, parts);
  const form = await readForm(c);
  const draft = readDraft(form);
  const version = Number(form.one('version'));
  const time = readTime(form.one('time'));
  const actor = c.get('actor');
  if (!Number.isSafeInteger(version) || version < 0 || time === null)
    return refuse(c, parts, time, 'stale', { draft });
  const done =
    form.one('step') === 'issue'
      ? await parts.crisisReports.issue(actor, id, time, version, draft)
      : await parts.crisisReports.save(actor, id, time, version, draft);
  return done.ok ? c.redirect(pathOf(id, time), 303) : refuse(c, parts, time, done.code, { draft });
}

export async function addSupplement(c: ConsoleContext, parts: ConsoleParts) {
  const id = idOf(c);
  if (id === null) return renderAbsent(c, parts);
  const form = await readForm(c);
  const correction = form.one('text');
  const time = readTime(form.one('time'));
  if (time === null) return refuse(c, parts, time, 'stale', { correction });
  const done = await parts.crisisReports.supplement(c.get('actor'), id, time, correction);
  return done.ok ? c.redirect(pathOf(id, time), 303) : refuse(c, parts, time, done.code, { correction });
}

const TYPES = {
  pdf: 'application/pdf',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

/** Loaded only when somebody wants a report: the program must be there within seconds of its start. */
const render = {
  async pdf(issued: IssuedReport, { reportFont }: ConsoleParts): Promise<Buffer> {
    const { renderPdf } = await import('../../reports/render-pdf.ts');
    return renderPdf(issued, await reportFont());
  },
  async xlsx(issued: IssuedReport): Promise<Buffer> {
    const { renderSheet } = await import('../../reports/render-sheet.ts');
    return renderSheet(issued);
  },
} as const;

export const downloadReport =
  (format: keyof typeof TYPES) => async (c: ConsoleContext, parts: ConsoleParts) => {
    const id = idOf(c);
    const time = readTime(c.req.query('time'));
    const issued = id === null ? null : await parts.crisisReports.download(c.get('actor'), id, time);
    if (issued === null) {
      // Whoever may see it, and finds nothing issued yet, is led to the draft.
      const found = await reportOf(c, parts, time);
      return found === null ? renderAbsent(c, parts) : c.redirect(pathOf(found[0], found[1].time), 303);
    }
    const bytes = await render[format](issued, parts);
    return c.body(new Uint8Array(bytes), 200, {
      'Content-Type': TYPES[format],
      'Content-Disposition': `attachment; filename="crisis-report-${issued.report.number}.${format}"`,
    });
  };
