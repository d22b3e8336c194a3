import type {
  ClaimedOutgoing,
  NewOutgoing,
  OutgoingPlace,
  OutgoingStore,
} from '../../src/conversation/ports/outgoing-store.ts';
import type { ChannelName } from '../../src/core/channel.ts';
import type { Lane } from '../../src/core/message.ts';

type Row = NewOutgoing & {
  status: 'due' | 'sending' | 'sent' | 'failed' | 'unknown';
  notBefore: Date;
  attempts: number;
  repeat: boolean;
  claimedBy: string;
  claimedAt: Date;
};
type FakeAddress = { readonly channel: ChannelName; readonly bot: string; readonly account: string };

export type FakeOutgoingStore = OutgoingStore & {
  addAddress(addressId: string, address: FakeAddress): void;
  takeLease(name: string): number;
};

const isSentAgain = (lane: Lane): boolean => lane === 'crisis' || lane === 'conversation';
const isReady = (row: Row): boolean =>
  row.status === 'due' || (row.status === 'unknown' && isSentAgain(row.lane));
const isUnsent = (row: Row): boolean => isReady(row) || row.status === 'sending';

/** Keeps outgoing rows in memory by the same rules as the real store; only concurrency is not its matter. */
export function createFakeOutgoingStore(): FakeOutgoingStore {
  const rows: Row[] = [];
  const addresses = new Map<string, FakeAddress>();
  const leases = new Map<string, number>();

  const firstAt = (addressId: string, lane: Lane): Row | undefined =>
    rows.find((row) => row.addressId === addressId && row.lane === lane && isUnsent(row));
  const placeOf = (row: Row): OutgoingPlace | null => {
    const address = addresses.get(row.addressId);
    if (!address) return null;
    const { channel, bot } = address;
    return { addressId: row.addressId, lane: row.lane, channel, bot };
  };
  const settle = (id: string, claimedBy: string, change: (row: Row) => Partial<Row>): void => {
    const row = rows.find((one) => one.id === id && one.status === 'sending' && one.claimedBy === claimedBy);
    if (row) Object.assign(row, change(row));
  };
  const recover = (lost: Row[], now: Date): number => {
    for (const row of lost) Object.assign(row, { status: 'unknown', notBefore: now });
    return lost.length;
  };
  const due = (now: Date): Row[] =>
    rows.filter((row) => isReady(row) && row.notBefore <= now && firstAt(row.addressId, row.lane) === row);

  return {
    addAddress: (addressId, address) => void addresses.set(addressId, address),
    takeLease(name) {
      const epoch = (leases.get(name) ?? 0) + 1;
      leases.set(name, epoch);
      return epoch;
    },
    async add(added, now) {
      const fresh: string[] = [];
      for (const row of added) {
        if (rows.some((known) => known.dedupeKey === row.dedupeKey)) continue;
        rows.push({ ...row, status: 'due', attempts: 0, repeat: false, claimedBy: '', claimedAt: now });
        fresh.push(row.id);
      }
      return fresh;
    },
    async place(outgoingId) {
      const row = rows.find((one) => one.id === outgoingId);
      return row ? placeOf(row) : null;
    },
    async claim(place, { claimedBy, lease, now }) {
      const row = firstAt(place.addressId, place.lane);
      if (lease !== null && leases.get(lease.name) !== lease.epoch) return null;
      if (!row || !isReady(row) || row.notBefore > now) return null;
      const repeat = row.repeat || row.status === 'unknown';
      const attempts = row.attempts + 1;
      Object.assign(row, { status: 'sending', repeat, attempts, claimedBy, claimedAt: now });
      const { id, message, caseId, authorStaffId } = row;
      const account = addresses.get(place.addressId)?.account ?? '';
      return {
        id,
        ...place,
        account,
        language: 'zh' as const,
        message,
        caseId,
        authorStaffId,
        attempts,
        repeat,
      } satisfies ClaimedOutgoing;
    },
    async sent(id, claimedBy) {
      settle(id, claimedBy, () => ({ status: 'sent' }));
    },
    async retry(id, claimedBy, notBefore) {
      settle(id, claimedBy, (row) => ({ status: row.repeat ? 'unknown' : 'due', notBefore }));
    },
    async failed(id, claimedBy) {
      settle(id, claimedBy, () => ({ status: 'failed' }));
    },
    async unknown(id, claimedBy, _errorCode, notBefore) {
      settle(id, claimedBy, () => ({ status: 'unknown', notBefore }));
    },
    recoverStale: async ({ claimedBefore, now }) =>
      recover(
        rows.filter((row) => row.status === 'sending' && row.claimedAt < claimedBefore),
        now,
      ),
    recoverOthers: async ({ bot, channel, claimedBy, now }) =>
      recover(
        rows.filter((row) => {
          const place = placeOf(row);
          const lost = row.status === 'sending' && row.claimedBy !== claimedBy;
          return lost && place?.bot === bot && place.channel === channel;
        }),
        now,
      ),
    dueOf: async (addressId, now) => due(now).flatMap((row) => (row.addressId === addressId ? [row.id] : [])),
    async duePlaces(before, bots, limit) {
      const urgent = (row: Row): number => (row.lane === 'crisis' ? 0 : 1);
      return due(before)
        .filter((row) => {
          const address = addresses.get(row.addressId);
          return bots.some(({ channel, bot }) => channel === address?.channel && bot === address.bot);
        })
        .sort((a, b) => urgent(a) - urgent(b) || a.notBefore.getTime() - b.notBefore.getTime())
        .slice(0, limit)
        .map((row) => row.id);
    },
  };
}
