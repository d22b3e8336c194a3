import type { StaffAccount } from '../../../people/staff.ts';
import type { AccountRefusal } from '../../../people/staff-desk.ts';
import type { Form } from '../../form.ts';
import type { ConsoleParts } from '../../parts.ts';
import { FieldProblem } from '../pieces.tsx';

/** One way to reach somebody, as a field of a form. */
type Field = Omit<StaffAccount, 'account'> & { readonly id: string; readonly label: string };

const LABELS: Readonly<Record<StaffAccount['channel'], string>> = {
  telegram: 'Telegram ID',
  wechat: '微信 ID',
  sms: '手机号（收短信）',
  voice: '电话号码（接语音电话）',
  email: '邮箱',
};

const MODES: Readonly<Record<StaffAccount['channel'], 'numeric' | 'text' | 'tel' | 'email'>> = {
  telegram: 'numeric',
  wechat: 'text',
  sms: 'tel',
  voice: 'tel',
  email: 'email',
};

const BAD: Readonly<Record<StaffAccount['channel'], string>> = {
  telegram: 'Telegram ID 是一串数字，不是用户名。',
  wechat: '微信 ID 不超过 120 个字，中间没有空格。',
  sms: '请写手机号，例如 13800000000 或 +8613800000000。',
  voice: '请写电话号码，例如 13800000000 或 02112345678。',
  email: '请写邮箱地址，例如 name@example.edu.cn。',
};

export const fieldsOf = (parts: ConsoleParts): readonly Field[] => {
  const { personal } = parts.notifiers;
  const several = (kind: string): boolean => personal.filter((one) => one.kind === kind).length > 1;
  return [
    { id: 'telegram', channel: 'telegram', notifier: null, label: LABELS.telegram },
    { id: 'wechat', channel: 'wechat', notifier: null, label: LABELS.wechat },
    ...personal.map(({ kind, name }) => ({
      id: `notifier-${name}`,
      channel: kind,
      notifier: name,
      label: several(kind) ? `${LABELS[kind]} · ${name}` : LABELS[kind],
    })),
  ];
};

export type TypedAccounts = Readonly<Record<string, string>>;

export const readTyped = (form: Form, parts: ConsoleParts): TypedAccounts =>
  Object.fromEntries(fieldsOf(parts).map(({ id }) => [id, form.one(id)]));

/** Fields that were left empty are no accounts. */
export const accountsOf = (typed: TypedAccounts, parts: ConsoleParts): StaffAccount[] =>
  fieldsOf(parts).flatMap(({ id, channel, notifier }) => {
    const account = (typed[id] ?? '').trim();
    return account === '' ? [] : [{ channel, notifier, account }];
  });

export type AccountProblem = { readonly field: string; readonly text: string };

export function problemOfAccount({ code, account }: AccountRefusal): AccountProblem {
  const { channel, notifier } = account;
  const field = notifier === null ? channel : `notifier-${notifier}`;
  switch (code) {
    case 'bad-account':
      return { field, text: BAD[channel] };
    case 'account-taken':
      return { field, text: `这个${LABELS[channel].replace(/（.*/, '')}已经有人登记了。` };
    case 'no-notifier':
    case 'which-notifier':
    case 'unknown-notifier':
      return { field, text: '这个通知方式已经不在配置里，请刷新页面再试。' };
  }
}

type Props = { parts: ConsoleParts; typed: TypedAccounts; problem: AccountProblem | null };

export const AccountFields = ({ parts, typed, problem }: Props) => (
  <>
    {fieldsOf(parts).map(({ id, label, channel }) => {
      const wrong = problem?.field === id ? problem.text : undefined;
      return (
        <>
          <label for={id}>{label}</label>
          <input
            id={id}
            name={id}
            value={typed[id] ?? ''}
            inputmode={MODES[channel]}
            autocomplete="off"
            maxlength={254}
            aria-describedby={wrong === undefined ? 'accounts-hint' : `${id}-problem`}
            aria-invalid={wrong === undefined ? undefined : 'true'}
          />
          <FieldProblem id={`${id}-problem`} text={wrong} />
        </>
      );
    })}
    <p class="faint" id="accounts-hint">
      Telegram 和微信：本人从那个账号把激活码发给机器人之后才生效。
      {parts.notifiers.personal.length === 0 ? '' : '短信、电话、邮箱：验证码直接发到那里，填对了才生效。'}
      微信随时可能断，值班老师要有微信以外的第二个联系方式。
    </p>
  </>
);

/** What is handed over once accounts were added. */
export const Codes = ({ code, sentBy }: { code: string | null; sentBy: readonly string[] }) => (
  <>
    {code === null ? null : (
      <>
        <p>激活码：请本人一天之内从自己的账号发给机器人；离开这一页就看不到了。</p>
        <p class="code">{code}</p>
      </>
    )}
    {sentBy.length === 0 ? null : (
      <p>验证码正在发到刚才填的号码或邮箱，24 小时内有效。请本人登录后在“我的联系方式”里填写。</p>
    )}
  </>
);
