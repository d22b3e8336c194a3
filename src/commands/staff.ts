import { STAFF_ROLES } from '../access/roles.ts';
import { createStaffDesk, OPERATOR } from '../conversation/desks/staff-office.ts';
import { withStore } from './borrow.ts';
import { type Command, complain, print, readOptions, USAGE_ERROR } from './command.ts';

export const staff: Command = {
  name: 'staff',
  summary: 'list staff, add somebody or an address, or make a sign-in link',
  help: `xinqiao staff list
    One JSON line a person: name, roles, sample, disabled, onCall, addresses.

xinqiao staff add --name NAME --role ROLE [--role ROLE ...] [--telegram ID] [--on-call]
    Prints one JSON line {"name","link","code"}. The link signs in to the console once, within five minutes.
    With --telegram the address is active once its owner has sent the code to the bot from that account (within a
    day; else code is null). With --on-call they are then called at once in every crisis, beside the rota, until
    taken off in the console.
    Roles: ${STAFF_ROLES.join(', ')}

xinqiao staff address --name NAME --telegram ID [--on-call]
    A Telegram account for somebody who is there already, for example on the rota. Prints one JSON line
    {"name","code"}; active once its owner has sent the code, as above.

xinqiao staff link --name NAME
    Prints one JSON line {"name","link"} with a new sign-in link; its owner is told.`,
  get verbs() {
    return Object.keys(VERBS);
  },
  async run([verb = '', ...args]) {
    const act = Object.hasOwn(VERBS, verb) ? VERBS[verb] : undefined;
    if (act !== undefined) return act(args);
    const found = verb === '' ? 'nothing' : JSON.stringify(verb);
    complain(`staff: found ${found}, expected list, add, address or link`);
    complain(staff.help);
    return USAGE_ERROR;
  },
};

const VERBS: Readonly<Record<string, (args: readonly string[]) => Promise<number>>> = {
  list: listStaff,
  add: addStaff,
  address: addAddress,
  link: linkStaff,
};

async function listStaff(args: readonly string[]): Promise<number> {
  if (readOptions(staff, args, {}) === null) return USAGE_ERROR;
  return withStore(async ({ office }) => {
    for (const row of (await createStaffDesk(office).list(OPERATOR)) ?? []) {
      const { id: _, ...shown } = row;
      print(JSON.stringify(shown));
    }
    return 0;
  });
}

const REASONS: Readonly<Record<string, string>> = {
  forbidden: 'not allowed',
  'empty-name': '--name: expected a name of 1 to 40 characters',
  'name-taken': '--name: somebody has this name already; names tell people apart',
  'unknown-role': `--role: expected one of ${STAFF_ROLES.join(', ')}`,
  'no-role': `--role: found nothing, expected one of ${STAFF_ROLES.join(', ')}`,
  'bad-account': '--telegram: expected the digits of a Telegram id',
  'account-taken': '--telegram: this account belongs to somebody already',
  unknown: '--name: nobody has this name',
  disabled: '--name: this person was revoked',
  sample: '--name: this person of the sample centre is invented; add a real one',
};

async function addStaff(args: readonly string[]): Promise<number> {
  const options = readOptions(staff, args, {
    name: { type: 'string' },
    role: { type: 'string', multiple: true },
    telegram: { type: 'string' },
    'on-call': { type: 'boolean' },
  });
  if (options === null) return USAGE_ERROR;
  return withStore(async ({ office }) => {
    const added = await createStaffDesk(office).add(OPERATOR, {
      name: options.name ?? '',
      roles: options.role ?? [],
      telegram: options.telegram ?? null,
      onCall: options['on-call'] ?? false,
    });
    if (added.ok && options['on-call'] && added.value.code === null) {
      complain('staff: without --telegram they can be called only while their console is open');
    }
    return tell(added);
  });
}

async function addAddress(args: readonly string[]): Promise<number> {
  const options = readOptions(staff, args, {
    name: { type: 'string' },
    telegram: { type: 'string' },
    'on-call': { type: 'boolean' },
  });
  if (options === null) return USAGE_ERROR;
  return withStore(async ({ office }) =>
    tell(
      await createStaffDesk(office).addAddress(OPERATOR, {
        name: options.name ?? '',
        telegram: options.telegram ?? '',
        onCall: options['on-call'] ?? false,
      }),
    ),
  );
}

async function linkStaff(args: readonly string[]): Promise<number> {
  const options = readOptions(staff, args, { name: { type: 'string' } });
  if (options === null) return USAGE_ERROR;
  return withStore(async ({ office }) =>
    tell(await createStaffDesk(office).link(OPERATOR, options.name ?? '')),
  );
}

function tell(outcome: { ok: true; value: object } | { ok: false; code: string }): number {
  if (outcome.ok) {
    print(JSON.stringify(outcome.value));
    return 0;
  }
  complain(`staff: ${REASONS[outcome.code] ?? outcome.code}`);
  return USAGE_ERROR;
}
