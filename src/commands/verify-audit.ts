import { withStore } from './borrow.ts';
import { type Command, complain, print, readOptions, USAGE_ERROR } from './command.ts';

export const verifyAudit: Command = {
  name: 'verify-audit',
  summary: 'verify that no audit row was changed or removed',
  help: `xinqiao verify-audit

Walks the chain of audit rows. Prints one JSON line {"ok","chained","waiting","head"}; ok is false, with the place, and
the exit code 1, when a row was changed or removed. Compare the head with one that you wrote down elsewhere: a chain
alone does not show a cut tail.`,
  async run(args) {
    if (readOptions(verifyAudit, args, {}) === null) return USAGE_ERROR;
    return withStore(async ({ store }) => {
      const found = await store.auditChain.verify();
      print(JSON.stringify(found));
      if (found.ok) return 0;
      complain(`verify-audit: entry ${found.seq} is ${found.code}`);
      return 1;
    });
  },
};
