import { findUnlisted } from '../app/find-unlisted.ts';
import { describeGrants, surface } from '../app/surface.ts';
import { type Command, complain, print, readOptions, USAGE_ERROR } from './command.ts';

export const roles: Command = {
  name: 'roles',
  summary: 'print the role table, or check that every route and command has a row',
  help: `xinqiao roles [--check]

Prints who may use which route, word, choice, event stream and command, one JSON line each. With --check it fails, and
names it, when the program has one that the table does not list, or the table one that the program does not have.
Needs no database.`,
  async run(args) {
    const options = readOptions(roles, args, { check: { type: 'boolean' } });
    if (options === null) return USAGE_ERROR;
    if (!options.check) {
      for (const row of surface) print(JSON.stringify({ ...row, who: describeGrants(row.action) }));
      return 0;
    }
    const unlisted = await findUnlisted();
    for (const problem of unlisted) complain(problem);
    print(unlisted.length === 0 ? `roles: ok, ${surface.length} rows` : `roles: ${unlisted.length} problems`);
    return unlisted.length === 0 ? 0 : 1;
  },
};
