import { LONGEST_FACT } from '../../../conversation/desks/cases/identity-desk.ts';
import { isFactField } from '../../../handoff/identity-store.ts';
import { readForm } from '../../form.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent } from '../../render.tsx';
import { type ConsoleContext, idOf, isUuid } from '../../route.ts';
import { Notice } from '../pieces.tsx';
import type { Typed } from '../typed.ts';
import { freshActions } from './case-actions.tsx';
import { renderCase } from './case-page.tsx';

const toCase = (c: ConsoleContext, id: string) => c.redirect(`/console/cases/${id}`, 303);

/** Null looks like absent: neither the case nor the right is told apart. */
async function mineToChange(c: ConsoleContext, parts: ConsoleParts, right: 'note' | 'link') {
  const id = idOf(c);
  if (id === null) return null;
  const known = await parts.identity.view(c.get('actor'), id);
  return known?.may[right] ? id : null;
}

async function refuse(c: ConsoleContext, parts: ConsoleParts, id: string, text: string, typed?: Typed) {
  const view = await parts.cases.view(c.get('actor'), id);
  if (view === null) return renderAbsent(c, parts);
  const state = { ...freshActions(parts.newId()), ...(typed === undefined ? {} : { typed }) };
  return renderCase(c, parts, view, state, 422, <Notice kind="bad">{text}</Notice>);
}

export async function noteFact(c: ConsoleContext, parts: ConsoleParts) {
  const id = await mineToChange(c, parts, 'note');
  if (id === null) return renderAbsent(c, parts);
  const form = await readForm(c);
  const field = form.one('field');
  const typed = { form: 'fact', fields: form } as const;
  if (!isFactField(field)) return refuse(c, parts, id, '没有记下：请选姓名、电话或学院。', typed);
  switch (await parts.identity.note(c.get('actor'), id, field, form.one('value'))) {
    case 'noted':
      return toCase(c, id);
    case 'too-long':
      return refuse(c, parts, id, `没有记下：最多 ${LONGEST_FACT} 个字。`, typed);
    case 'absent':
      return renderAbsent(c, parts);
  }
}

export async function linkCase(c: ConsoleContext, parts: ConsoleParts) {
  const id = await mineToChange(c, parts, 'link');
  if (id === null) return renderAbsent(c, parts);
  const form = await readForm(c);
  const typed = form.one('number').normalize('NFKC').trim().replace(/^#/, '');
  const number = /^[0-9]{1,9}$/.test(typed) ? Number(typed) : null;
  const linked = number === null ? 'unknown' : await parts.identity.link(c.get('actor'), id, number);
  switch (linked) {
    case 'linked':
      return toCase(c, id);
    case 'unknown':
      return refuse(c, parts, id, '没有关联：没有找到这个个案号，或者你不能看到它。', {
        form: 'link',
        fields: form,
      });
    case 'absent':
      return renderAbsent(c, parts);
  }
}

export async function unlinkCase(c: ConsoleContext, parts: ConsoleParts) {
  const id = await mineToChange(c, parts, 'link');
  if (id === null) return renderAbsent(c, parts);
  const other = (await readForm(c)).one('other');
  if (!isUuid(other)) return refuse(c, parts, id, '没有取消：请从页面上点。');
  await parts.identity.unlink(c.get('actor'), id, other);
  return toCase(c, id);
}
