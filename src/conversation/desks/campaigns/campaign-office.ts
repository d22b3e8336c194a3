import { nameActor, nameResource } from '../../../access/audit.ts';
import { type Actor, can } from '../../../access/can.ts';
import type { Action } from '../../../access/role-table.ts';
import { checkAudience } from '../../../campaigns/audience.ts';
import { blurOf } from '../../../campaigns/blur.ts';
import { type Campaign, type CampaignStatus, mayStep, type Step } from '../../../campaigns/campaign.ts';
import { checkDraft } from '../../../campaigns/check-draft.ts';
import { afterQuietHours, readSendTime } from '../../../campaigns/send-time.ts';
import { fail, ok } from '../../../core/result.ts';
import { audit, type ConversationParts, inScope, type Scope } from '../../scope.ts';
import type { CampaignDesk, When } from './campaign-desk.ts';
import { countPeople, readNames, toRow, toView } from './campaign-view.ts';

const SHOWN = 100;

const ACTIONS: Readonly<Record<Step, Action>> = {
  edit: 'campaign.write',
  send: 'campaign.send',
  pause: 'campaign.send',
  resume: 'campaign.send',
  cancel: 'campaign.cancel',
};

const allows = (actor: Actor, action: Action, id: string): boolean =>
  can(actor, action, { kind: 'campaigns', id }, 'administration');

async function permits(scope: Scope, actor: Actor, action: Action, id?: string): Promise<boolean> {
  const resource = id === undefined ? ({ kind: 'campaigns' } as const) : ({ kind: 'campaigns', id } as const);
  const allowed = can(actor, action, resource, 'administration');
  const entry = { actor: nameActor(actor), action, resource: nameResource(resource) };
  await audit(scope, { ...entry, purpose: 'administration', allowed });
  return allowed;
}

/** The campaign, where the actor may do this with it. */
const find = async (scope: Scope, actor: Actor, action: Action, id: string): Promise<Campaign | null> =>
  (await permits(scope, actor, action, id)) ? scope.stores.campaigns.byId(id) : null;

const readWhen = (when: When, now: Date) =>
  when.kind === 'now' ? ok(now) : toResult(readSendTime(when.text, now));

const toResult = (read: ReturnType<typeof readSendTime>) => (read.ok ? ok(read.at) : fail(read.code));

export function createCampaignDesk(parts: ConversationParts): CampaignDesk {
  return {
    list: (actor) =>
      inScope(parts, async (scope) => {
        if (!(await permits(scope, actor, 'campaign.see'))) return null;
        const names = await readNames(scope);
        return (await scope.stores.campaigns.list(SHOWN)).map((one) => toRow(one, names));
      }),
    view: (actor, id) =>
      inScope(parts, async (scope) => {
        const one = await find(scope, actor, 'campaign.see', id);
        if (one === null) return null;
        return toView(scope, one, (step) => mayStep(step, one.status) && allows(actor, ACTIONS[step], id));
      }),
    create: (actor, id, input) =>
      inScope(parts, async (scope) => {
        if (!(await permits(scope, actor, 'campaign.write', id)) || actor.kind !== 'staff') {
          return fail('absent');
        }
        const checked = checkDraft(input);
        if (!checked.ok) return { ok: false, code: 'problems', problems: checked.problems };
        const { draft } = checked;
        const made = { id, authorId: actor.staffId, blur: blurOf(parts.newId()), now: scope.now };
        if (!(await scope.stores.campaigns.add({ ...draft, ...made }))) {
          // A form that came twice is no mistake; the id of somebody else's campaign is.
          const there = await scope.stores.campaigns.byId(id);
          return there?.authorId === actor.staffId ? { ok: true, id } : fail('changed');
        }
        await scope.stores.tellChange('campaign');
        return { ok: true, id };
      }),
    edit: (actor, id, version, input) =>
      inScope(parts, async (scope) => {
        if ((await find(scope, actor, 'campaign.write', id)) === null) return fail('absent');
        const checked = checkDraft(input);
        if (!checked.ok) return { ok: false, code: 'problems', problems: checked.problems };
        const { campaigns } = scope.stores;
        if (!(await campaigns.edit(id, version, checked.draft, scope.now))) return fail('changed');
        await scope.stores.tellChange('campaign');
        return { ok: true };
      }),
    plan: (actor, id, when) =>
      inScope(parts, async (scope) => {
        if ((await find(scope, actor, 'campaign.send', id)) === null) return fail('absent');
        const at = readWhen(when, scope.now);
        if (!at.ok) return at;
        const leavesAt = afterQuietHours(at.value);
        return ok({ at: at.value, leavesAt, waits: leavesAt > at.value });
      }),
    send: (actor, id, version, when) => inScope(parts, (scope) => send(scope, actor, id, version, when)),
    step: (actor, id, step) =>
      inScope(parts, async (scope) => {
        const one = await find(scope, actor, ACTIONS[step], id);
        if (one === null) return 'absent';
        if (await take(scope, id, step)) {
          await scope.stores.tellChange('campaign');
          return 'done';
        }
        return standsSo(step, one.status) ? 'done' : 'absent';
      }),
  };
}

async function send(
  scope: Scope,
  actor: Actor,
  id: string,
  version: number,
  when: When,
): ReturnType<CampaignDesk['send']> {
  const { campaigns } = scope.stores;
  const one = await find(scope, actor, 'campaign.send', id);
  if (one === null) return 'absent';
  if (isSentAlready(one, version)) return 'done';
  const at = readWhen(when, scope.now);
  if (!at.ok) return at.code;
  const problem = checkAudience(one.segment, await countPeople(scope, one.segment));
  if (problem !== null) return problem;
  if (await campaigns.schedule(id, version, at.value, scope.now)) {
    await scope.stores.tellChange('campaign');
    return 'done';
  }
  // The first press may have been taken between the look and the deed.
  const now = await find(scope, actor, 'campaign.send', id);
  return now !== null && isSentAlready(now, version) ? 'done' : 'changed';
}

/** The second press of the same button. */
const isSentAlready = (one: Campaign, version: number): boolean =>
  one.status !== 'draft' && one.version === version;

function take({ stores, now }: Scope, id: string, step: 'pause' | 'resume' | 'cancel'): Promise<boolean> {
  switch (step) {
    case 'pause':
      return stores.campaigns.pause(id, now);
    case 'resume':
      return stores.campaigns.resume(id, now);
    case 'cancel':
      return stores.campaigns.end(id, 'cancelled', now);
  }
}

/** What the step leads to is there already, or the campaign ended while somebody reached for the button. */
function standsSo(step: 'pause' | 'resume' | 'cancel', status: CampaignStatus): boolean {
  const led = {
    pause: ['paused', 'done'],
    resume: ['sending', 'done'],
    cancel: ['cancelled', 'done'],
  } as const;
  return (led[step] as readonly CampaignStatus[]).includes(status);
}
