import { borrowDatabase } from '../app/database.ts';
import { describeProblem } from '../settings/problem.ts';
import { MIGRATIONS_FOLDER, readProcessEnvironment } from '../settings.ts';
import { migrate as runMigrations } from '../storage/migrate.ts';
import { type Command, complain, print, readOptions, USAGE_ERROR } from './command.ts';

export const migrate: Command = {
  name: 'migrate',
  summary: 'bring the database to the newest schema (a start does this too)',
  help: `xinqiao migrate

Applies the files of migrations/ that the database does not have yet, one transaction each, under a lock.
An external database's user must be able to create roles and the extension btree_gist the first time.`,
  async run(args) {
    if (readOptions(migrate, args, {}) === null) return USAGE_ERROR;
    const read = readProcessEnvironment();
    if (!read.ok) {
      for (const problem of read.problems) complain(describeProblem(problem));
      return 1;
    }
    const borrowed = await borrowDatabase(read.environment);
    if (!borrowed.ok) {
      complain(borrowed.message);
      return 1;
    }
    try {
      const report = await runMigrations(borrowed.database.url, MIGRATIONS_FOLDER);
      for (const name of report.applied) print(`applied ${name}`);
      print(`${report.applied.length} applied, ${report.already} already there`);
      return 0;
    } finally {
      await borrowed.database.stop();
    }
  },
};
