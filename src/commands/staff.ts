import { STAFF_ROLES } from '../access/roles.ts';
import { createStaffDesk, OPERATOR } from '../conversation/desks/people/staff-office.ts';
import { fail } from '../core/result.ts';
import { needsSecondWay } from '../people/staff.ts';
import type { AccountRefusal, StaffDesk } from '../people/staff-desk.ts';
import { withStore } from './borrow.ts';
import { type Command, complain, print, readOptions, USAGE_ERROR } from './command.ts';
import { ACCOUNT_OPTIONS, describeAccount, readAccounts } from './staff-accounts.ts';

export const staff: Command = {
  name: 'staff',
  summary: 'list staff, add somebody or an address, or make a sign-in link',
  help: `xinqiao staff list
    One JSON line a person: name, roles, sample, disabled, onCall, addresses.

xinqiao staff add --name NAME --role ROLE [--role ROLE ...] [ACCOUNTS] [--on-call]
    Prints one JSON line {"name","link","code","sentBy"}. The link signs in to the console once, within five minutes.
    ACCOUNTS: any of --telegram ID, --wechat ID, --sms NUMBER, --voice NUMBER, --email ADDRESS.
    --telegram and --wechat are active once their owner has sent the code to the bot from that account (else code is
    null). --sms, --voice and --email get a code of their own by a notifier of config/notifiers.yaml, whose name is in
    sentBy; active once it was typed in the console or with "staff confirm". --notifier NAME says which notifier,
    where there are several of that kind. Codes are good for a day.
    With --on-call they are then called at once in every crisis, beside the rota, until taken off in the console.
    Roles: ${STAFF_ROLES.join(', ')}

xinqiao staff address --name NAME ACCOUNTS [--on-call]
    Accounts for somebody who is there already, for example on the rota. Prints one JSON line
    {"name","code","sentBy"}; active once the codes were given, as above.

xinqiao staff confirm --name NAME --code CODE
    The code that a notifier has sent to their number or mailbox. Prints one JSON line {"name"}. After five wrong codes
    a new one has to be asked for in the console.

xinqiao staff link --name NAME
    Prints one JSON line {"name","link"} with a new sign-in link; its owner is told.`,
  get verbs() {
    return Object.keys(VERBS);
  },
  async run([verb = '', ...args]) {
    const act = Object.hasOwn(VERBS, verb) ? VERBS[verb] : undefined;
    if (act !== undefined) return act(args);
    const found = verb === '' ? 'nothing' : JSON.stringify(verb);
    complain(`staff: found ${found}, expected list, add, address, confirm or link`);
    complain(staff.help);
    return USAGE_ERROR;
  },
};

const VERBS: Readonly<Record<string, (args: readonly string[]) => Promise<number>>> = {
  list: listStaff,
  add: addStaff,
  address: addAddress,
  confirm: confirmCode,
  link: linkStaff,
};

async function listStaff(args: readonly string[]): Promise<number> {
  if (readOptions(staff, args, {}) === null) return USAGE_ERROR;
  return withStore(async ({ office }) => {
    for (const row of (await createStaffDesk(office).list(OPERATOR)) ?? []) {
      const { id: _, addresses, ...shown } = row;
      print(JSON.stringify({ ...shown, addresses: addresses.map(({ id: _id, ...way }) => way) }));
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
  'no-account': '--telegram, --wechat, --sms, --voice or --email: found none of them, expected at least one',
  'no-code': '--code: no code can be given now; ask for a new one in the console',
  unknown: '--name: nobody has this name',
  disabled: '--name: this person was revoked',
  sample: '--name: this person of the sample centre is invented; add a real one',
};

/** A ban of the bot's account would leave them unreachable. */
async function warnOfWechat(desk: StaffDesk, name: string): Promise<void> {
  const row = (await desk.list(OPERATOR))?.find((one) => one.name === name.normalize('NFC').trim());
  if (row !== undefined && needsSecondWay(row.addresses)) {
    complain(`staff: ${row.name} has WeChat alone; whoever is on call needs a second way, such as --sms`);
  }
}

async function addStaff(args: readonly string[]): Promise<number> {
  const role = { type: 'string', multiple: true } as const;
  const options = readOptions(staff, args, { ...ACCOUNT_OPTIONS, role });
  if (options === null) return USAGE_ERROR;
  return withStore(async ({ office }) => {
    const accounts = readAccounts(options, office.notifiers);
    if (accounts === null) return USAGE_ERROR;
    const desk = createStaffDesk(office);
    const { name = '', role: roles = [], 'on-call': onCall = false } = options;
    const added = await desk.add(OPERATOR, { name, roles, accounts, onCall });
    if (added.ok && onCall && accounts.length === 0) {
      complain(
        'staff: without --telegram, --sms or the like they can be called only while their console is open',
      );
    }
    if (added.ok) await warnOfWechat(desk, name);
    return tell(added);
  });
}

async function addAddress(args: readonly string[]): Promise<number> {
  const options = readOptions(staff, args, ACCOUNT_OPTIONS);
  if (options === null) return USAGE_ERROR;
  return withStore(async ({ office }) => {
    const accounts = readAccounts(options, office.notifiers);
    if (accounts === null) return USAGE_ERROR;
    const desk = createStaffDesk(office);
    const { name = '', 'on-call': onCall = false } = options;
    const added = await desk.addAddress(OPERATOR, { name, accounts, onCall });
    if (added.ok) await warnOfWechat(desk, name);
    return tell(added);
  });
}

async function confirmCode(args: readonly string[]): Promise<number> {
  const options = readOptions(staff, args, { name: { type: 'string' }, code: { type: 'string' } });
  if (options === null) return USAGE_ERROR;
  return withStore(async ({ office }) => {
    const desk = createStaffDesk(office);
    const name = (options.name ?? '').normalize('NFC').trim();
    const member = (await desk.list(OPERATOR))?.find((one) => one.name === name);
    if (member === undefined) return tell(fail('unknown'));
    return tell(await desk.confirm(OPERATOR, member.id, options.code ?? ''));
  });
}

async function linkStaff(args: readonly string[]): Promise<number> {
  const options = readOptions(staff, args, { name: { type: 'string' } });
  if (options === null) return USAGE_ERROR;
  return withStore(async ({ office }) =>
    tell(await createStaffDesk(office).link(OPERATOR, options.name ?? '')),
  );
}

type Outcome =
  | { readonly ok: true; readonly value: object }
  | { readonly ok: false; readonly code: string; readonly triesLeft?: number }
  | AccountRefusal;

function tell(outcome: Outcome): number {
  if (outcome.ok) {
    print(JSON.stringify(outcome.value));
    return 0;
  }
  complain(`staff: ${describeRefusal(outcome)}`);
  return USAGE_ERROR;
}

function describeRefusal(outcome: Exclude<Outcome, { readonly ok: true }>): string {
  if ('account' in outcome) return describeAccount(outcome);
  if (outcome.code === 'wrong') return `--code: this code is wrong; ${outcome.triesLeft ?? 0} more tries`;
  return REASONS[outcome.code] ?? outcome.code;
}
