import type { Form } from '../form.ts';

/** A form of the case page that was refused: it stands there again as it was sent. */
export type Typed = {
  readonly form: 'note' | 'plan' | 'slot' | 'transfer' | 'invite' | 'hand-over' | 'fact' | 'link';
  readonly fields: Form;
};

/** What stood in a field when its form was refused; otherwise what stands there anyhow. */
export const typedIn = (
  typed: Typed | undefined,
  form: Typed['form'],
  field: string,
  otherwise = '',
): string => (typed?.form === form ? typed.fields.one(field) : otherwise);
