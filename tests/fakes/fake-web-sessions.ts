import { addMs, minutesMs } from '../../src/core/clock.ts';
import { fail, ok } from '../../src/core/result.ts';
import type { WebSession, WebSessionStore } from '../../src/people/web-session.ts';

type Row = {
  -readonly [Key in keyof WebSession]: WebSession[Key];
} & { token: string; pin: string | null; failures: number; lockedUntil: Date | null };

export type FakeWebSessions = WebSessionStore & {
  readonly rows: readonly Readonly<Row>[];
  /** The session ends, as when its person is erased. */
  remove(token: string): void;
  /** Everybody's clock, as the conversation notes it. */
  setTimeZone(timeZone: string): void;
};

/** Sessions in memory, with the locking of the real store. */
export function createFakeWebSessions(): FakeWebSessions {
  const rows: Row[] = [];
  const rowOf = (addressId: string): Row => {
    const row = rows.find((candidate) => candidate.addressId === addressId);
    if (row === undefined) throw new Error('no such session');
    return row;
  };
  const shown = (row: Row): WebSession => ({
    addressId: row.addressId,
    contactId: row.contactId,
    language: row.language,
    timeZone: row.timeZone,
    hasPin: row.pin !== null,
    hiddenAt: row.hiddenAt,
    freshAt: row.freshAt,
    lastSeenAt: row.lastSeenAt,
  });

  return {
    rows,
    remove(token) {
      const index = rows.findIndex((row) => row.token === token);
      if (index >= 0) rows.splice(index, 1);
    },
    setTimeZone(timeZone) {
      for (const row of rows) row.timeZone = timeZone;
    },
    async create({ token, now, language = 'zh' }) {
      const known = rows.find((row) => row.token === token);
      if (known !== undefined) return shown(known);
      const number = rows.length + 1;
      const row: Row = {
        token,
        addressId: `address-${number}`,
        contactId: `contact-${number}`,
        language,
        timeZone: null,
        hasPin: false,
        hiddenAt: null,
        freshAt: null,
        lastSeenAt: now,
        pin: null,
        failures: 0,
        lockedUntil: null,
      };
      rows.push(row);
      return shown(row);
    },
    async find(token) {
      const row = rows.find((candidate) => candidate.token === token);
      return row === undefined ? null : shown(row);
    },
    async touch(addressId, now) {
      rowOf(addressId).lastSeenAt = now;
    },
    async setLanguage(addressId, language) {
      rowOf(addressId).language = language;
    },
    async hide(addressId, now) {
      rowOf(addressId).hiddenAt = now;
    },
    async setPin(addressId, pin) {
      Object.assign(rowOf(addressId), { pin, failures: 0, lockedUntil: null });
    },
    async startFresh(addressId, now) {
      Object.assign(rowOf(addressId), {
        freshAt: now,
        hiddenAt: null,
        pin: null,
        failures: 0,
        lockedUntil: null,
      });
    },
    async unlock(addressId, pin, now) {
      const row = rowOf(addressId);
      if (row.pin === null) return fail('no-pin');
      if (row.lockedUntil !== null && row.lockedUntil > now) return fail('locked');
      if (pin === row.pin) {
        Object.assign(row, { hiddenAt: null, failures: 0, lockedUntil: null });
        return ok(null);
      }
      row.failures += 1;
      if (row.failures < 5) return fail('wrong-pin');
      Object.assign(row, { failures: 0, lockedUntil: addMs(now, minutesMs(10)) });
      return fail('locked');
    },
  };
}
