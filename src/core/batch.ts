type Waiting<Item, Answer> = {
  readonly item: Item;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
};

/**
 * Does what many ask for in one go: whatever is asked for while a batch is under way is the next batch, in the order of
 * asking. Nobody waits for company: alone, a batch is one. A batch that fails is done again one by one, so that nobody
 * fails for somebody else; so `work` must be harmless when it runs twice.
 * @param most items in one batch
 * @param work answers in the order of the items
 */
export function createBatch<Item, Answer>(
  most: number,
  work: (items: readonly Item[]) => Promise<readonly Answer[]>,
): (item: Item) => Promise<Answer> {
  const waiting: Waiting<Item, Answer>[] = [];
  let busy = false;

  const settle = async (batch: readonly Waiting<Item, Answer>[]): Promise<void> => {
    try {
      const answers = await work(batch.map(({ item }) => item));
      for (const [index, { resolve }] of batch.entries()) resolve(answers[index] as Answer);
    } catch (error) {
      if (batch.length === 1) return batch[0]?.reject(error);
      for (const one of batch) await settle([one]);
    }
  };

  const run = async (): Promise<void> => {
    busy = true;
    // Whoever asks in the same breath comes along.
    await null;
    while (waiting.length > 0) await settle(waiting.splice(0, most));
    busy = false;
  };

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (!busy) void run();
    });
}
