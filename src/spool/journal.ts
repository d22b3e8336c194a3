/**
 * The lines of a spool file. Each line stands between two line breaks and carries a checksum, so that a write that was
 * torn costs its own line alone, whatever was written after it.
 */
import { createHash } from 'node:crypto';

export type Entry =
  | { readonly kind: 'put'; readonly id: string; readonly sealed: Buffer }
  | { readonly kind: 'told'; readonly id: string; readonly told: 'yes' | 'no' }
  | { readonly kind: 'done'; readonly id: string };

export type Journal = {
  readonly entries: readonly Entry[];
  /** Lines that may have held words and can be read no more; a torn mark is none: what it marked is done once more. */
  readonly damaged: number;
};

const FORMAT = 'xq1';
const CHECKSUM_DIGITS = 16;
const SIGNS = { put: 'p', told: 't', done: 'd' } as const;
const TORN_MARK = /^xq1 [td] /;
const ID = /^[A-Za-z0-9_-]{8,64}$/;
const BASE64 = /^[A-Za-z0-9_-]+$/;

export function writeEntry(entry: Entry): Buffer {
  const body = `${FORMAT} ${SIGNS[entry.kind]} ${entry.id} ${payloadOf(entry)}`;
  return Buffer.from(`\n${body} ${checksum(body)}\n`, 'ascii');
}

export function readJournal(bytes: Buffer): Journal {
  const entries: Entry[] = [];
  let damaged = 0;
  for (const line of bytes.toString('latin1').split('\n')) {
    if (line === '') continue;
    const entry = readLine(line);
    if (entry !== null) entries.push(entry);
    else if (!TORN_MARK.test(line)) damaged += 1;
  }
  return { entries, damaged };
}

function payloadOf(entry: Entry): string {
  switch (entry.kind) {
    case 'put':
      return entry.sealed.toString('base64url');
    case 'told':
      return entry.told;
    case 'done':
      return '-';
  }
}

function readLine(line: string): Entry | null {
  const at = line.lastIndexOf(' ');
  const body = line.slice(0, Math.max(0, at));
  if (line.slice(at + 1) !== checksum(body)) return null;
  const [format, sign, id = '', payload = '', ...more] = body.split(' ');
  if (format !== FORMAT || more.length > 0 || !ID.test(id)) return null;
  if (sign === SIGNS.done) return { kind: 'done', id };
  if (sign === SIGNS.told && (payload === 'yes' || payload === 'no')) {
    return { kind: 'told', id, told: payload };
  }
  if (sign !== SIGNS.put || !BASE64.test(payload)) return null;
  return { kind: 'put', id, sealed: Buffer.from(payload, 'base64url') };
}

/** Against torn writes, not against people: what was sealed shows by itself whether it was changed. */
const checksum = (body: string): string =>
  createHash('sha256').update(body, 'latin1').digest('hex').slice(0, CHECKSUM_DIGITS);
