import { z } from 'zod';

const id = z.string().regex(/^[a-z0-9-]{1,40}$/, 'small letters, digits and hyphens, at most 40');

const title = z.string().trim().min(1).max(40);

const tip = z.strictObject({
  id,
  title,
  paragraphs: z.array(z.string().trim().min(1).max(300)).min(1).max(8),
  /** Where it comes from; a tip without a source is not shown to anybody. */
  source: z.string().trim().min(1).max(300),
  stepwise: z.boolean().default(false),
});

/** A topic's title is also what is typed to choose it. */
const topic = z.strictObject({ id, title, tips: z.array(tip).min(1).superRefine(refuseRepeats) });

export const tipFile = z.strictObject({ topics: z.array(topic).min(1).superRefine(refuseRepeats) });

export type TipFile = z.infer<typeof tipFile>;

function refuseRepeats(
  items: readonly { id: string; title: string }[],
  problems: z.core.$RefinementCtx,
): void {
  for (const field of ['id', 'title'] as const) {
    const seen = new Set<string>();
    items.forEach((item, index) => {
      if (seen.has(item[field])) {
        problems.addIssue({ code: 'custom', path: [index, field], message: `a ${field} of its own` });
      }
      seen.add(item[field]);
    });
  }
}
