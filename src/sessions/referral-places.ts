import { z } from 'zod';

/** `config/referral-places.yaml`: hospitals and centres that somebody may be referred to. */
export const referralPlacesSchema = z.strictObject({
  /** True while nobody of the centre has checked them. */
  sample: z.boolean(),
  places: z.array(
    z.strictObject({
      name: z.string().min(1).max(80),
      outside: z.boolean(),
      department: z.string().max(80),
      phone: z.string().max(40),
      source: z.string().min(1).max(200),
    }),
  ),
});

export type ReferralPlaces = z.infer<typeof referralPlacesSchema>;
