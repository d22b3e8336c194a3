import { FIELD_NAMES, type ProblemWord, sayProblem } from '../../availability-words.ts';
import { type Option, Pick, Write } from '../duty/fields.tsx';
import { FieldProblem } from '../pieces.tsx';

export type Problems = readonly { readonly field: string; readonly code: ProblemWord }[];

/** The texts of a form, what is wrong with them, and fields that show both. */
export function createFields(text: Readonly<Record<string, string>>, problems: Problems) {
  const problemOf = (name: string): string | undefined => {
    const found = problems.find(({ field }) => field === name);
    return found === undefined ? undefined : sayProblem(name, found.code);
  };
  const common = (name: string, hint?: string) => ({
    name,
    label: FIELD_NAMES[name] ?? name,
    value: text[name] ?? '',
    problem: problemOf(name),
    ...(hint === undefined ? {} : { hint }),
  });
  return {
    pick: (name: string, options: readonly Option[], hint?: string) => (
      <Pick {...common(name, hint)} options={options} />
    ),
    write: (
      name: string,
      type: 'text' | 'time' | 'date' | 'number' | 'datetime-local' = 'text',
      hint?: string,
      label?: string,
    ) => <Write {...common(name, hint)} type={type} {...(label === undefined ? {} : { label })} />,
    long: (name: string) => (
      <div class="field">
        <label for={name}>{FIELD_NAMES[name]}</label>
        <textarea id={name} name={name} rows={5}>
          {text[name] ?? ''}
        </textarea>
        <FieldProblem id={`${name}-problem`} text={problemOf(name)} />
      </div>
    ),
  };
}
