import { z } from 'zod';

const word = z.string().trim().min(1, 'some text').max(500);

/** How a gateway wants its requests signed. */
export const signatureSchema = z.discriminatedUnion(
  'scheme',
  [
    z.strictObject({ scheme: z.literal('none') }),
    z.strictObject({
      scheme: z.literal('aliyun-acs3'),
      keyId: word,
      keySecret: word,
      action: word,
      version: word,
    }),
    z.strictObject({
      scheme: z.literal('tencent-tc3'),
      keyId: word,
      keySecret: word,
      service: word,
      action: word,
      version: word,
      region: word,
    }),
    z.strictObject({
      scheme: z.literal('hmac-sha256'),
      secret: word,
      header: z.string().regex(/^[A-Za-z0-9-]{1,80}$/, 'the name of a header'),
      timestampHeader: z.string().regex(/^[A-Za-z0-9-]{1,80}$/, 'the name of a header'),
    }),
  ],
  { error: 'one of none, aliyun-acs3, tencent-tc3, hmac-sha256' },
);

export type SignatureSettings = z.infer<typeof signatureSchema>;
export type SignatureOf<Scheme extends SignatureSettings['scheme']> = Extract<
  SignatureSettings,
  { scheme: Scheme }
>;
