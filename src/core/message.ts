/** One thing that a person may choose; `id` comes back when it is tapped, `label` is what is read and may be typed. */
export type Choice = { readonly id: string; readonly label: string };

/** What the bot says: text and choices. A channel without buttons shows the choices as a numbered list. */
export type BotMessage = {
  readonly text: string;
  readonly choices: readonly Choice[];
  /** The id of a picture that is kept; the text stands under it. */
  readonly picture?: string;
  /** What goes with the words, which are enough without it: a platform that refuses it gets the words alone. */
  readonly file?: MessageFile;
  /** What a gateway's template is filled with: figures and links of a page or an alarm, never anybody's words. */
  readonly facts?: Facts;
};

/** A small file of ours, made as it is sent, for whoever receives it to keep. */
export type MessageFile = {
  /** Says nothing of what it is for. */
  readonly name: string;
  readonly type: 'text/calendar';
  readonly text: string;
};

export const FACT_NAMES = ['number', 'level', 'minutes', 'count', 'link', 'code', 'what'] as const;
export type Facts = Readonly<Partial<Record<(typeof FACT_NAMES)[number], string>>>;

export const say = (text: string, choices: readonly Choice[] = []): BotMessage => ({ text, choices });

/**
 * What a message waits for and what it waits behind. Order holds within one address and lane; crisis waits for
 * no other lane.
 */
export type Lane = 'crisis' | 'conversation' | 'reminder' | 'campaign';

/** Numbered text for a channel without buttons; the numbers are those that {@link pickChoice} understands. */
export function numberChoices(message: BotMessage): string {
  if (message.choices.length === 0) return message.text;
  const lines = message.choices.map((choice, index) => `${index + 1}. ${choice.label}`);
  return `${message.text}\n${lines.join('\n')}`;
}
