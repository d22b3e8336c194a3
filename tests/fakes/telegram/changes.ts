type Waiter = { readonly check: () => boolean };

export type Changes = {
  /** Tells that something changed, so that all who wait look again. */
  notify(): void;
  /**
   * Resolves with the first value that is not null; looked at now and after every change, so no test sleeps. Rejects
   * after `deadlineMs` with what `describe` says.
   */
  waitFor<T>(find: () => T | null, describe: () => string, deadlineMs: number): Promise<T>;
};

export function createChanges(): Changes {
  const waiters = new Set<Waiter>();
  return {
    notify() {
      for (const waiter of [...waiters]) if (waiter.check()) waiters.delete(waiter);
    },
    waitFor(find, describe, deadlineMs) {
      const now = find();
      if (now !== null) return Promise.resolve(now);
      // Taken here, so that a failure points at the test's own line.
      const failure = new Error();
      return new Promise((resolve, reject) => {
        const check = (): boolean => {
          const found = find();
          if (found === null) return false;
          clearTimeout(timer);
          resolve(found);
          return true;
        };
        const waiter = { check };
        const timer = setTimeout(() => {
          waiters.delete(waiter);
          failure.message = `waited ${deadlineMs} ms: ${describe()}`;
          reject(failure);
        }, deadlineMs);
        waiters.add(waiter);
      });
    },
  };
}
