import { z } from 'zod';

/** `config/canary.yaml`. Numbers to start with are ours; see docs/decisions/0041-canary.md. */
export const canaryPolicySchema = z
  .strictObject({
    everyMinutes: z.int().min(1).max(60),
    /** From its incoming row to its end; later it is a miss. */
    limitSeconds: z.int().min(5).max(300),
    /** So many misses one after the other are an alarm. */
    missesToAlarm: z.int().min(1).max(10),
    /** Invented, and imminent by the rules that ship. */
    sentence: z.string().min(1).max(100),
  })
  .refine(({ everyMinutes, limitSeconds }) => limitSeconds < everyMinutes * 60, {
    message: 'less than everyMinutes, so that two never overlap',
    path: ['limitSeconds'],
  });

export type CanaryPolicy = z.infer<typeof canaryPolicySchema>;

/** The file of the last canary is old from here on, in seconds: two canaries have not come to an end. Pure. */
export const oldAfterSeconds = ({ everyMinutes, limitSeconds }: CanaryPolicy): number =>
  2 * (everyMinutes * 60 + limitSeconds);
