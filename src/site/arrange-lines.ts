import type { Line } from '../conversation/ports/timeline.ts';
import { showable } from '../core/clean-text.ts';
import type { Choice } from '../core/message.ts';

export type ShownLine = {
  readonly id: string;
  readonly from: Line['from'];
  readonly at: Date;
  readonly text: string;
  /** The id of the picture above the words; null where there is none. */
  readonly picture: string | null;
  /** The name of the file below the words; null where there is none. */
  readonly file: string | null;
};

export type ShownConversation = {
  readonly lines: readonly ShownLine[];
  /** What can be tapped now, one list for each message that offered something. */
  readonly choices: readonly (readonly Choice[])[];
};

/**
 * What the student sees. A message of ours is there once its row is marked as sent: rows may lie ready for later.
 * `always` are choices that stand outside every message. Only the newest message offers its choices; those of older ones are gone, so that nobody taps what is over.
 */
export function arrangeLines(lines: readonly Line[], always: readonly Choice[]): ShownConversation {
  const visible = lines.filter(isVisible);
  const labels = new Map(
    [...always, ...visible.flatMap(choicesOf)].map((choice) => [choice.id, choice.label]),
  );
  return {
    lines: visible.map((line) => ({
      id: line.id,
      from: line.from,
      at: line.at,
      text: showable(wordsOf(line, labels)),
      picture: pictureOf(line),
      file: line.from === 'student' ? null : (line.file?.name ?? null),
    })),
    choices: openChoices(visible),
  };
}

/** The picture that a line shows: what the counsellor sent, or one's own once it is drawn anew. */
export function pictureOf(line: Line): string | null {
  if (line.from !== 'student') return line.picture ?? null;
  const { media } = line;
  return media?.state === 'kept' && media.kind === 'picture' ? media.id : null;
}

function isVisible(line: Line): boolean {
  return line.from === 'student' || line.delivery === 'sent' || line.delivery === 'unknown';
}

function choicesOf(line: Line): readonly Choice[] {
  return line.from === 'student' ? [] : line.choices;
}

/** A tap is stored by its id; people read its label. */
function wordsOf(line: Line, labels: ReadonlyMap<string, string>): string {
  if (line.from === 'student' && line.kind === 'choice') return labels.get(line.text) ?? line.text;
  return line.text;
}

/**
 * The choices of the last run of our messages. Words typed after it leave them standing until we answer, since a tap
 * may still be meant; a tap ends them.
 */
function openChoices(lines: readonly Line[]): (readonly Choice[])[] {
  const run: (readonly Choice[])[] = [];
  let inRun = false;
  for (const line of [...lines].reverse()) {
    if (line.from === 'student') {
      if (inRun || line.kind === 'choice') break;
      continue;
    }
    inRun = true;
    if (line.choices.length > 0) run.unshift(line.choices.map(cleanChoice));
  }
  return run;
}

const cleanChoice = (choice: Choice): Choice => ({ id: choice.id, label: showable(choice.label) });
