import { checkPages } from '../settings/check-pages.ts';
import { readConfig } from '../settings/config-folder.ts';
import { describeProblem } from '../settings/problem.ts';
import { CONFIG_FOLDER, ESCALATION_FILE, readProcessEnvironment, readProcessNotifiers } from '../settings.ts';
import { type Command, complain, print, readOptions, USAGE_ERROR } from './command.ts';

/** What looks like a setting and is none once a database is there. */
const ONLY_ONCE =
  'config/centre.yaml: an empty database begins with people, rooms, rota, rotations, drill and availability; a later change of rota or rotations waits for 值班 in the console or `xinqiao rota apply`, of the others for the console';

/** No mistake, since people are added in the console: but nobody else can phone a student about an appointment. */
const NO_DESK =
  'config/centre.yaml: people: nobody has the role staff (工作人员), so there is no booking desk; its news goes to the centre heads, who see figures alone';

export const checkConfig: Command = {
  name: 'check-config',
  summary: 'check the environment and config/, and run every example of the screening rules',
  help: `xinqiao check-config

Reads the environment and config/ as a start does, and runs all examples of the keyword rules and evasive spellings. Prints what is wrong:
the variable or the file and key, what was found and what is expected. Touches no database.`,
  async run(args) {
    if (readOptions(checkConfig, args, {}) === null) return USAGE_ERROR;
    const environment = readProcessEnvironment();
    const config = await readConfig(CONFIG_FOLDER, true);
    const notifiers = await readProcessNotifiers();
    const problems = [environment, config, notifiers].flatMap((one) => (one.ok ? [] : one.problems));
    if (config.ok && notifiers.ok) {
      problems.push(...checkPages(ESCALATION_FILE, config.config.escalation, notifiers.notifiers));
    }
    for (const problem of problems) complain(describeProblem(problem));
    if (problems.length === 0) print(ONLY_ONCE);
    if (config.ok && !config.config.centre.people.some(({ roles }) => roles.includes('staff')))
      print(NO_DESK);
    print(problems.length === 0 ? 'config: ok' : `config: ${problems.length} problems`);
    return problems.length === 0 ? 0 : 1;
  },
};
