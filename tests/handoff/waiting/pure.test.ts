import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { nextOfOwed } from '../../../src/handoff/break-glass.ts';
import {
  type AskedQuestion,
  nextQuestion,
  openQuestion,
  readQuestionChoice,
  WAITING_TOPICS,
  type WaitingTopic,
} from '../../../src/handoff/waiting/questions.ts';
import { fitsAnswer, readAnswer } from '../../../src/handoff/waiting/read-answer.ts';
import { readWhose, readWhoseAlone } from '../../../src/handoff/waiting/read-whose.ts';
import { readOfHandOff } from '../../../src/handoff/waiting/said-of-hand-off.ts';
import { tellsOwnPlace, tellsPlace } from '../../../src/handoff/waiting/tells-place.ts';

const NOW = new Date('2026-11-23T02:00:00Z');
const asked = (topic: WaitingTopic, settled: boolean): AskedQuestion => ({
  topic,
  askedAt: NOW,
  settledAt: settled ? NOW : null,
  answer: null,
});

describe('what is asked while somebody waits', () => {
  it('is one thing at a time, and each once', () => {
    expect(nextQuestion('own', [])).toBe('place');
    expect(nextQuestion('own', [asked('place', false)])).toBeNull();
    expect(nextQuestion('own', [asked('place', true)])).toBe('company');
    const three = [asked('place', true), asked('company', true), asked('phone', true)];
    expect(nextQuestion('own', three)).toBe('college');
    expect(nextQuestion('own', three, ['college'])).toBeNull();
    expect(nextQuestion('own', [...three, asked('college', true)])).toBeNull();
    expect(nextQuestion('report', [])).toBe('their-place');
    expect(openQuestion([asked('place', true), asked('company', false)])?.topic).toBe('company');
  });

  it.each([
    'ask.place.yes',
    'ask.nowhere.skip',
    'ask.company',
    'take.company.yes',
    'ask.company.constructor',
  ])('has no choice %s', (id) => expect(readQuestionChoice(id)).toBeNull());

  it.each([
    ['place', '在3号宿舍楼', 'answered'],
    ['place', '302', 'answered'],
    ['place', '在图书馆四楼靠窗那一排，刚才从教室过来的', 'answered'],
    ['place', '不想说', 'skipped'],
    ['place', '跳过。', 'skipped'],
    ['place', '我好难受', 'other'],
    ['place', '救救我', 'other'],
    ['place', '谢谢', 'other'],
    ['place', '为什么要问这个？', 'other'],
    ['place', '今天跟我妈吵了一架，她说再也不管我了，我真的不知道该怎么办才好', 'other'],
    ['place', '……', 'other'],
    ['company', '没有', 'answered'],
    ['company', '室友在旁边', 'answered'],
    ['phone', '13800001111', 'answered'],
    ['phone', '可以', 'answered'],
    ['college', '护理学院', 'answered'],
    ['college', '谢谢', 'other'],
    ['college', '不想说', 'skipped'],
    ['place', "I'd rather not say", 'skipped'],
    ['place', 'dorm 3, room 302', 'answered'],
    ['company', 'my roommate is here', 'answered'],
  ] as const)('asked for %s, “%s” is %s', (topic, typed, kind) => {
    expect(readAnswer(topic, typed, false).kind).toBe(kind);
  });

  it('takes of dangerous words only a place', () => {
    expect(readAnswer('place', '我在楼顶', true).kind).toBe('answered');
    expect(readAnswer('place', '药吞了', true).kind).toBe('other');
    expect(readAnswer('company', '没人', true).kind).toBe('other');
  });
});

describe('a place that is told without being asked for', () => {
  it.each([
    '我到天台了',
    '现在在5号楼楼顶',
    '我回宿舍了',
    '在图书馆二楼',
    '我爬到楼顶了，好冷',
    "I'm on the roof of building 5",
  ])('%s is one', (typed) => expect(tellsPlace('place', typed)).toBe(true));

  it.each([
    '我在宿舍被骂了',
    '我想去天台',
    '我不在宿舍',
    '你在图书馆吗',
    '你们在医院？',
    '我在等',
    '我在',
    '好',
    '我在宿舍过得一点也不好，他们从开学到现在没有一个人跟我说过一句话，老师也不管',
    "I'm at my limit",
    "I'm in the wrong, am I?",
    `我在宿舍${'1'.repeat(5_000)}啊`,
  ])('%s is none', (typed) => expect(tellsPlace('place', typed)).toBe(false));

  it('of somebody else is told of them', () => {
    expect(tellsPlace('their-place', '他在天台')).toBe(true);
    expect(tellsPlace('their-place', '我在宿舍')).toBe(false);
    expect(tellsPlace('place', '他在天台')).toBe(false);
  });
});

it.each([
  ['我自己的', 'own'],
  ['嗯', 'own'],
  ['都有', 'own'],
  ['我不知道', 'own'],
  ['室友的', 'reported'],
  ['替她说的那个', 'reported'],
  ['for my friend', 'reported'],
  ['mine', 'own'],
  ['算了', null],
  ['都不是。', null],
  ['never mind', null],
] as const)('asked to which case they come back, “%s” is %s', (typed, whose) =>
  expect(readWhose(typed)).toBe(whose),
);

describe('what is said of the hand-off itself', () => {
  it.each([
    '还有人吗',
    '还有人吗？？',
    '有人吗',
    '有人？',
    '还有人没',
    '有没有人啊',
    '喂，现在有人在吗',
    'is anyone there?',
    'Hello? Is anybody there',
    'somebody there?',
  ])('%s asks whether somebody is there', (text) => expect(readOfHandOff(text)).toBe('state'));

  it.each([
    '在吗',
    '老师在吗？',
    '喂',
    '喂，你还在吗',
    '人呢',
    '老师呢',
    '怎么没人',
    '没人吗',
    '没有人？',
    '还没人来',
    '还要多久',
    '怎么没人理我',
    '老师什么时候来',
    '老师到底什么时候能来啊',
    '老师在哪',
    '老师到哪了？',
    '什么时候有人来',
    'are you still there',
    'where is everyone',
    'how long',
    'nobody here?',
  ])('%s calls whoever may be there', (text) => expect(readOfHandOff(text)).toBe('call'));

  it('does not think long about what goes on and on', () => {
    for (const word of ['喂', '老师', '在', 'hello', '哈喽喂'])
      expect(readOfHandOff(`${word.repeat(60).slice(0, 59)}x`)).toBeNull();
  });

  it.each(['先这样', '好的，先这样吧', '谢谢老师，先这样', '下线了', '先去上课', 'gtg'])(
    '%s takes leave',
    (text) => expect(readOfHandOff(text)).toBe('leave'),
  );

  it.each([
    '去睡了',
    '我要睡了',
    '睡了',
    '先去睡觉了',
    '我先休息了',
    '晚安',
    '谢谢老师，晚安',
    '好困，我先睡了',
    '晚安老师',
    '老师晚安',
    '我先走了',
    '我先下了',
    '下了',
    "I'm off now",
    'good night',
    'ok going to bed',
  ])('%s takes leave, and may be more', (text) => expect(readOfHandOff(text)).toBe('parting'));

  it.each([
    '好困',
    '我好困啊',
    '困了',
    '有点困',
    '想睡',
    '我只想睡觉',
    '好想睡一会儿',
    '快睡着了',
    '眼睛睁不开了',
    '老师，我好困，想睡了',
    "I'm so sleepy",
    "I can't keep my eyes open",
  ])('%s says that they are falling asleep', (text) => expect(readOfHandOff(text)).toBe('sleepy'));

  it.each([
    '睡不着',
    '不困',
    '还没睡',
    '室友睡了',
    '他睡着了',
    '被困在这里',
    '好困难',
    '昨晚睡了三个小时',
    '好重',
    '谢谢老师',
    '好的',
    '晚安，我的室友不见了',
  ])('%s is neither', (text) => expect(readOfHandOff(text)).toBeNull());

  it.each([
    '走了',
    '我走了',
    '谢谢老师，再见',
    '谢谢老师陪我，再见',
    '再见',
    '老师再见',
    '爸爸妈妈，再见了',
    '再见了朋友们',
    '拜拜',
    'bye',
    'Goodbye.',
    'ok bye',
    'thank you teacher, bye',
  ])('%s may be a farewell', (text) => expect(readOfHandOff(text)).toBe('farewell'));

  it.each(['室友走了', '朋友先走了', '我妈在', '老师在旁边'])('%s says who is there, or was', (text) => {
    expect(readOfHandOff(text)).toBeNull();
    expect(readAnswer('company', text, false).kind).toBe('answered');
  });

  it.each([
    '谢谢老师，再见',
    '晚安老师',
    '老师，我好困',
    '谢谢同学们陪我到现在，再见',
    '老师什么时候来',
    '你们老师到底什么时候才能过来',
    '老师在哪',
    '还没人来',
    'bye teacher',
  ])('%s names somebody, and answers nothing', (text) => {
    for (const topic of ['company', 'their-safety'] as const) {
      expect(fitsAnswer(topic, text)).toBe(false);
      expect(readAnswer(topic, text, false).kind).toBe('other');
    }
  });

  // They answer who is there, or say how alone somebody is.
  it.each([
    '没有人',
    '没人',
    '有人',
    '有人在',
    '没有人在',
    '没人理我',
    'nobody here',
    'nobody is here',
    'someone here',
  ])('%s asks nothing', (text) => expect(readOfHandOff(text)).toBeNull());

  it.each(['没有人', '有人在', '还没人', 'nobody here'])('%s is first of all who is with them', (text) =>
    expect(fitsAnswer('company', text)).toBe(true),
  );

  it.each(['还有人吗', '有没有人', '怎么没人', 'is nobody there', 'is anyone there'])(
    '%s does not say who is with them',
    (text) => expect(fitsAnswer('company', text)).toBe(false),
  );

  it.each(['回到求助', '我想回到求助', '我回来了', "I'm back", 'back to my case'])('%s comes back', (text) =>
    expect(readOfHandOff(text)).toBe('return'),
  );

  it.each(['换到网页', '我想换到网页继续', 'continue on the web'])('%s goes to the web page', (text) =>
    expect(readOfHandOff(text)).toBe('to-web'),
  );

  it.each([
    '我身边没有人在意我',
    '没有人吗的电影',
    '我先吃药了',
    '他在吗啡过量',
    '走了很久很累',
    '在',
    '我想再见他一面',
  ])('%s is none of it', (text) => expect(readOfHandOff(text)).toBeNull());
});

describe('a reason that is owed', () => {
  const look = {
    id: 'look',
    caseId: 'case',
    staffId: 'head',
    what: 'words',
    openedAt: NOW,
    expiresAt: NOW,
    ground: null,
    reason: null,
    reasonAt: null,
    reasonDueAt: new Date('2026-11-24T02:00:00Z'),
    remindAt: new Date('2026-11-23T22:00:00Z'),
    overdueToldAt: null,
  } as const;

  it('is reminded once, and told once', () => {
    expect(nextOfOwed(look, NOW)).toBe('none');
    expect(nextOfOwed(look, new Date('2026-11-23T22:00:00Z'))).toBe('remind');
    const due = look.reasonDueAt;
    expect(nextOfOwed({ ...look, remindAt: due }, new Date('2026-11-23T23:00:00Z'))).toBe('none');
    expect(nextOfOwed({ ...look, remindAt: due }, due)).toBe('overdue');
    expect(nextOfOwed({ ...look, remindAt: null, overdueToldAt: due }, due)).toBe('none');
    expect(nextOfOwed({ ...look, reasonAt: NOW }, due)).toBe('none');
  });
});

describe('a place with a parting beside it', () => {
  it.each([
    ['place', '我在6号楼天台，再见'],
    ['their-place', '在天台，她跟我说再见了'],
    ['their-place', '在宿舍，刚给我发了晚安'],
    ['their-safety', '她说了再见就不回了，一个人'],
  ] as const)('is noted: %s, %s', (topic, typed) =>
    expect(readAnswer(topic, typed, false)).toMatchObject({ kind: 'answered' }),
  );
});

describe('whose case, while one of the two is still open', () => {
  it.each(['我自己的', '为自己', '自己', '我', 'for myself'])('%s is their own', (typed) =>
    expect(readWhoseAlone(typed)).toBe('own'),
  );
  it.each(['室友的那个', '为别人', '接着他的', 'the other one'])('%s is the other', (typed) =>
    expect(readWhoseAlone(typed)).toBe('reported'),
  );
  it.each(['他哭了', '我在宿舍', '我自己也很难受', '嗯嗯', '算了'])(
    '%s is said to whoever is there',
    (typed) => expect(readWhoseAlone(typed)).toBeNull(),
  );
});

describe('words that repeat', () => {
  const MODULES = ['said-of-hand-off', 'read-answer', 'read-whose', 'tells-place'];
  const LONGEST = 60;

  /** Every word of the patterns, and every two that follow each other, again and again, with an end that fits none. */
  async function repeated(): Promise<string[]> {
    const sources = await Promise.all(
      MODULES.map((name) => readFile(join('src/handoff/waiting', `${name}.ts`), 'utf8')),
    );
    const words = sources.join('\n').match(/\p{Script=Han}+|[a-z]{2,}/gu) ?? [];
    const parts = new Set(
      words.flatMap((word, index) => [word, word.slice(0, 1), `${word}${words[index + 1] ?? ''}`]),
    );
    return [...parts].flatMap((part) => {
      const long = part.repeat(LONGEST).slice(0, LONGEST - 1);
      return [long, `${long}咦`, `${part} `.repeat(LONGEST).slice(0, LONGEST)];
    });
  }

  it('are read at once: no pattern tries every way to take them apart', async () => {
    const texts = await repeated();
    const read = (text: string): void => {
      readOfHandOff(text);
      readWhose(text);
      readWhoseAlone(text);
      tellsOwnPlace(text);
      for (const topic of WAITING_TOPICS) {
        readAnswer(topic, text, false);
        fitsAnswer(topic, text);
      }
    };
    expect(texts.length).toBeGreaterThan(1_000);
    // One that is not ends in a minute only by being stopped.
    const run = 'for (const text of texts) { at.text = text; read(text); }';
    const at = { text: '' };
    expect(
      () => runInNewContext(run, { texts, read, at }, { timeout: 60_000 }),
      `at ${at.text}`,
    ).not.toThrow();
  }, 90_000);
});
