import { createStaffDesk, OPERATOR } from '../../src/conversation/desks/people/staff-office.ts';
import { SMTP_PASSWORD, SMTP_USER, type SmtpFake } from '../fakes/notifiers/smtp-fake.ts';
import { until } from './until.ts';
import type { World } from './world.ts';

/** What config/notifiers.yaml says of this mail server. */
export const mailHouse = ({ port }: SmtpFake): object => ({
  name: 'house',
  kind: 'email',
  host: '127.0.0.1',
  port,
  security: 'none',
  user: SMTP_USER,
  password: SMTP_PASSWORD,
  from: 'xinli@campus.example',
});

/** A staff member whose only address is a mailbox, confirmed; answers how to read the letters that come after. */
export async function byMail(world: World, mail: SmtpFake, name: string, roles: readonly string[]) {
  const account = `p${mail.letters.length}@campus.example`;
  const received = () => mail.letters.filter(({ to }) => to.includes(account)).map(({ text }) => text);
  const desk = createStaffDesk(world.office);
  const accounts = [{ channel: 'email', account, notifier: null }] as const;
  const added = await desk.add(OPERATOR, { name, roles, accounts, onCall: false });
  if (!added.ok) throw new Error(`not added: ${added.code}`);
  await until('the code', async () => received().length === 1);
  const code = /验证码 (\S+?)[，,]/.exec(received()[0] ?? '')?.[1] ?? '';
  const id = (await desk.list(OPERATOR))?.find((one) => one.name === name)?.id ?? '';
  if (!(await desk.confirm(OPERATOR, id, code)).ok) throw new Error('the code was refused');
  let read = 1;
  return {
    name,
    id,
    /** The next letter. */
    async reads(wanted: RegExp): Promise<void> {
      await until(`a letter like ${wanted}`, async () => received().length > read);
      const text = received()[read] ?? '';
      read += 1;
      if (!wanted.test(text)) throw new Error(`${name} expected ${wanted} but read: ${text}`);
      if (/测试/.test(text)) throw new Error(`a letter names somebody: ${text}`);
    },
    unread: (): readonly string[] => received().slice(read),
  };
}
