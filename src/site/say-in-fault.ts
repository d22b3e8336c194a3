/** What is written while no database can be reached: a crisis is kept and answered at once, the rest stays in the box. */
import type { Context } from 'hono';
import type { Incoming } from '../core/channel.ts';
import { pageLanguage } from './page-language.ts';
import type { SiteFault, SiteParts } from './parts.ts';
import { isScript, renderProblem, renderView } from './render.tsx';
import { bareView, URGENT_CHOICE } from './view.ts';

/** Tells the page's script that it was no network that failed. */
const FAULT_HEADER = 'x-xinqiao-fault';

export async function sayInFault(
  c: Context,
  parts: SiteParts,
  fault: SiteFault,
  incoming: Incoming,
): Promise<Response> {
  const { body } = incoming;
  const language = pageLanguage(c, parts, null);
  const { kept, text, at } = await fault.take(incoming, language);
  c.header(FAULT_HEADER, 'database');
  if (!kept) return renderProblem(c, parts, 'fault-unsent', 503, body.kind === 'text' ? body.text : '');
  const view = await bareView(parts, language, 'fault');
  const said = body.kind === 'text' ? body.text : view.texts('urgent');
  const lines = [
    { id: `${incoming.updateKey}-said`, from: 'student' as const, at, text: said, ...BARE },
    { id: `${incoming.updateKey}-told`, from: 'bot' as const, at, text: text ?? '', ...BARE },
  ];
  const choices = [[{ id: URGENT_CHOICE, label: view.texts('urgent') }]];
  return renderView(c, parts, { ...view, remark: null, conversation: { lines, choices } });
}

const BARE = { picture: null, file: null };

/** Nothing can be read now: the page with its numbers, its box and what is the matter. */
export async function showInFault(c: Context, parts: SiteParts): Promise<Response> {
  c.header(FAULT_HEADER, 'database');
  if (isScript(c)) return c.body(null, 503);
  return renderProblem(c, parts, 'fault', 503);
}
