import { describe, expect, it } from 'vitest';
import { stepFlow } from '../../src/flows/registry.ts';
import { selfhelpFlow } from '../../src/flows/selfhelp.ts';
import { makeContext, Student } from './support.ts';

const nothing = () => {
  throw new Error('selfhelp asks for nothing');
};
const open = () => new Student('selfhelp', nothing);

describe('self-help', () => {
  it('goes from topic to tip to the next tip, with the source each time', () => {
    const student = open();
    expect(student.labels).toEqual(['考试压力', '睡眠', '孤独', '呼吸练习', '回到菜单']);
    student.tap('睡眠');
    expect(student.words).toMatch(/困了再上床[\s\S]*出处：Bootzin/);
    student.tap('下一条');
    expect(student.words).toMatch(/先固定起床时间[\s\S]*出处：/);
  });

  it('offers the first tip again after the last', () => {
    const student = open();
    student.tap('睡眠');
    const first = student.words;
    while (student.labels.includes('下一条')) student.tap('下一条');
    expect(student.words).not.toBe(first);
    student.tap('从第一条看起');
    expect(student.words).toBe(first);
  });

  it('leads a breathing exercise one step a tap, and again', () => {
    const student = open();
    student.tap('呼吸练习');
    expect(student.words).toContain('第 1 步，共 5 步');
    expect(student.words).not.toContain('出处');
    for (let step = 2; step <= 5; step += 1) {
      student.tap('下一步');
      expect(student.words).toContain(`第 ${step} 步，共 5 步`);
    }
    expect(student.words).toContain('出处');
    expect(student.labels).not.toContain('下一步');
    student.tap('再做一遍');
    expect(student.words).toContain('第 1 步');
  });

  it('goes back to the topics and out to the menu', () => {
    const student = open();
    student.tap('孤独');
    student.tap('换个主题');
    expect(student.labels).toContain('考试压力');
    student.tap('回到菜单');
    expect(student.told.next).toBeNull();
    expect(student.labels).toContain('紧急求助');
  });

  it('answers other words kindly and stays where it was', () => {
    const student = open();
    student.tap('呼吸练习');
    student.tap('下一步');
    const before = student.told.next;
    student.type('我数不到五');
    expect(student.told.next).toEqual(before);
    expect(student.told.texts).toHaveLength(2);
    expect(student.words).not.toContain('我数不到五');
    student.give({ kind: 'choice', id: 'topic:gone' });
    expect(student.told.next).toEqual(before);
  });

  it('shows the same place when it is taken up again', () => {
    const student = open();
    student.tap('呼吸练习');
    student.tap('下一步');
    const words = student.words;
    student.give({ kind: 'start' });
    expect(student.words).toBe(words);
  });

  it('goes to the topics when the centre has removed the tip, to the end when there are none', () => {
    const stored = {
      flow: 'selfhelp',
      version: 1,
      state: { at: 'tip', topicId: 'x', tipId: 'y', step: 0 },
    } as const;
    const taken = stepFlow(stored, { kind: 'start' }, makeContext());
    expect(taken.next?.state).toEqual({ at: 'topics' });
    const empty = stepFlow(stored, { kind: 'start' }, makeContext({ tips: { topics: [] } }));
    expect(empty.next).toBeNull();
  });

  it('revives its own state only', () => {
    const state = { at: 'tip', topicId: 'sleep', tipId: 'caffeine', step: 0 };
    expect(selfhelpFlow.revive(state, 1)).toEqual(state);
    for (const damaged of [
      null,
      'topics',
      {},
      { at: 'other' },
      { ...state, step: -1 },
      { ...state, tipId: 5 },
    ]) {
      expect(selfhelpFlow.revive(damaged, 1)).toBeNull();
    }
    expect(selfhelpFlow.revive(state, 2)).toBeNull();
  });
});
