import { z } from 'zod';

const words = z.string().trim().min(1).max(200);

/** No number that the centre has not entered may look like one: somebody would dial it. */
const hotline = z
  .strictObject({
    name: words,
    number: words,
    hours: words,
    source: words,
    imminent: z.boolean(),
    /** Waits for the centre's own number; never shown to a student. */
    placeholder: z.boolean(),
  })
  .superRefine(({ number, placeholder }, problems) => {
    const dialable = /^[0-9]{2,}(-[0-9]+)*$/.test(number);
    if (dialable !== placeholder) return;
    const message = placeholder
      ? 'a placeholder without digits, or placeholder: false'
      : 'digits that can be dialled';
    problems.addIssue({ code: 'custom', path: ['number'], message });
  });

/** At least one number for a danger to life: every crisis text shows them first. */
export const hotlineFile = z.strictObject({
  hotlines: z
    .array(hotline)
    .refine((all) => all.some(({ imminent, placeholder }) => imminent && !placeholder), {
      message: 'at least one hotline with imminent: true and a number',
    }),
});

export type HotlineEntry = z.infer<typeof hotline>;
