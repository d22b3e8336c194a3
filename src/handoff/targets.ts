import { z } from 'zod';
import { isStaffRole } from '../access/roles.ts';

const NOTIFIER = 'notifier:';
const PERSON = 'person:';
const ROTA = 'rota:';
const ROLE = 'role:';

const nameBehind = (prefix: string, target: string): string | null =>
  target.startsWith(prefix) ? target.slice(prefix.length) : null;

/** The name of the notifier that a target of a step stands for; null for people. */
export const notifierOf = (target: string): string | null => nameBehind(NOTIFIER, target);
/** The staff member whom a target names. */
export const personOf = (target: string): string | null => nameBehind(PERSON, target);
/** The rotation whose present members a target names. */
export const rotaOf = (target: string): string | null => nameBehind(ROTA, target);
/** The role that a target stands for; the desk that is staffed around the clock is a role. */
export const roleOf = (target: string): string | null =>
  target === 'desk' ? 'desk' : nameBehind(ROLE, target);

const isName = (text: string | null): boolean =>
  text !== null && text.length <= 40 && text !== '' && text.trim() === text;

const isTarget = (text: string): boolean =>
  text === 'duty' ||
  text === 'backup' ||
  isStaffRole(roleOf(text) ?? '') ||
  isName(personOf(text)) ||
  isName(rotaOf(text)) ||
  /^[a-z0-9-]{1,40}$/.test(notifierOf(text) ?? '');

/**
 * Whom a step calls: `duty`, `backup`, `desk`, everybody with a role (`role:centre-head`), somebody (`person:<name>`),
 * whoever a rotation has on now (`rota:<name>`), or a group (`notifier:<name>`).
 */
export const target = z.string().refine(isTarget, {
  message: 'duty, backup, desk, role:<role>, person:<name>, rota:<name> or notifier:<name>',
});
