import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto';

const FORMAT = 1;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;

/** The key that wraps all others; it lives outside the data folder and every backup. `kid` names it in rows. */
export type MasterKey = { readonly kid: string; readonly key: Buffer };

export type WrappedKey = { readonly id: string; readonly kid: string; readonly wrapped: Buffer };

export type DataKey = { readonly id: string; readonly key: Buffer };

/** What a sealed value belongs to: it opens nowhere else. */
export type SealedPlace = { readonly table: string; readonly row: string };

export class VaultError extends Error {
  override readonly name = 'VaultError';
  readonly code: 'unknown-master-key' | 'damaged';
  constructor(code: 'unknown-master-key' | 'damaged') {
    super(`vault: ${code}`);
    this.code = code;
  }
}

export interface Vault {
  /** A new data key and how it is stored. */
  makeKey(id: string): { dataKey: DataKey; wrapped: WrappedKey };
  /** @throws VaultError `unknown-master-key` or `damaged` */
  unwrap(wrapped: WrappedKey): DataKey;
  seal(dataKey: DataKey, place: SealedPlace, plain: string): Buffer;
  /** @throws VaultError `damaged` when the value was changed or moved to another row */
  open(dataKey: DataKey, place: SealedPlace, sealed: Buffer): string;
  /** The same for what is no text: a picture, a recording. */
  sealBytes(dataKey: DataKey, place: SealedPlace, plain: Uint8Array): Buffer;
  /** @throws VaultError `damaged` when the value was changed or moved to another row */
  openBytes(dataKey: DataKey, place: SealedPlace, sealed: Buffer): Buffer;
  /** A keyed hash by which a secret that is never shown can be found again, for example an account's id. */
  hash(purpose: string, value: string): Buffer;
  /** The key by which audit rows are chained. */
  auditKey(): Buffer;
  /** The key of what is sealed while no database can be reached: it needs no row. */
  spoolKey(): DataKey;
}

/**
 * AES-256-GCM with a random 96-bit IV and the full 128-bit tag; the place is authenticated with it.
 * `random(bytes)` must be cryptographically strong.
 */
export function createVault(master: MasterKey, random: (bytes: number) => Buffer): Vault {
  const derive = (purpose: string): Buffer =>
    Buffer.from(hkdfSync('sha256', master.key, Buffer.alloc(0), `xinqiao ${purpose}`, KEY_BYTES));
  const wrapKey = derive('wrap');
  const auditKey = derive('audit');
  const spoolKey = derive('spool');

  const encrypt = (key: Buffer, aad: string, plain: Uint8Array): Buffer => {
    const iv = random(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES });
    cipher.setAAD(Buffer.from(aad));
    const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
    return Buffer.concat([Buffer.from([FORMAT]), iv, sealed, cipher.getAuthTag()]);
  };

  const decrypt = (key: Buffer, aad: string, sealed: Buffer): Buffer => {
    if (sealed.length < 1 + IV_BYTES + TAG_BYTES || sealed[0] !== FORMAT) throw new VaultError('damaged');
    const iv = sealed.subarray(1, 1 + IV_BYTES);
    const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(aad));
    decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
    try {
      const body = sealed.subarray(1 + IV_BYTES, sealed.length - TAG_BYTES);
      return Buffer.concat([decipher.update(body), decipher.final()]);
    } catch {
      throw new VaultError('damaged');
    }
  };

  const aadOf = (dataKey: DataKey, place: SealedPlace): string =>
    `${place.table}|${dataKey.id}|${place.row}|${FORMAT}`;

  return {
    makeKey(id) {
      const key = random(KEY_BYTES);
      const wrapped = encrypt(wrapKey, `data_key|${id}|${master.kid}|${FORMAT}`, key);
      return { dataKey: { id, key }, wrapped: { id, kid: master.kid, wrapped } };
    },
    unwrap(row) {
      if (row.kid !== master.kid) throw new VaultError('unknown-master-key');
      return { id: row.id, key: decrypt(wrapKey, `data_key|${row.id}|${row.kid}|${FORMAT}`, row.wrapped) };
    },
    seal: (dataKey, place, plain) => encrypt(dataKey.key, aadOf(dataKey, place), Buffer.from(plain, 'utf8')),
    open: (dataKey, place, sealed) => decrypt(dataKey.key, aadOf(dataKey, place), sealed).toString('utf8'),
    sealBytes: (dataKey, place, plain) => encrypt(dataKey.key, aadOf(dataKey, place), plain),
    openBytes: (dataKey, place, sealed) => decrypt(dataKey.key, aadOf(dataKey, place), sealed),
    hash: (purpose, value) =>
      createHmac('sha256', derive(`hash ${purpose}`))
        .update(value)
        .digest(),
    auditKey: () => auditKey,
    spoolKey: () => ({ id: `spool:${master.kid}`, key: spoolKey }),
  };
}

/** A master key from 32 bytes written as base64 or hexadecimal; null when it is neither. The kid is no secret. */
export function readMasterKey(text: string): MasterKey | null {
  const key = bytesOf(text.trim());
  if (key?.length !== KEY_BYTES) return null;
  const kid = createHmac('sha256', key).update('xinqiao kid').digest('hex').slice(0, 12);
  return { kid, key };
}

/** Strict, since Node's own decoder leaves out what it does not know: a damaged key must not become another key. */
function bytesOf(text: string): Buffer | null {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex');
  return /^[A-Za-z0-9+/_-]{43}=?$/.test(text) ? Buffer.from(text, 'base64') : null;
}
