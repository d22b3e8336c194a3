import type { Child } from 'hono/jsx';
import type { InputField, InputProblem, RuleInput } from '../../../keywords/centre/rule-input.ts';
import { categories } from '../../../keywords/rule-file.ts';
import {
  CATEGORY_NAMES,
  FIELD_NAMES,
  LEVEL_EFFECTS,
  NEEDS,
  OCCASIONS,
  sayProblem,
  UNLESS,
} from '../../rule-words.ts';
import { LINE_LEVELS } from '../../words.ts';

export type RuleFormState = { readonly typed: RuleInput; readonly problems: readonly InputProblem[] };
type FieldProps = { readonly name: InputField; readonly state: RuleFormState };

const problemsOf = ({ name, state }: FieldProps): InputProblem[] =>
  state.problems.filter(({ field }) => field === name);

const Problems = (props: FieldProps) => {
  const problems = problemsOf(props);
  return problems.length === 0 ? null : (
    <ul class="field-problem" id={`${props.name}-problem`}>
      {problems.map((one) => (
        <li>{sayProblem(one)}</li>
      ))}
    </ul>
  );
};

const described = (props: FieldProps) => {
  const wrong = problemsOf(props).length > 0;
  return {
    'aria-describedby': wrong ? `${props.name}-problem` : `${props.name}-hint`,
    'aria-invalid': wrong ? ('true' as const) : undefined,
  };
};

type TextName = 'name' | 'why' | 'forms' | 'match' | 'not';

const Field = ({
  name,
  state,
  label,
  rows,
  children,
}: FieldProps & { name: TextName; label?: string; rows: number; children?: Child }) => (
  <>
    <label for={name}>{label ?? FIELD_NAMES[name]}</label>
    <div class="faint" id={`${name}-hint`}>
      {children}
    </div>
    {rows === 1 ? (
      <input
        id={name}
        name={name}
        value={state.typed[name]}
        autocomplete="off"
        {...described({ name, state })}
      />
    ) : (
      <textarea id={name} name={name} rows={rows} autocomplete="off" {...described({ name, state })}>
        {state.typed[name]}
      </textarea>
    )}
    <Problems name={name} state={state} />
  </>
);

const FormsHelp = () => (
  <>
    一行一个。可以用：
    <dl class="form-marks">
      <dt>{'{甲,乙}'}</dt>
      <dd>其中任何一个；{'{甲,}'} 表示可有可无</dd>
      <dt>…</dt>
      <dd>中间可以隔一些字（同一句里）</dd>
      <dt>~</dt>
      <dd>中间最多隔两个字</dd>
      <dt>+</dt>
      <dd>紧挨着（组合多的时候用）</dd>
    </dl>
    例如 <code>{'{想,要}…去{三号桥,老水塔}'}</code>，会命中“我今晚想一个人去老水塔”。
    繁体、全角、夹空格、夹符号的写法会自动认出，不用另写。
  </>
);

const CategoryField = ({ state }: { state: RuleFormState }) => (
  <>
    <label for="category">{FIELD_NAMES.category}</label>
    <div class="faint" id="category-hint">
      决定程序先对同学说哪一段话。
    </div>
    <select id="category" name="category" {...described({ name: 'category', state })}>
      <option value="">请选</option>
      {categories
        .filter((one) => one !== 'possible-crisis')
        .map((one) => (
          <option value={one} selected={state.typed.category === one}>
            {CATEGORY_NAMES[one]}
          </option>
        ))}
    </select>
    <Problems name="category" state={state} />
  </>
);

const LevelField = ({ state }: { state: RuleFormState }) => (
  <fieldset {...described({ name: 'level', state })}>
    <legend>{FIELD_NAMES.level}</legend>
    {(['concern', 'high', 'imminent'] as const).map((one) => (
      <label class="choice-row">
        <input type="radio" name="level" value={one} checked={state.typed.level === one} />
        <span>
          {LINE_LEVELS[one]}
          <small>{LEVEL_EFFECTS[one]}</small>
        </span>
      </label>
    ))}
    <Problems name="level" state={state} />
  </fieldset>
);

const Ticks = ({
  name,
  state,
  of,
}: FieldProps & { name: 'needs' | 'unless'; of: Readonly<Record<string, string>> }) => (
  <fieldset>
    <legend>{FIELD_NAMES[name]}</legend>
    {Object.entries(of).map(([value, label]) => (
      <label class="choice-row">
        <input type="checkbox" name={name} value={value} checked={state.typed[name].includes(value)} />
        <span>{label}</span>
      </label>
    ))}
  </fieldset>
);

const Tick = ({
  name,
  value,
  state,
  children,
}: FieldProps & { name: 'past' | 'media' | 'study' | 'quoted'; value: string; children: Child }) => (
  <label class="choice-row">
    <input type="checkbox" name={name} value={value} checked={state.typed[name] === value} />
    <span>{children}</span>
  </label>
);

const Occasion = ({ name, state }: FieldProps & { name: 'negation' | 'second' }) => (
  <>
    <label for={name}>{FIELD_NAMES[name]}</label>
    <select id={name} name={name}>
      {Object.entries(OCCASIONS).map(([value, label]) => (
        <option value={value} selected={state.typed[name] === value}>
          {label}
        </option>
      ))}
    </select>
    <Problems name={name} state={state} />
  </>
);

const Conditions = ({ state }: { state: RuleFormState }) => (
  <>
    <Ticks name="needs" state={state} of={NEEDS} />
    <Ticks name="unless" state={state} of={UNLESS} />
    <fieldset>
      <legend>按上下文减轻</legend>
      <Tick name="media" value="drops" state={state}>
        讲新闻、影视、小说、游戏时不算（句子里有“我”时降为“关注”）
      </Tick>
      <Tick name="quoted" value="drops" state={state}>
        引用歌词、书名时不算（句子里有“我”时降为“关注”）
      </Tick>
      <Tick name="study" value="lowers" state={state}>
        讲作业、论文、讲座时降为“关注”
      </Tick>
      <Tick name="past" value="lowers" state={state}>
        说以前的事时降为“关注”
      </Tick>
    </fieldset>
    <Occasion name="negation" state={state} />
    <Occasion name="second" state={state} />
    <label for="gap">{FIELD_NAMES.gap}</label>
    <input id="gap" name="gap" inputmode="numeric" value={state.typed.gap} autocomplete="off" />
    <Problems name="gap" state={state} />
  </>
);

export const RuleFields = ({ state }: { state: RuleFormState }) => (
  <>
    <Field name="name" state={state} rows={1} label="名称（只有工作人员看得到）" />
    <Field name="forms" state={state} rows={5}>
      <FormsHelp />
    </Field>
    <CategoryField state={state} />
    <LevelField state={state} />
    <Field name="why" state={state} rows={1}>
      值班老师在标出的话旁边看到的解释，例如“本校说法：三号桥是出过事的地方”。
    </Field>
    <Field name="match" state={state} rows={4} label="例句：应命中">
      一行一句，至少一句。请自己编，不要粘贴同学说过的话。
    </Field>
    <Field name="not" state={state} rows={3} label="例句：不应命中">
      一行一句。想想哪些平常的话里也有这个词。
    </Field>
    <Conditions state={state} />
  </>
);
