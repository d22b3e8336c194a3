import type { SessionView, ShownVersion } from '../../../conversation/desks/sessions/session-desk.ts';
import {
  EMPTY_RECORD,
  INTERVENTIONS,
  LONGEST_RECORD,
  NEXT_STEPS,
  REFERRALS,
  type RecordBody,
  RISKS,
  SESSION_TYPES,
  SESSION_WAYS,
  TOPICS,
} from '../../../sessions/record.ts';
import {
  INTERVENTION_NAMES,
  NEXT_NAMES,
  REFERRAL_NAMES,
  RISK_NAMES,
  TOPIC_NAMES,
  TYPE_NAMES,
  WAY_NAMES,
} from '../../session-words.ts';
import { sayMoment } from '../../times.ts';
import { Csrf } from '../pieces.tsx';
import type { TypedSession } from './session-page.tsx';

type Names = Readonly<Record<string, string>>;

const One = (props: {
  title: string;
  name: string;
  known: readonly string[];
  names: Names;
  chosen: string;
}) => (
  <>
    <label for={`record-${props.name}`}>{props.title}</label>
    <select id={`record-${props.name}`} name={props.name}>
      <option value="">请选</option>
      {props.known.map((value) => (
        <option value={value} selected={value === props.chosen}>
          {props.names[value]}
        </option>
      ))}
    </select>
  </>
);

const Some = (props: {
  title: string;
  name: string;
  known: readonly string[];
  names: Names;
  chosen: readonly string[];
}) => (
  <fieldset>
    <legend>{props.title}</legend>
    <div class="record-checks">
      {props.known.map((value) => (
        <label>
          <input type="checkbox" name={props.name} value={value} checked={props.chosen.includes(value)} />{' '}
          {props.names[value]}
        </label>
      ))}
    </div>
  </fieldset>
);

type RecordFormProps = { id: string; body: RecordBody; seen: Date | null; csrf: string };

const RecordForm = ({ id, body, seen, csrf }: RecordFormProps) => (
  <form method="post" action={`/console/sessions/${id}/record`} class="stack" novalidate>
    <Csrf token={csrf} />
    <input type="hidden" name="seen" value={seen?.toISOString() ?? ''} />
    <One title="类型" name="type" known={SESSION_TYPES} names={TYPE_NAMES} chosen={body.type} />
    <One title="方式" name="way" known={SESSION_WAYS} names={WAY_NAMES} chosen={body.way} />
    <Some title="主题" name="topic" known={TOPICS} names={TOPIC_NAMES} chosen={body.topics} />
    <Some
      title="干预（可以不选）"
      name="intervention"
      known={INTERVENTIONS}
      names={INTERVENTION_NAMES}
      chosen={body.interventions}
    />
    <One title="风险等级" name="risk" known={RISKS} names={RISK_NAMES} chosen={body.risk} />
    <One title="下次预约" name="next" known={NEXT_STEPS} names={NEXT_NAMES} chosen={body.next} />
    <One title="转介" name="referral" known={REFERRALS} names={REFERRAL_NAMES} chosen={body.referral} />
    <label for="record-text">记录（加密保存，只有本人和督导能看）</label>
    <textarea id="record-text" name="text" rows={12} maxlength={LONGEST_RECORD}>
      {body.text}
    </textarea>
    <div class="form-end">
      <button type="submit" name="step" value="save">
        存草稿
      </button>
      <button type="submit" name="step" value="sign" class="primary">
        签名保存
      </button>
    </div>
    <p class="faint">签名以后不能改，只能在下面补正。草稿别人看不到。</p>
  </form>
);

const listed = (values: readonly string[], names: Names): string =>
  values.length === 0 ? '—' : values.map((value) => names[value] ?? value).join('、');
const named = (value: string, names: Names): string => (value === '' ? '—' : (names[value] ?? value));

const nameOf = (one: ShownVersion): string =>
  one.kind === 'correction' ? `补正 ${one.version - 1}` : one.signedAt === null ? '存着的草稿' : '咨询记录';

const Version = ({ one, now }: { one: ShownVersion; now: Date }) => (
  <article class="record-version">
    <p class="faint">{`${nameOf(one)} · ${one.staff} · ${sayMoment(one.signedAt ?? one.changedAt, now)}`}</p>
    {one.kind === 'correction' ? (
      <p class="words">{one.text}</p>
    ) : (
      <>
        <dl class="record-fields">
          <dt>类型</dt>
          <dd>{`${named(one.body.type, TYPE_NAMES)}，${named(one.body.way, WAY_NAMES)}`}</dd>
          <dt>主题</dt>
          <dd>{listed(one.body.topics, TOPIC_NAMES)}</dd>
          <dt>干预</dt>
          <dd>{listed(one.body.interventions, INTERVENTION_NAMES)}</dd>
          <dt>风险等级</dt>
          <dd>{named(one.body.risk, RISK_NAMES)}</dd>
          <dt>下次预约</dt>
          <dd>{named(one.body.next, NEXT_NAMES)}</dd>
          <dt>转介</dt>
          <dd>{named(one.body.referral, REFERRAL_NAMES)}</dd>
        </dl>
        <p class="words">{one.body.text}</p>
      </>
    )}
  </article>
);

export const RecordBox = (props: {
  view: SessionView;
  csrf: string;
  now: Date;
  correctionKey: string;
  /** What was typed and not kept. */
  typed?: TypedSession | undefined;
}) => {
  const { view, csrf, now, typed } = props;
  const { id } = view.row;
  const signed = view.record.filter(({ signedAt }) => signedAt !== null);
  const draft = view.record.find((one) => one.kind === 'record' && one.signedAt === null);
  if (!view.may.record && signed.length === 0) return null;
  return (
    <section>
      <h2>咨询记录</h2>
      {signed.map((one) => (
        <Version one={one} now={now} />
      ))}
      {draft !== undefined && typed?.besideDraft === true ? <Version one={draft} now={now} /> : null}
      {signed.length === 0 ? (
        <RecordForm
          id={id}
          body={typed?.body ?? (draft?.kind === 'record' ? draft.body : EMPTY_RECORD)}
          seen={typed?.seen === undefined ? (draft?.changedAt ?? null) : typed.seen}
          csrf={csrf}
        />
      ) : view.may.record ? (
        <form method="post" action={`/console/sessions/${id}/correct`} class="stack" novalidate>
          <Csrf token={csrf} />
          <input type="hidden" name="key" value={props.correctionKey} />
          <label for="correction">补正（写明改哪里、为什么；原来的记录留着）</label>
          <textarea id="correction" name="text" rows={3} maxlength={LONGEST_RECORD}>
            {typed?.correction ?? ''}
          </textarea>
          <div class="form-end">
            <button type="submit">补正</button>
          </div>
        </form>
      ) : null}
    </section>
  );
};
