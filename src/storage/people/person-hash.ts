import type { Vault } from '../../access/vault.ts';
import type { Claimed } from '../../core/read-identity.ts';

export const NAME_PLACE = 'roster_entry.name';
export const MAILBOX_PLACE = 'roster_entry.mailbox';

export const NUMBER_PLACE = 'roster_entry.number';
export const PHONE_PLACE = 'roster_entry.phone';

export const numberHash = (vault: Vault, number: string): Buffer => vault.hash('roster_entry.number', number);

/** Number and name together: names alone are few enough to be guessed. */
export const personHash = (vault: Vault, { number, name }: Claimed): Buffer =>
  vault.hash('roster_entry.person', `${number}|${name}`);

export const codeHash = (vault: Vault, number: Buffer, code: string): Buffer =>
  vault.hash('identity_code.code', `${number.toString('hex')}|${code}`);
