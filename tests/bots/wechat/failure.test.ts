import { expect, it } from 'vitest';
import { readFailure } from '../../../src/bots/wechat/failure.ts';

it.each([
  [{ code: 14, details: 'Connection dropped' }, 'lost'],
  [{ code: 13, details: 'Received RST_STREAM with code 2 (Internal server error)' }, 'lost'],
  [{ code: 13, details: 'Write error: write EPIPE' }, 'lost'],
  [{ code: 2, details: 'timeout of 5000ms exceeded' }, 'lost'],
  [{ code: 2, details: 'request timed out' }, 'lost'],
  [{ code: 2, details: 'connect ETIMEDOUT 203.0.113.7:443' }, 'lost'],
  [{ code: 2, details: 'socket hang up' }, 'lost'],
  [{ code: 2, details: 'WeChat says no' }, 'refused'],
  [new Error('not in the contact list'), 'refused'],
  [{ code: 5, details: 'no such contact' }, 'not-found'],
  [{ code: 14, details: 'No connection established. Last error: ECONNREFUSED' }, 'not-reached'],
])('reads %j', (error, failure) => {
  expect(readFailure(error)).toBe(failure);
});
