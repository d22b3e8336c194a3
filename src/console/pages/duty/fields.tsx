import type { Child } from 'hono/jsx';
import { FieldProblem } from '../pieces.tsx';

type Common = { name: string; label: string; problem?: string | undefined; hint?: string };

const Labelled = ({ name, label, problem, hint, children }: Common & { children: Child }) => (
  <div class="field">
    <label for={name}>{label}</label>
    {children}
    {hint === undefined ? null : <small class="faint">{hint}</small>}
    <FieldProblem id={`${name}-problem`} text={problem} />
  </div>
);

const described = ({ name, problem }: Common) =>
  problem === undefined ? {} : { 'aria-describedby': `${name}-problem`, 'aria-invalid': 'true' as const };

export type Option = readonly [value: string, label: string];

export const Pick = (props: Common & { value: string; options: readonly Option[] }) => (
  <Labelled {...props}>
    <select id={props.name} name={props.name} {...described(props)}>
      {props.options.map(([value, label]) => (
        <option value={value} selected={value === props.value}>
          {label}
        </option>
      ))}
    </select>
  </Labelled>
);

export const Write = (
  props: Common & { value: string; type: 'text' | 'time' | 'date' | 'number' | 'datetime-local' },
) => (
  <Labelled {...props}>
    <input id={props.name} name={props.name} type={props.type} value={props.value} {...described(props)} />
  </Labelled>
);
