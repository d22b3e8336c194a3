import { isChangeCause } from '../../../booking/change-offer.ts';
import { LONGEST_RECORD, readRecord } from '../../../sessions/record.ts';
import { CONSENTS } from '../../../sessions/referral.ts';
import { isAttendance } from '../../../sessions/session.ts';
import { type Form, readForm } from '../../form.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent } from '../../render.tsx';
import { type ConsoleContext, idOf, isUuid } from '../../route.ts';
import { FIELD_NAMES, REFERRAL_PROBLEMS } from '../../session-words.ts';
import { wrongCause } from '../appointments/cause-fields.tsx';
import { renderSession, sessionOf, type TypedSession } from './session-page.tsx';

const CHANGED =
  '没有保存：这份草稿刚才在另一个窗口改过。那边存的在下面，你刚才写的在表单里，都没有丢。合到一起，再存一次。';
const TOO_LONG = `没有保存：最多 ${LONGEST_RECORD} 个字。`;

/** The page again with what was typed, and what is wrong; absent for whoever may not see it. */
async function refuse(
  c: ConsoleContext,
  parts: ConsoleParts,
  text: string,
  typed: TypedSession,
  words: readonly string[],
  status: 409 | 422 = 422,
) {
  const view = await sessionOf(c, parts);
  return view === null
    ? renderAbsent(c, parts, words)
    : renderSession(c, parts, view, { kind: 'bad', text, status }, typed);
}

/** When the draft was kept that the form was filled in from; null where there was none. */
function seenIn(form: Form): Date | null {
  const at = new Date(form.one('seen'));
  return Number.isNaN(at.getTime()) ? null : at;
}

const back = (c: ConsoleContext, id: string) => c.redirect(`/console/sessions/${id}`, 303);

export async function setAttendance(c: ConsoleContext, parts: ConsoleParts) {
  const id = idOf(c);
  const attendance = (await readForm(c)).one('attendance');
  if (id === null || !isAttendance(attendance)) return renderAbsent(c, parts);
  switch (await parts.sessions.attend(c.get('actor'), id, attendance)) {
    case 'absent':
      return renderAbsent(c, parts);
    case 'too-early':
      return refuse(c, parts, '还没有开始，不能记。', {}, []);
    case 'kept':
    case 'same':
      return back(c, id);
  }
}

export async function checkIn(c: ConsoleContext, parts: ConsoleParts) {
  const id = idOf(c);
  const done = id === null ? 'absent' : await parts.sessions.checkIn(c.get('actor'), id);
  // The booking desk has no page of the session; both find the list.
  return done === 'absent' ? renderAbsent(c, parts) : c.redirect('/console/sessions', 303);
}

export async function saveRecord(c: ConsoleContext, parts: ConsoleParts) {
  const id = idOf(c);
  const form = await readForm(c);
  const body = readRecord(form);
  if (id === null) return renderAbsent(c, parts, [body.text]);
  const seen = seenIn(form);
  const done = await parts.sessions.write(c.get('actor'), id, body, form.one('step') === 'sign', seen);
  switch (done.outcome) {
    case 'absent':
      return renderAbsent(c, parts, [body.text]);
    case 'saved':
    case 'signed':
      return back(c, id);
    case 'missing': {
      const fields = done.fields.map((field) => FIELD_NAMES[field]).join('、');
      return refuse(c, parts, `已经存成草稿。签名以前请填：${fields}。`, { body }, [body.text]);
    }
    case 'signed-before':
      return refuse(c, parts, '这份记录已经签名，请在补正里写。', { correction: body.text }, [body.text]);
    case 'changed': {
      // Signed there meanwhile, it goes on in the box for corrections.
      const typed = { body, correction: body.text, besideDraft: true };
      return refuse(c, parts, CHANGED, typed, [body.text], 409);
    }
    case 'not-attended':
      return refuse(c, parts, '来访者到了才有记录。请先记「到了」。', { body, seen }, [body.text]);
    case 'too-long':
      return refuse(c, parts, TOO_LONG, { body, seen }, [body.text]);
  }
}

export async function correctRecord(c: ConsoleContext, parts: ConsoleParts) {
  const id = idOf(c);
  const form = await readForm(c);
  const correction = form.one('text');
  const key = form.one('key');
  if (id === null) return renderAbsent(c, parts, [correction]);
  const done = await parts.sessions.correct(
    c.get('actor'),
    id,
    correction,
    isUuid(key) ? key : parts.newId(),
  );
  switch (done) {
    case 'absent':
      return renderAbsent(c, parts, [correction]);
    case 'kept':
      return back(c, id);
    case 'empty':
      return refuse(c, parts, '补正：还没有写。', {}, []);
    case 'too-long':
      return refuse(c, parts, TOO_LONG, { correction }, [correction]);
    case 'not-signed':
      return refuse(c, parts, '记录还没有签名，直接改草稿就好。', {}, [correction]);
  }
}

export async function raiseFromRecord(c: ConsoleContext, parts: ConsoleParts) {
  const id = idOf(c);
  const caseId = id === null ? null : await parts.sessions.raise(c.get('actor'), id);
  return caseId === null ? renderAbsent(c, parts) : c.redirect(`/console/cases/${caseId}`, 303);
}

export async function endSessionSeries(c: ConsoleContext, parts: ConsoleParts) {
  const id = idOf(c);
  const form = await readForm(c);
  const [series, cause, line] = [form.one('series'), form.one('cause'), form.one('line').trim()];
  if (id === null || !isUuid(series)) return renderAbsent(c, parts, [line]);
  const wrong = wrongCause(form);
  const ending = wrong === null && isChangeCause(cause) ? { cause, line } : null;
  switch (await parts.sessions.endSeries(c.get('actor'), id, series, ending)) {
    case 'absent':
      return renderAbsent(c, parts, [line]);
    case 'no-cause':
      return refuse(c, parts, wrong ?? '', { ending: { series, cause, line } }, [line]);
    case 'ended':
      return back(c, id);
  }
}

export async function addReferral(c: ConsoleContext, parts: ConsoleParts) {
  const id = idOf(c);
  const form = await readForm(c);
  const [place, other, why, documents] = [
    form.one('place'),
    form.one('other'),
    form.one('why'),
    form.one('documents'),
  ];
  if (id === null) return renderAbsent(c, parts, [why]);
  const key = form.one('key');
  const consent = form.one('consent');
  const done = await parts.referrals.add(c.get('actor'), id, {
    id: isUuid(key) ? key : parts.newId(),
    to: place === '' ? other : place,
    outside: place === '',
    why,
    documents,
    consent: CONSENTS.find((one) => one === consent) ?? null,
  });
  if (done === 'added') return back(c, id);
  if (done === 'absent') return renderAbsent(c, parts, [why]);
  const referral = { place, other, why, documents, consent };
  return refuse(c, parts, REFERRAL_PROBLEMS[done], { referral }, [why]);
}
