import { isNotifierKind } from '../../core/channel.ts';
import type { Language } from '../../core/language.ts';
import { say } from '../../core/message.ts';
import { type Scope, utter } from '../scope.ts';
import type { ToolTexts } from '../staff/tools/case-work.ts';

/**
 * To every messenger of a staff member, in the lane that waits for everything else. Never a name: whose appointment it is
 * stands in the console.
 */
export async function tellStaff(
  scope: Scope,
  staffId: string,
  key: string,
  compose: (texts: ToolTexts, language: Language) => string,
): Promise<void> {
  const addresses = await scope.stores.staff.addresses([staffId]);
  await utter(
    scope,
    addresses.flatMap((address) =>
      address.activeAt === null || address.addressId === null || isNotifierKind(address.channel)
        ? []
        : [
            {
              addressId: address.addressId,
              lane: 'reminder' as const,
              dedupeKey: `${key}:${address.id}`,
              message: say(compose(scope.centre.contents[address.language].tools, address.language)),
            },
          ],
    ),
  );
}

/** The booking desk, and whoever else is named. */
export async function tellDesk(
  scope: Scope,
  key: string,
  compose: (texts: ToolTexts, language: Language) => string,
  others: readonly string[] = [],
): Promise<void> {
  const members = await scope.stores.staff.list();
  const desk = members.filter(({ roles, disabledAt }) => roles.includes('staff') && disabledAt === null);
  for (const id of new Set([...others, ...desk.map((member) => member.id)]))
    await tellStaff(scope, id, `${key}:${id}`, compose);
}
