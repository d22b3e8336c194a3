import type { Actor } from '../../access/can.ts';
import { compareRotas, type StintChange } from '../../handoff/rota/stint-changes.ts';
import type { Scope } from '../scope.ts';
import { byOf, changingRota } from './change-rota.ts';
import type { StaffTexts } from './relay.ts';
import { tellOrNotify } from './tell-or-notify.ts';
import { sayDuty, sayPeriod, type Voice } from './tell-voiced.ts';

/** As many changes as one message names; the rest are counted. */
const NAMED = 8;

/** Changes who is on call as `changingRota` does, and tells whoever is on at other times than before. */
export const changeRotaAndTell = <T>(scope: Scope, actor: Actor, work: () => Promise<T>): Promise<T> =>
  tellRotaChanges(scope, actor, () => changingRota(scope, work));

/**
 * Does something that may change who is on call, and tells everybody whose own times are others afterwards, in one message
 * each; nobody is told of what they have done themselves.
 */
export async function tellRotaChanges<T>(scope: Scope, actor: Actor, work: () => Promise<T>): Promise<T> {
  const { stores, now, parts } = scope;
  const before = await stores.rota.read(now);
  const outcome = await work();
  const { changes, ahead } = compareRotas(before, await stores.rota.read(now), now);
  const told = new Set(changes.map(({ staffId }) => staffId).filter((staffId) => staffId !== byOf(actor)));
  if (told.size === 0) return outcome;
  const names = new Map((await stores.staff.list()).map(({ id, name }) => [id, name]));
  const key = `rota-changed:${parts.newId()}`;
  const link = `${parts.publicUrl}/console/duty`;
  for (const staffId of told) {
    const own = changes.filter((change) => change.staffId === staffId);
    const notice = {
      count: own.length,
      what: (texts: StaffTexts) => texts('notice.rota', { count: own.length }),
    };
    await tellOrNotify(scope, staffId, key, notice, (voice) => ({
      text: sayChanges(voice, own, { ahead, link, nameOf: (id) => names.get(id) ?? '' }),
    }));
  }
  return outcome;
}

type Saying = {
  readonly ahead: 'whole' | 'weeks';
  readonly link: string;
  readonly nameOf: (staffId: string) => string;
};

function sayChanges(voice: Voice, changes: readonly StintChange[], { ahead, link, nameOf }: Saying): string {
  const { texts } = voice;
  const [first] = changes;
  if (first !== undefined && changes.length === 1 && ahead === 'whole') return sayOne(voice, first, nameOf);
  const lines = changes.slice(0, NAMED).map((change) => sayLine(voice, change, nameOf));
  const left = changes.length - lines.length;
  if (left > 0) lines.push(texts('rota.line.more', { count: left }));
  const figures = { count: changes.length, lines: lines.join('\n'), link };
  return ahead === 'whole' ? texts('rota.changes', figures) : texts('rota.changesAhead', figures);
}

const figuresOf = (voice: Voice, change: StintChange) => ({
  period: sayPeriod(voice, change),
  duty: sayDuty(voice, change.duty),
});

function sayOne(voice: Voice, change: StintChange, nameOf: Saying['nameOf']): string {
  const { texts } = voice;
  const figures = figuresOf(voice, change);
  const on = change.kind === 'on';
  if (change.other === null) return texts(on ? 'rota.assigned' : 'rota.freed', figures);
  return texts(on ? 'rota.assignedFor' : 'rota.takenOver', { ...figures, name: nameOf(change.other) });
}

function sayLine(voice: Voice, change: StintChange, nameOf: Saying['nameOf']): string {
  const { texts } = voice;
  const figures = figuresOf(voice, change);
  const on = change.kind === 'on';
  if (change.other === null) return texts(on ? 'rota.line.on' : 'rota.line.off', figures);
  return texts(on ? 'rota.line.onFor' : 'rota.line.offTo', { ...figures, name: nameOf(change.other) });
}
