import { loadScreening } from '../keywords/load-screening.ts';
import { screenLines } from '../keywords/screen-lines.ts';
import { BUNDLE_FOLDER, CONFIG_FOLDER } from '../settings.ts';
import { type Command, complain, readOptions, USAGE_ERROR } from './command.ts';

export const screen: Command = {
  name: 'screen',
  summary: 'screen messages from standard input, one a line',
  help: `xinqiao screen < messages.txt > levels.jsonl

Standard input: one message a line, plain or as {"text": "..."}. Standard output: one JSON line each, in order:
{"level":"none|concern|high|imminent","handoff":bool,"categories":[...],"matches":[{"rule","start","end"}]}
Offsets are UTF-16 code units of the message. Needs no database, so that rules a centre has added in the console take no part.`,
  async run(args) {
    if (readOptions(screen, args, {}) === null) return USAGE_ERROR;
    const rules = await loadScreening(CONFIG_FOLDER, BUNDLE_FOLDER);
    if (!rules.ok) {
      for (const { file, key, problem } of rules.problems) complain(`config/${file}: ${key}: ${problem}`);
      return 1;
    }
    await screenLines(process.stdin, process.stdout, rules.screener);
    return 0;
  },
};
