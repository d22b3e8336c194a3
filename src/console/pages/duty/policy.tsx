import type { ForeseenView, PolicyView } from '../../../conversation/desks/duty/policy-desk.ts';
import {
  type ExplainedLevel,
  type ExplainedNights,
  type ExplainedStep,
  type ExplainedTarget,
  isGroup,
} from '../../../handoff/explain-policy.ts';
import { readLocalMoment } from '../../../handoff/rota/read-rule.ts';
import type { ConsoleParts } from '../../parts.ts';
import { sayHow, saySeconds, sayTarget, sayWays } from '../../policy-words.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import type { ConsoleContext } from '../../route.ts';
import { isoDay, sayDay, sayTime } from '../../times.ts';
import { CASE_LEVELS, channelName } from '../../words.ts';
import { Notice, PageHead } from '../pieces.tsx';

type Seen = { view: PolicyView };

const Key = ({ name }: { name: string }) => (
  <small class="faint">
    <code>{name}</code>
  </small>
);

const Target = ({ view, one }: Seen & { one: ExplainedTarget }) => {
  const people = one.people.flatMap(({ staffId }) => view.people.get(staffId) ?? []);
  return (
    <li>
      <strong>{sayTarget(one.target)}</strong>
      {isGroup(one.target) ? <span class="faint"> 只多通知一处，不算叫到了人</span> : null}
      {people.length === 0 && !isGroup(one.target) ? <span class="faint"> 没有人</span> : null}
      {people.map((person) => (
        <span class={person.wakes ? 'called' : 'called faint'}>
          {` ${person.name}`}
          <small class="faint">{`（${sayHow(person)}）`}</small>
        </span>
      ))}
    </li>
  );
};

const Step = ({ view, step, when }: Seen & { step: ExplainedStep; when: string }) => (
  <li class={`policy-step${step.skipped ? ' skipped' : ''}`}>
    <p>
      <strong>{when}</strong>
      {step.skipped ? <span class="badge level-high">叫不到人，跳过：下一步的人马上叫</span> : null}
    </p>
    <ul>
      {step.targets.map((one) => (
        <Target view={view} one={one} />
      ))}
    </ul>
  </li>
);

const Nights = ({ view, nights }: Seen & { nights: ExplainedNights }) => (
  <section class="card">
    <h3>{`夜里 ${nights.from}–${nights.to} 先叫醒着的人`}</h3>
    <Key name={nights.key} />
    <ol class="policy-steps">
      <Step
        view={view}
        step={nights.first}
        when={`夜里先单独叫 ${saySeconds(nights.aloneSeconds)}，没有人接手再从下面第一步开始；叫不到人就一秒也不等`}
      />
    </ol>
  </section>
);

const sayWhen = ({ afterSeconds }: ExplainedStep): string =>
  afterSeconds === 0 ? '一开始' : `满 ${saySeconds(afterSeconds)} 还没有人接手`;

const Louder = ({ view, one }: Seen & { one: ExplainedLevel['louder'][number] }) => (
  <li>
    <p>
      {`第 ${one.afterRounds} 轮重来起`}
      {one.kinds.length === 0 ? '' : `，再用上${one.kinds.map(channelName).join('、')}`}
      {one.targets.length === 0 ? '' : '，再加上：'}
    </p>
    {one.targets.length === 0 ? null : (
      <ul>
        {one.targets.map((target) => (
          <Target view={view} one={target} />
        ))}
      </ul>
    )}
  </li>
);

const Foreseen = ({ call }: { call: ForeseenView }) => (
  <li>
    <strong>
      {call.afterSeconds === 0 ? '马上' : `${saySeconds(call.afterSeconds)} 后`}
      {call.round === 0 ? '' : '（全部再叫一遍）'}
    </strong>
    {call.nobodyReal ? <span class="badge level-imminent">没有真人，叫系统管理员</span> : null}
    <span>
      {call.people.map(({ name, wakes, ways }) => (
        <span class={wakes ? 'called' : 'called faint'}>
          {` ${name}`}
          <small class="faint">{`（${wakes ? sayWays(ways) || '工作台' : '叫不到'}）`}</small>
        </span>
      ))}
      {call.notifiers.map((name) => (
        <span class="called">{` 通知群 ${name}`}</span>
      ))}
      {call.people.length + call.notifiers.length === 0 ? ' 没有人' : null}
    </span>
  </li>
);

const sayAt = (at: Date): string => `${sayDay(at)} ${sayTime(at)}`;

type LevelProps = Seen & { level: ExplainedLevel; foreseen: readonly ForeseenView[] };

const Level = ({ view, level, foreseen }: LevelProps) => (
  <section class="card policy-level">
    <h3>
      <span class={`badge level-${level.level}`}>{CASE_LEVELS[level.level]}</span>
      <Key name={level.key} />
    </h3>
    <ol class="policy-steps">
      {level.steps.map((step) => (
        <Step view={view} step={step} when={sayWhen(step)} />
      ))}
    </ol>
    <p>{`都叫过了还没有人接手：每 ${saySeconds(level.repeatSeconds)}，全部再叫一遍，直到有人接手，从不放弃。`}</p>
    {level.louder.length === 0 ? null : (
      <ul class="policy-louder">
        {level.louder.map((one) => (
          <Louder view={view} one={one} />
        ))}
      </ul>
    )}
    <p>{`接手以后，欠同学一句话满 ${saySeconds(level.firstWordsSeconds)}：再叫所有人，别的老师可以接过去。`}</p>
    <h4>{`${view.at === view.now ? '现在' : sayAt(view.at)}来一个，没有人接手的话`}</h4>
    <ol class="foreseen">
      {foreseen.map((call) => (
        <Foreseen call={call} />
      ))}
    </ol>
  </section>
);

/** What a college has no words of its own for is as usual, and said once. */
const isOwn = (policy: PolicyView['policies'][number], key: string): boolean =>
  policy.name === null || key.startsWith('policies.');

const Policy = ({ view, policy }: Seen & { policy: PolicyView['policies'][number] }) => (
  <section>
    <h2>{policy.name === null ? '通常' : `${policy.name}：${policy.colleges.join('、')}的同学`}</h2>
    {policy.nights !== null && isOwn(policy, policy.nights.key) ? (
      <Nights view={view} nights={policy.nights} />
    ) : null}
    <div class="policy-levels">
      {policy.levels.map((level) =>
        isOwn(policy, level.key) ? (
          <Level view={view} level={level} foreseen={policy.foreseen[level.level]} />
        ) : (
          <p class="card">
            <span class={`badge level-${level.level}`}>{CASE_LEVELS[level.level]}</span> 和通常一样
          </p>
        ),
      )}
    </div>
  </section>
);

const Rules = ({ view: { rules } }: Seen) => (
  <section>
    <h2>一直都是这样</h2>
    <ul class="policy-rules">
      <li>谁在班，叫的那一刻才看；一个人所有能用的账号一起叫，写明留到后面几轮的除外。</li>
      <li>第一步叫不到真人时，马上叫系统管理员，学生页面和这里都会写明。</li>
      <li>{`同一位老师每 ${saySeconds(rules.digestSeconds)} 最多收到一条呼叫，期间新来的并成一条；危急的可以再多来一条。`}</li>
      <li>{`接手以后，同学写了平常的话没有人回：满 ${saySeconds(rules.laterSilence.remindSeconds)} 提醒老师，满 ${saySeconds(rules.laterSilence.everybodySeconds)} 叫所有人。`}</li>
      <li>{`老师 ${saySeconds(rules.ownerActiveSeconds)} 以内说过话，同学新说的危急的话只提醒这位老师；否则别人也叫。`}</li>
      <li>{`危急的同学在老师说话以后满 ${saySeconds(rules.silentStudentSeconds)} 没有声音：提醒老师打电话、请人去看；再过这么久老师也没有动静，叫所有人，别的老师可以接，每隔这么久一次。`}</li>
      <li>{`接手的求助老师 ${rules.quietCase.ownerHours} 小时没有动静：早上九点列给这位老师，下午六点列给当天没有下班提醒的；${rules.quietCase.headHours} 小时没有动静，也列给中心主任。`}</li>
      <li>{`“通话中”“在路上”管 ${rules.holdMinutes} 分钟。`}</li>
      <li>后来的话只会把级别升高，不会降低。</li>
    </ul>
    <p class="faint">{`数字的来源：${rules.source}`}</p>
  </section>
);

const localTime = (at: Date): string => `${isoDay(at)}T${sayTime(at)}`;

const At = ({ view }: Seen) => (
  <form method="get" action="/console/duty/policy" class="policy-at">
    <label for="at">换一个时间看，比如今天夜里（北京时间）</label>
    <input id="at" name="at" type="datetime-local" value={localTime(view.at)} />
    <button type="submit">看</button>
    {view.at === view.now ? null : (
      <a class="button" href="/console/duty/policy">
        回到现在
      </a>
    )}
  </form>
);

/** Who is called after how long, and who that is now; the file says it, this page only shows it. */
export async function showPolicy(c: ConsoleContext, parts: ConsoleParts) {
  const asked = c.req.query('at') ?? '';
  const at = readLocalMoment(asked);
  const view = await parts.policy.view(c.get('actor'), at);
  if (view === null) return renderAbsent(c, parts);
  const refused = asked !== '' && view.at === view.now && asked !== localTime(view.now);
  return renderPage(
    c,
    parts,
    { title: '呼叫步骤', place: 'policy' },
    <div class="policy">
      <PageHead title="呼叫步骤">
        <a href="/console/duty">看值班表</a>
      </PageHead>
      <p>
        同学说了危险的话、还没有人接手时，程序按这里叫人。这一页只给人看：要改，请系统管理员改文件{' '}
        <code>config/escalation.yaml</code>（每一块旁边写着是哪一项），用 <code>check-config</code>{' '}
        检查，再重启。
      </p>
      {refused ? <Notice kind="warn">时间要写成今后一年以内的；下面是现在的情况。</Notice> : null}
      {view.unknown.map(({ target, key }) => (
        <Notice kind="bad">{`${sayTarget(target)}：没有这个人或这个轮班，这一步叫不到（${key}）。`}</Notice>
      ))}
      <At view={view} />
      <p class="faint">{`下面的名字是 ${sayAt(view.at)} 的值班安排；能不能叫到，看的是现在。`}</p>
      {view.policies.map((policy) => (
        <Policy view={view} policy={policy} />
      ))}
      <Rules view={view} />
    </div>,
  );
}
