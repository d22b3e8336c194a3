import type { Incoming, Receive } from '../../src/core/channel.ts';

/** A `receive` for contract tests: keeps what was offered, and can refuse to store or hold the storing up. */
export type Inbox = {
  readonly receive: Receive;
  /** Everything offered so far, also what was refused. */
  readonly offered: readonly Incoming[];
  readonly stored: readonly Incoming[];
  refuseNext(times: number): void;
  /** Later offers wait until the returned function is called. */
  hold(): () => void;
  waitForOffers(count: number): Promise<readonly Incoming[]>;
  waitForStored(count: number): Promise<readonly Incoming[]>;
};

const DEADLINE_MS = 5_000;

type Waiter = { readonly check: () => boolean };

export function createInbox(): Inbox {
  const offered: Incoming[] = [];
  const stored: Incoming[] = [];
  const waiters = new Set<Waiter>();
  let refusals = 0;
  let gate: Promise<void> = Promise.resolve();

  const notify = (): void => {
    for (const waiter of [...waiters]) if (waiter.check()) waiters.delete(waiter);
  };
  const waitFor = (list: readonly Incoming[], count: number, what: string): Promise<readonly Incoming[]> => {
    const failure = new Error();
    return new Promise((resolve, reject) => {
      const check = (): boolean => {
        if (list.length < count) return false;
        clearTimeout(timer);
        resolve(list);
        return true;
      };
      const timer = setTimeout(() => {
        failure.message = `${count} ${what} wanted, there were ${list.length}`;
        reject(failure);
      }, DEADLINE_MS);
      if (!check()) waiters.add({ check });
    });
  };

  return {
    offered,
    stored,
    async receive(incoming) {
      offered.push(incoming);
      notify();
      await gate;
      if (refusals > 0) {
        refusals -= 1;
        throw new Error('the store does not answer');
      }
      stored.push(incoming);
      notify();
    },
    refuseNext(times) {
      refusals = times;
    },
    hold() {
      let open = (): void => undefined;
      gate = new Promise((resolve) => {
        open = resolve;
      });
      return () => open();
    },
    waitForOffers: (count) => waitFor(offered, count, 'offers'),
    waitForStored: (count) => waitFor(stored, count, 'stored updates'),
  };
}
