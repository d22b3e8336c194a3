import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  makeIdentityCode,
  namesSomebody,
  readClaim,
  readIdentityCode,
  readLoneClaim,
  readPersonName,
} from '../../src/core/read-identity.ts';

const CLAIMED = { number: '20260001', name: '测试同学' };

describe('number and name in one message', () => {
  it.each([
    '20260001 测试同学',
    '测试同学 20260001',
    '测试同学20260001',
    '学号：２０２６０００１，姓名：测试同学',
    '我叫测试同学，学号是 20260001',
    '  20260001\n测试同学  ',
  ])('are read from %j', (typed) => {
    expect(readClaim(typed)).toEqual(CLAIMED);
  });

  it.each(['20260001', '测试同学', '', '12 测试同学', '20260001 20260002'])(
    'are not found in %j',
    (typed) => {
      expect(readClaim(typed)).toBeNull();
    },
  );

  it.each(['20260001 测试同学', '测试同学20260001', '学号 20260001 姓名 测试同学', 'Test Student 20260001'])(
    'are read from %j where nothing asks for them',
    (typed) => {
      expect(readLoneClaim(typed)).toEqual(readClaim(typed));
      expect(readLoneClaim(typed)).not.toBeNull();
    },
  );

  it.each([
    '我考了1234名',
    '昨天 20260001 之后',
    '今天睡了 3 小时',
    '13800000000 妈妈',
    '2026 测试同学',
    '我 昨天 来过 20260001',
  ])('are not looked for in %j where nothing asks for them', (typed) => {
    expect(readLoneClaim(typed)).toBeNull();
  });

  it('compares names without spaces, dots and case', () => {
    expect(readPersonName('阿依·努尔')).toBe(readPersonName('阿依努尔'));
    expect(readPersonName('Test Student')).toBe(readPersonName('TEST STUDENT'));
  });

  it('never throws, and reads nothing that is not hidden', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (typed) => {
        readIdentityCode(typed);
        if (readClaim(typed) !== null) expect(namesSomebody(typed)).toBe(true);
      }),
    );
  });
});

describe('a code', () => {
  it('is six digits, made of the bytes that are even', () => {
    const secrets = [Buffer.from([0xff, 0xff, 0xff]), Buffer.from([0, 0, 7])];
    expect(makeIdentityCode(() => (secrets.shift() ?? Buffer.alloc(3)).toString('base64url'))).toBe('000007');
  });

  it('is read however it is spaced', () => {
    expect(readIdentityCode('１２３ 456')).toBe('123456');
    expect(readIdentityCode('12345')).toBeNull();
  });
});
