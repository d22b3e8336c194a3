import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createVault, type MasterKey, readMasterKey, VaultError } from '../../src/access/vault.ts';

const MASTER: MasterKey = { kid: 'first', key: Buffer.alloc(32, 7) };
const vault = createVault(MASTER, randomBytes);
const { dataKey, wrapped } = vault.makeKey('key-1');
const PLACE = { table: 'heard.body', row: 'row-1' };
const WORDS = '我今天很难过 😔\u0000';

const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof VaultError) return error.code;
    throw error;
  }
  return 'opened';
};

describe('the vault', () => {
  it('opens what it sealed, whatever was in it', () => {
    for (const text of ['', WORDS, '字'.repeat(70_000)]) {
      expect(vault.open(dataKey, PLACE, vault.seal(dataKey, PLACE, text))).toBe(text);
    }
    const again = createVault(MASTER, randomBytes);
    expect(again.open(again.unwrap(wrapped), PLACE, vault.seal(dataKey, PLACE, WORDS))).toBe(WORDS);
  });

  it('shows nothing of the words', () => {
    const sealed = vault.seal(dataKey, PLACE, '自杀 suicide');
    expect(sealed.includes('suicide')).toBe(false);
    expect(sealed.includes(Buffer.from('自杀'))).toBe(false);
  });

  it.each([
    ['another row', { ...PLACE, row: 'row-2' }],
    ['another column', { ...PLACE, table: 'outgoing.body' }],
    ['a place made of shifted parts', { table: 'heard', row: 'body|row-1' }],
  ])('opens nothing in %s', (_, place) => {
    expect(codeOf(() => vault.open(dataKey, place, vault.seal(dataKey, PLACE, WORDS)))).toBe('damaged');
  });

  it('opens nothing with another data key, not even one of the same bytes under another name', () => {
    const sealed = vault.seal(dataKey, PLACE, WORDS);
    expect(codeOf(() => vault.open(vault.makeKey('key-2').dataKey, PLACE, sealed))).toBe('damaged');
    expect(codeOf(() => vault.open({ ...dataKey, id: 'key-2' }, PLACE, sealed))).toBe('damaged');
  });

  it('notices every flipped bit', () => {
    const sealed = vault.seal(dataKey, PLACE, '短');
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const damaged = Buffer.from(sealed);
      damaged.writeUInt8(damaged.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      expect([bit, codeOf(() => vault.open(dataKey, PLACE, damaged))]).toEqual([bit, 'damaged']);
    }
  });

  it('takes no shortened tag, and nothing that is cut or empty', () => {
    const sealed = vault.seal(dataKey, PLACE, WORDS);
    for (let length = 0; length < sealed.length; length += 1) {
      expect([length, codeOf(() => vault.open(dataKey, PLACE, sealed.subarray(0, length)))]).toEqual([
        length,
        'damaged',
      ]);
    }
    expect(codeOf(() => vault.open(dataKey, PLACE, Buffer.concat([sealed, Buffer.alloc(1)])))).toBe(
      'damaged',
    );
  });

  it('does not unwrap a key under another master key, name or id', () => {
    const other = createVault({ kid: 'second', key: Buffer.alloc(32, 8) }, randomBytes);
    expect(codeOf(() => other.unwrap(wrapped))).toBe('unknown-master-key');
    const pretender = createVault({ kid: 'first', key: Buffer.alloc(32, 8) }, randomBytes);
    expect(codeOf(() => pretender.unwrap(wrapped))).toBe('damaged');
    expect(codeOf(() => vault.unwrap({ ...wrapped, id: 'key-2' }))).toBe('damaged');
    expect(codeOf(() => vault.unwrap({ ...wrapped, wrapped: Buffer.alloc(0) }))).toBe('damaged');
  });

  it('never uses an IV twice', () => {
    const seals = Array.from({ length: 1_000 }, () => vault.seal(dataKey, PLACE, WORDS));
    expect(new Set(seals.map((sealed) => sealed.subarray(1, 13).toString('hex'))).size).toBe(1_000);
    expect(new Set(seals.map((sealed) => sealed.toString('hex'))).size).toBe(1_000);
  });

  it('tells neither words nor keys in its errors', () => {
    const error = new VaultError('damaged');
    expect(error.message).toBe('vault: damaged');
  });

  it('hashes for a purpose, under its own key', () => {
    const other = createVault({ kid: 'second', key: Buffer.alloc(32, 8) }, randomBytes);
    const hash = vault.hash('address.account', '42');
    expect(vault.hash('address.account', '42')).toEqual(hash);
    expect(vault.hash('sign_in_link.token', '42')).not.toEqual(hash);
    expect(other.hash('address.account', '42')).not.toEqual(hash);
    expect(vault.auditKey()).not.toEqual(other.auditKey());
    expect(hash).toHaveLength(32);
  });
});

describe('reading a master key', () => {
  const key = randomBytes(32);

  it('takes 32 bytes as base64, url-safe base64 or hexadecimal, and names each key by itself', () => {
    const read = readMasterKey(`${key.toString('base64')}\n`);
    expect(read?.key).toEqual(key);
    expect(readMasterKey(key.toString('hex'))).toEqual(read);
    expect(readMasterKey(key.toString('base64url'))).toEqual(read);
    expect(readMasterKey(randomBytes(32).toString('hex'))?.kid).not.toBe(read?.kid);
    expect(key.toString('hex')).not.toContain(read?.kid);
  });

  it.each([
    ['nothing', ''],
    ['31 bytes', randomBytes(31).toString('base64')],
    ['33 bytes', randomBytes(33).toString('base64')],
    ['a sign too many', `%${key.toString('base64')}`],
    ['a sign in its middle', `${key.toString('base64').slice(0, 20)} ${key.toString('base64').slice(20)}`],
    ['63 digits', key.toString('hex').slice(1)],
    ['two lines', `${key.toString('base64')}\n${key.toString('base64')}`],
  ])('refuses %s', (_, text) => {
    expect(readMasterKey(text)).toBeNull();
  });
});
