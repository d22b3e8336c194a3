/** What was opened is closed in the opposite order, whether a program stops or its start fails half-way. */
export type Endings = {
  add(end: () => unknown): void;
  /** Ends everything once; what fails to end does not keep the rest open. Rejects with the first failure. */
  endAll(): Promise<void>;
};

export function createEndings(): Endings {
  const ends: (() => unknown)[] = [];
  return {
    add: (end) => void ends.push(end),
    async endAll() {
      const failures: unknown[] = [];
      for (let end = ends.pop(); end; end = ends.pop()) {
        try {
          await end();
        } catch (error) {
          failures.push(error);
        }
      }
      if (failures.length > 0) throw failures[0];
    },
  };
}
