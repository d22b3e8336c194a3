import { describe, expect, it } from 'vitest';
import { nextOfOwed } from '../../../src/handoff/break-glass.ts';
import {
  type AskedQuestion,
  nextQuestion,
  openQuestion,
  readQuestionChoice,
  type WaitingTopic,
} from '../../../src/handoff/waiting/questions.ts';
import { fitsAnswer, readAnswer } from '../../../src/handoff/waiting/read-answer.ts';
import { readOfHandOff } from '../../../src/handoff/waiting/said-of-hand-off.ts';

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
    'are you still there',
    'where is everyone',
    'how long',
    'nobody here?',
  ])('%s calls whoever may be there', (text) => expect(readOfHandOff(text)).toBe('call'));

  it('does not think long about what goes on and on', () => {
    for (const word of ['喂', '老师', '在', 'hello', '哈喽喂'])
      expect(readOfHandOff(`${word.repeat(60).slice(0, 59)}x`)).toBeNull();
  });

  it.each([
    '先这样',
    '我先下了',
    '好的，先这样吧',
    '我先走了',
    '下线了',
    '先去上课',
    '去睡了',
    "I'm off now",
    'gtg',
  ])('%s takes leave', (text) => expect(readOfHandOff(text)).toBe('leave'));

  it.each(['走了', '我走了', '再见', '老师再见', '拜拜', 'bye', 'Goodbye.', 'ok bye'])(
    '%s may be a farewell',
    (text) => expect(readOfHandOff(text)).toBe('farewell'),
  );

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
