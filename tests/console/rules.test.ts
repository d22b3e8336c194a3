import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BODY } from '../keywords/centre/bodies.ts';
import { addRuleWriter, RULE_FORM, type RuleWriter } from '../support/rule-desk-world.ts';
import { until } from '../support/until.ts';
import { startWorld, type World } from '../support/world.ts';

const WORDS = '我今晚想一个人去三号桥';
/** A process that was told nothing looks every 5 s. */
const LOOK_MS = 20_000;

describe('the pages of the screening rules', () => {
  let world: World;
  let head: RuleWriter;
  let supervisor: RuleWriter;
  let administrator: RuleWriter;

  beforeAll(async () => {
    world = await startWorld();
    head = await addRuleWriter(world, '测试主任', 'centre-head');
  });
  afterAll(() => world.close());

  const newRule = async (change = {}): Promise<string> => {
    expect(await head.writes(change)).toBe(200);
    expect(head.browser.path()).toMatch(/^\/console\/rules\/[0-9a-f-]{36}$/);
    return head.browser.path();
  };
  const shows = async (who: RuleWriter, path: string): Promise<string> => {
    await who.browser.open(path);
    return who.browser.text();
  };
  const versions = async (path: string): Promise<number[]> => {
    const rows = await world.database.sql<{ version: number }>(
      'select version from xinqiao.centre_rule_version where rule_id = $1 order by version',
      [path.split('/').at(-1)],
    );
    return rows.map(({ version }) => version);
  };
  const proposals = () =>
    world.database.sql<{ step: string; decision: string | null }>(
      'select step, decision from xinqiao.centre_rule_proposal order by proposed_at',
    );

  it('tell somebody who is alone who else is needed, and change nothing', async () => {
    const path = await newRule();
    expect(await shows(head, `${path}/off`)).toMatch(
      /现在没有别人可以同意：需要另一位咨询师、督导或中心主任/,
    );
    expect(await head.browser.press({ action: `${path}/off` })).toBe(200);
    expect(head.browser.text()).toContain('现在没有别人可以同意');
    expect(await shows(head, path)).toContain('生效中');
    expect(await versions(path)).toEqual([1]);
  });

  describe('with colleagues', () => {
    beforeAll(async () => {
      supervisor = await addRuleWriter(world, '测试督导', 'supervisor');
      administrator = await addRuleWriter(world, '测试管理', 'administrator');
    });
    beforeEach(() =>
      world.database.sql(
        'truncate xinqiao.centre_rule, xinqiao.centre_rule_version, xinqiao.centre_rule_proposal',
      ),
    );

    it('say in Chinese what is wrong with each field, and lose nothing that was typed', async () => {
      const change = { forms: '{三,四号桥', match: '我去看看', why: '', name: '我起的名字' };
      expect(await head.writes(change)).toBe(422);
      const text = head.browser.text();
      expect(text).toContain('“{三,四号桥”：少了一个 }。');
      expect(text).toContain('请写说明。');
      expect(head.browser.html()).toContain('value="我起的名字"');
      expect(head.browser.html()).toMatch(
        /<textarea[^>]*name="forms"[^>]*aria-invalid="true"[^>]*>\{三,四号桥</,
      );
      expect(head.browser.html()).toMatch(/value="high" checked/);
      expect(await head.writes({ match: '我去看看', not: WORDS })).toBe(422);
      expect(head.browser.text()).toContain('例句“我去看看”没有命中');
      expect(head.browser.text()).toContain(`例句“${WORDS}”也被命中了`);
      expect(await world.database.sql('select from xinqiao.centre_rule')).toEqual([]);
    });

    it('warn of a rule that would call somebody for everyday sentences, and want it confirmed', async () => {
      const broad = { forms: '图书馆', match: '我在图书馆', not: '' };
      expect(await head.writes(broad)).toBe(422);
      expect(head.browser.text()).toContain('图书馆几点关门');
      const confirmation = /name="confirmation" value="([^"]+)"/.exec(head.browser.html())?.[1] ?? '';
      expect(confirmation).not.toBe('');
      const form = { action: '/console/rules/new' };
      // Confirmed for these sentences, and not for those of other words.
      const other = { ...RULE_FORM, ...broad, forms: '图书馆\n宿舍', confirmation };
      expect(await head.browser.press(form, other)).toBe(422);
      const again = /name="confirmation" value="([^"]+)"/.exec(head.browser.html())?.[1] ?? '';
      expect(again).not.toBe(confirmation);
      expect(await head.browser.press(form, { ...other, confirmation: again })).toBe(200);
      expect(head.browser.path()).toMatch(/rules\/[0-9a-f-]{36}$/);
      // What it found before is no news.
      const path = head.browser.path();
      expect(await head.edits(path, { ...broad, forms: '图书馆\n宿舍', level: 'imminent' })).toBe(200);
      expect(await versions(path)).toEqual([1, 2]);
    });

    it('make one rule, one change, one proposal and one decision of a form that is sent twice', async () => {
      const path = await newRule();
      expect(await head.browser.pressAgain()).toBe(200);
      expect(head.browser.path()).toBe(path);
      expect(await world.database.sql('select from xinqiao.centre_rule')).toHaveLength(1);

      expect(await head.edits(path, { why: '另一个说明' })).toBe(200);
      expect(await head.browser.pressAgain()).toBe(200);
      expect(head.browser.path()).toBe(path);
      expect(await versions(path)).toEqual([1, 2]);

      expect(await head.edits(path, { level: 'concern' })).toBe(200);
      const proposal = head.browser.path();
      expect(await head.browser.pressAgain()).toBe(200);
      expect(head.browser.path()).toBe(proposal);
      expect(await proposals()).toHaveLength(1);

      await supervisor.browser.open(proposal);
      expect(await supervisor.browser.press({ action: `${proposal}/approve` })).toBe(200);
      expect(await supervisor.browser.pressAgain()).toBe(200);
      expect(await versions(path)).toEqual([1, 2, 3]);
    });

    it('let nobody write over what they have not seen', async () => {
      const path = await newRule();
      await supervisor.browser.open(`${path}/edit`);
      expect(await head.edits(path, { why: '先改的' })).toBe(200);
      const late = { ...RULE_FORM, why: '后改的' };
      expect(await supervisor.browser.press({ action: `${path}/edit` }, late)).toBe(409);
      expect(supervisor.browser.text()).toContain('刚才有人改过这条规则');
      expect(supervisor.browser.html()).toContain('value="后改的"');
      expect(await versions(path)).toEqual([1, 2]);
      expect(await supervisor.browser.press({ action: `${path}/edit` }, late)).toBe(200);
      expect(await shows(head, path)).toContain('后改的');
    });

    it('take what strengthens a grave rule at once, and anything for one that calls nobody', async () => {
      const path = await newRule();
      const more = { forms: `${RULE_FORM.forms}\n塔下见`, level: 'imminent' };
      expect(await head.edits(path, more)).toBe(200);
      expect(head.browser.path()).toBe(path);
      const calm = await newRule({ level: 'concern', name: '不急的' });
      expect(await head.edits(calm, { level: 'concern', forms: '去三号桥' })).toBe(200);
      expect(head.browser.path()).toBe(calm);
      await head.browser.open(`${calm}/off`);
      expect(await head.browser.press({ action: `${calm}/off` })).toBe(200);
      expect(head.browser.text()).toContain('已停用');
      expect(await head.browser.press({ action: `${calm}/on` })).toBe(200);
      expect(head.browser.text()).toContain('生效中');
      expect(await proposals()).toEqual([]);
    });

    it('show the second person what would change and what that means', async () => {
      const path = await newRule();
      expect(await head.edits(path, { forms: '三号桥见', match: '三号桥见', level: 'concern' })).toBe(200);
      const proposal = head.browser.path();
      expect(head.browser.text()).toContain('可以同意的人：测试督导');
      expect(head.browser.html()).not.toContain(`${proposal}/approve`);
      const seen = await shows(supervisor, proposal);
      expect(seen).toContain('级别 高危 关注 原来按“高危”处理的话，以后只按“关注”处理，不再呼叫值班老师。');
      expect(seen).toContain('有些说法以后这条规则不再命中。');
      expect(seen).toContain('“我今晚想一个人去三号桥” 现在：高危；以后：不再命中，不再呼叫值班老师');
      expect(seen).toContain('“三号桥见” 现在：高危；以后：关注，不再呼叫值班老师');
      expect(supervisor.browser.html()).toContain('<del>{想,要}…去{三号桥,老水塔}</del>');
      // An administrator writes rules, and does not decide about them.
      expect(await shows(administrator, proposal)).toContain('可以同意的人：测试督导');
      expect(administrator.browser.html()).not.toContain(`${proposal}/approve`);
      expect(await shows(supervisor, '/console/rules')).toMatch(/等第二位同事决定 修改本校规则 \d+“三号桥”/);
    });

    it('refuse approval by the proposer, however it is sent', async () => {
      const path = await newRule();
      await head.edits(path, { level: 'concern' });
      const proposal = head.browser.path();
      const csrf = /name="csrf" value="([^"]+)"/.exec(head.browser.html())?.[1] ?? '';
      for (const step of ['approve', 'refuse']) {
        const answer = await fetch(new URL(`${proposal}/${step}`, world.app.url), {
          method: 'POST',
          body: new URLSearchParams({ csrf }),
          headers: { Cookie: head.browser.cookies(), Origin: world.app.url, 'Sec-Fetch-Site': 'same-origin' },
        });
        expect(answer.status).toBe(422);
        expect(await answer.text()).toContain('不能同意自己的提议');
      }
      expect(await proposals()).toEqual([{ step: 'edit', decision: null }]);
      expect(await versions(path)).toEqual([1]);
    });

    it('leave the rule as it is when a proposal is refused, taken back, expired or overtaken', async () => {
      const path = await newRule();
      const propose = async (): Promise<string> => {
        expect(await head.edits(path, { level: 'concern', forms: `${RULE_FORM.forms}\n塔下见` })).toBe(200);
        expect(head.browser.path()).toContain('/proposals/');
        return head.browser.path();
      };
      const refused = await propose();
      await supervisor.browser.open(refused);
      await supervisor.browser.press({ action: `${refused}/refuse` });
      expect(supervisor.browser.text()).toContain('没有同意，规则没有变');

      const withdrawn = await propose();
      await head.browser.press({ action: `${withdrawn}/withdraw` });
      expect(head.browser.text()).toContain('提议人收回了');

      const expired = await propose();
      await supervisor.browser.open(expired);
      await world.database.sql(
        'update xinqiao.centre_rule_proposal set expires_at = xinqiao.app_now() where decision is null',
      );
      expect(await supervisor.browser.press({ action: `${expired}/approve` })).toBe(409);
      expect(supervisor.browser.text()).toContain('这个提议超过 7 天，已经作废');
      expect(await shows(head, '/console/rules')).not.toContain('等第二位同事决定');

      const overtaken = await propose();
      await supervisor.browser.open(overtaken);
      expect(await head.edits(path, { why: '改了说明' })).toBe(200);
      expect(await supervisor.browser.press({ action: `${overtaken}/approve` })).toBe(409);
      expect(supervisor.browser.text()).toContain('规则后来又改过');

      expect(await versions(path)).toEqual([1, 2]);
      expect(await shows(head, path)).toContain('高危');
      expect((await proposals()).map(({ decision }) => decision)).toEqual([
        'refused',
        'withdrawn',
        'expired',
        'outdated',
      ]);
    });

    it('have one change at a time waiting for a rule', async () => {
      const path = await newRule();
      await head.edits(path, { level: 'concern' });
      expect(await supervisor.edits(path, { level: 'concern', negation: 'drops', match: WORDS })).toBe(409);
      expect(supervisor.browser.text()).toContain('已经有一个修改在等第二位同事');
      await supervisor.browser.open(`${path}/off`);
      expect(await supervisor.browser.press({ action: `${path}/off` })).toBe(409);
    });

    it('take a rule away with two people', async () => {
      const path = await newRule();
      await head.browser.open(`${path}/delete`);
      await head.browser.press({ action: `${path}/delete` });
      const proposal = head.browser.path();
      await supervisor.browser.open(proposal);
      await supervisor.browser.press({ action: `${proposal}/approve` });
      expect(await shows(head, '/console/rules')).not.toContain('三号桥');
      expect(await shows(head, path)).toContain('已删除');
      expect(head.browser.html()).not.toContain(`${path}/edit`);
      expect(await head.tests(WORDS)).toContain('没有命中任何规则');
    });

    it('show a rule that this version cannot use in red; the others go on', async () => {
      const path = await newRule();
      await newRule({ name: '好的', forms: '去老水塔', match: '我去老水塔', not: '' });
      await world.database.sql(
        `update xinqiao.centre_rule_version set body = body || '{"category":"of-a-later-time"}'
         where rule_id = $1`,
        [path.split('/').at(-1)],
      );
      // As after an upgrade: another version of it, so that every process reads it anew.
      await world.database.sql(
        `insert into xinqiao.centre_rule_version
         select rule_id, 2, state, body, changed_by, approved_by, changed_at
         from xinqiao.centre_rule_version where rule_id = $1`,
        [path.split('/').at(-1)],
      );
      await world.database.sql('update xinqiao.centre_rule set version = 2 where id = $1', [
        path.split('/').at(-1),
      ]);
      await until(
        'the rule to be left out',
        async () => (await shows(head, '/console/rules')).includes('没有生效'),
        LOOK_MS,
      );
      expect(await head.tests('我去老水塔')).toContain('高危');
      expect(await shows(head, path)).toContain('这一版程序用不了这条规则');
      // What it said is there to be mended.
      await head.browser.open(`${path}/edit`);
      expect(head.browser.html()).toContain('>{想,要}…去{三号桥,老水塔}\n三号桥见</textarea>');
      expect(await head.edits(path, {})).toBe(200);
      expect(await shows(head, path)).toContain('生效中');
      const told = world.logged.filter((line) => line.includes('centre-rules.left-out'));
      expect(told.length).toBeGreaterThan(0);
      expect(told.join()).not.toMatch(/三号桥|老水塔/);
    }, 40_000);

    it('are in effect also where the notification was lost', async () => {
      const [member] = await world.database.sql<{ id: string }>(
        `select id from xinqiao.staff_member where name = '测试主任'`,
      );
      const id = randomUUID();
      await world.database.sql(
        'insert into xinqiao.centre_rule (id, created_by, created_at) values ($1, $2, now())',
        [id, member?.id],
      );
      await world.database.sql(
        `insert into xinqiao.centre_rule_version (rule_id, version, state, body, changed_by, changed_at)
         values ($1, 1, 'active', $2, $3, now())`,
        [id, JSON.stringify(BODY), member?.id],
      );
      await until('the rule to be found', async () => (await head.tests(WORDS)).includes('高危'), LOOK_MS);
    }, 40_000);

    it('list what ships, to be found by word or id, without putting the word into an address', async () => {
      await newRule();
      const all = await shows(head, '/console/rules');
      expect(all).toContain('wants-to-die');
      expect(head.browser.html()).not.toMatch(/<form method="get"/i);
      for (const [search, wanted, unwanted] of [
        ['wants-to-die', 'wants-to-die', 'wants-suicide'],
        ['安眠药', '安眠药', '老水塔'],
        ['三号桥', '· 三号桥', 'wants-to-die'],
      ] as const) {
        await head.browser.open('/console/rules');
        const csrf = /name="csrf" value="([^"]+)"/.exec(head.browser.html())?.[1] ?? '';
        const answer = await fetch(new URL('/console/rules', world.app.url), {
          method: 'POST',
          body: new URLSearchParams({ csrf, search }),
          headers: { Cookie: head.browser.cookies(), Origin: world.app.url, 'Sec-Fetch-Site': 'same-origin' },
        });
        const html = await answer.text();
        expect(answer.status).toBe(200);
        expect(html).toContain(wanted);
        expect(html).not.toContain(unwanted);
      }
    });

    it('grade a pasted text, mark its words, and keep nothing of it', async () => {
      await newRule();
      const secret = '蓝色的热气球';
      const text = await head.tests(`<b>${secret}</b>，我不想活了，今晚要去三号桥`);
      expect(text).toMatch(/危急|高危/);
      expect(text).toMatch(/程序自带 [a-z-]+/);
      expect(text).toMatch(/本校规则 \d+“三号桥”/);
      expect(head.browser.html()).toMatch(/<mark title="[^"]*本校说法[^"]*">/);
      expect(head.browser.html()).toContain(`&lt;b&gt;${secret}`);
      expect(head.browser.html()).not.toContain('<b>');
      expect(world.logged.join('\n')).not.toContain(secret);
      const tables = await world.database.sql<{ name: string }>(
        `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where n.nspname = 'xinqiao' and c.relkind = 'r'`,
      );
      expect(tables.length).toBeGreaterThan(30);
      for (const { name } of tables) {
        const rows = await world.database.sql(`select from xinqiao.${name} t where t::text like $1`, [
          `%${secret}%`,
        ]);
        expect([name, rows]).toEqual([name, []]);
      }
      const whole = await world.database.sql(
        `select from xinqiao.audit_entry where action = 'rules.test' and allowed`,
      );
      expect(whole.length).toBeGreaterThan(0);
    });
  });
});
