import { describe, expect, it } from 'vitest';
import { hotlineLines } from '../../src/flows/hotline-lines.ts';
import { isMenuChoiceId, MENU_CHOICE_IDS, menuChoices } from '../../src/flows/menu.ts';
import { startFlow } from '../../src/flows/registry.ts';
import { content, makeContext, Student } from './support.ts';

const nothing = () => {
  throw new Error('home asks for nothing');
};

describe('home', () => {
  it('shows the whole menu and keeps no state', () => {
    const student = new Student('home', nothing);
    expect(student.labels).toEqual([
      '自助',
      '预约',
      '我的预约',
      '活动报名',
      '紧急求助',
      '热线',
      '帮助',
      '退订',
    ]);
    expect(student.told.next).toBeNull();
  });

  it('says honestly that it is a program when words name nothing, with numbers and the menu', () => {
    const { say, next } = startFlow('home', makeContext(), { kind: 'text', text: '今天好烦' });
    const words = say.map(({ text }) => text).join('\n');
    for (const part of ['我是程序，不是真人', '预约', '自助', '紧急求助', '120', '12356'])
      expect(words).toContain(part);
    expect(words).not.toContain('今天好烦');
    expect(next).toBeNull();
    expect(say.at(-1)?.choices.map(({ id }) => id)).toEqual([...MENU_CHOICE_IDS]);
  });

  it('tells menu choices from those of a flow', () => {
    expect(menuChoices(content.flows).every(({ id }) => isMenuChoiceId(id))).toBe(true);
    expect(isMenuChoiceId('menu.other')).toBe(false);
    expect(isMenuChoiceId('day:2026-11-23')).toBe(false);
  });
});

describe('hotline lines', () => {
  it('puts a danger to life first and hides what has no number', () => {
    const lines = hotlineLines([...content.hotlines].reverse()).split('\n');
    expect(lines[0]).toContain('110');
    expect(lines[1]).toContain('120');
    expect(lines.join()).not.toContain('请中心填写');
  });

  it('keeps to the number that is asked for', () => {
    expect(hotlineLines(content.hotlines, 3).split('\n')).toHaveLength(3);
  });
});
