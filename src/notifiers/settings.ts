/** What `config/notifiers.yaml` may say of one notifier. Reading the file and its `$NAME` values is settings' work. */
import { z } from 'zod';
import { signatureSchema } from './gateway-signature.ts';
import { fieldsSchema, templatesSchema } from './gateway-template.ts';
import { isMailAddress, isPhoneNumber } from './recipients.ts';

const LOOPBACK = /^(localhost|127(\.[0-9]{1,3}){3}|\[::1\])$/;

/** Whoever may write this file chooses where pages go, so any host is allowed; only the way there must be sealed. */
export const isSafeUrl = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password, hash } = new URL(text);
  if (username !== '' || password !== '' || hash !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.test(hostname));
};

const url = z.string().refine(isSafeUrl, 'an https:// address (http:// only to this machine)');
const words = (longest: number) => z.string().trim().min(1, 'some text').max(longest);
const secret = words(500);

const common = {
  name: z.string().regex(/^[a-z0-9-]{1,40}$/, 'a name of a-z, 0-9 and -, at most 40 characters'),
  /** Is told when the program itself is in trouble. */
  alarms: z.boolean().default(false),
};
const group = {
  ...common,
  url,
  /** May stand in a step of escalation.yaml, as `notifier:NAME`. */
  pages: z.boolean().default(false),
};

const wecomSchema = z
  .strictObject({
    kind: z.literal('wecom'),
    ...group,
    format: z.enum(['text', 'markdown']).default('text'),
    mentionAll: z.boolean().default(false),
  })
  .refine((robot) => !robot.mentionAll || robot.format === 'text', {
    message: 'format: text, since WeCom mentions nobody in markdown',
    path: ['mentionAll'],
  });

const dingtalkSchema = z.strictObject({
  kind: z.literal('dingtalk'),
  ...group,
  secret: secret.nullable().default(null),
  mentionAll: z.boolean().default(false),
});

const feishuSchema = z.strictObject({
  kind: z.literal('feishu'),
  ...group,
  secret: secret.nullable().default(null),
  mentionAll: z.boolean().default(false),
});

const webhookSchema = z.strictObject({
  kind: z.literal('webhook'),
  ...group,
  secret: secret.nullable().default(null),
});

const answerSchema = z.strictObject({
  /** The path exists and, where `equals` is given, holds this value; null: a status of 200 to 299 is enough. */
  success: z
    .strictObject({ path: words(200), equals: z.union([z.string(), z.number(), z.boolean()]).optional() })
    .nullable()
    .default(null),
  /** Where the provider's id of the message stands. */
  id: words(200).nullable().default(null),
  /** Where a code stands when it was not sent; the first path that is there counts. */
  code: z.array(words(200)).default([]),
  /** Codes, which may end in `*`. What is in no list will not be tried again. */
  temporary: z.array(words(100)).default([]),
  unknownAddress: z.array(words(100)).default([]),
  blocked: z.array(words(100)).default([]),
  retryAfterSeconds: z.int().min(1).max(3_600).default(60),
});

const phone = z.string().refine(isPhoneNumber, 'a phone number in quotes, such as "+8613800000000"');

const gatewaySchema = <Kind extends 'sms' | 'voice'>(kind: Kind) =>
  z
    .strictObject({
      kind: z.literal(kind),
      ...common,
      to: z.array(phone).default([]),
      url,
      method: z.enum(['POST', 'GET']).default('POST'),
      headers: z
        .record(
          z.string().regex(/^[A-Za-z0-9-]{1,80}$/, 'the name of a header'),
          z.string().regex(/^[\x20-\x7e]{0,500}$/, 'printable ASCII'),
        )
        .default({}),
      /** Where the fields go. */
      encode: z.enum(['json', 'form', 'query']),
      fields: fieldsSchema.default({}),
      templates: templatesSchema.nullable().default(null),
      signature: signatureSchema.default({ scheme: 'none' }),
      answer: answerSchema.prefault({}),
    })
    .refine((gateway) => !gateway.alarms || gateway.to.length > 0, {
      message: 'at least one number, since alarms is true',
      path: ['to'],
    })
    .refine((gateway) => gateway.method === 'POST' || gateway.encode === 'query', {
      message: 'query, since the method is GET',
      path: ['encode'],
    })
    .refine((gateway) => gateway.signature.scheme !== 'tencent-tc3' || gateway.encode === 'json', {
      message: 'json, since the signature is tencent-tc3',
      path: ['encode'],
    });

const mail = z.string().refine(isMailAddress, 'an e-mail address');

const emailSchema = z
  .strictObject({
    kind: z.literal('email'),
    ...common,
    to: z.array(mail).default([]),
    host: z.string().regex(/^[A-Za-z0-9.:-]{1,253}$/, 'the name of a mail server'),
    port: z.int().min(1).max(65_535),
    /** `tls`: sealed from the first byte, usually port 465. `starttls`: usually port 587, never without. */
    security: z.enum(['tls', 'starttls', 'none']),
    user: words(320).nullable().default(null),
    password: secret.nullable().default(null),
    from: mail,
  })
  .refine(({ security, host }) => security !== 'none' || LOOPBACK.test(host) || host === '::1', {
    message: 'tls or starttls (none only to this machine)',
    path: ['security'],
  })
  .refine(({ user, password }) => (user === null) === (password === null), {
    message: 'user and password together, or neither',
    path: ['password'],
  })
  .refine(({ alarms, to }) => !alarms || to.length > 0, {
    message: 'at least one address, since alarms is true',
    path: ['to'],
  });

export const notifierSchema = z.discriminatedUnion(
  'kind',
  [
    wecomSchema,
    dingtalkSchema,
    feishuSchema,
    gatewaySchema('sms'),
    gatewaySchema('voice'),
    emailSchema,
    webhookSchema,
  ],
  { error: 'one of wecom, dingtalk, feishu, sms, voice, email, webhook' },
);

export const notifiersSchema = z
  .strictObject({
    notifiers: z.array(notifierSchema),
    /** Who is called directly while no database can be reached; those with `alarms: true` when left out. */
    emergency: z.array(z.string()).optional(),
  })
  .superRefine(({ notifiers, emergency = [] }, context) => {
    emergency.forEach((name, index) => {
      const named = notifiers.find((one) => one.name === name);
      if (named !== undefined && (!('to' in named) || named.to.length > 0)) return;
      context.addIssue({
        code: 'custom',
        path: ['emergency', index],
        message:
          named === undefined
            ? 'the name of a notifier of this file'
            : 'a notifier whose to says who is called',
      });
    });
    notifiers.forEach(({ name }, index) => {
      if (notifiers.findIndex((other) => other.name === name) === index) return;
      context.addIssue({
        code: 'custom',
        path: ['notifiers', index, 'name'],
        message: 'a name that no other notifier has',
      });
    });
  });

export type NotifierSettings = z.infer<typeof notifierSchema>;
export type SettingsOf<Kind extends NotifierSettings['kind']> = Extract<NotifierSettings, { kind: Kind }>;
export type GatewaySettings = SettingsOf<'sms'> | SettingsOf<'voice'>;
export type AnswerSettings = GatewaySettings['answer'];
