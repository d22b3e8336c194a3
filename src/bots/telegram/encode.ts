import type { InlineKeyboardButton } from 'grammy/types';
import type { BotMessage, Choice } from '../../core/message.ts';
import { numberChoices } from '../../core/message.ts';
import { splitText } from '../../core/split-text.ts';

/** Longest text of one message (core.telegram.org/bots/api#sendmessage), here in UTF-16 code units. */
export const LONGEST_TEXT = 4_096;
/** Longest caption of a picture (core.telegram.org/bots/api#sendphoto). */
const LONGEST_CAPTION = 1_024;
/** Longest `callback_data` of a button, in bytes (core.telegram.org/bots/api#inlinekeyboardbutton). */
const LONGEST_DATA_BYTES = 64;
/** Columns, a Chinese character taking two, up to which two labels stand side by side on a narrow phone. */
const NARROW_LABEL = 14;

type Button = InlineKeyboardButton.CallbackButton;
export type Keyboard = readonly (readonly Button[])[];

/** One call of sendMessage; `choices` are those that its keyboard shows. */
export type Part = {
  readonly text: string;
  readonly keyboard: Keyboard | null;
  readonly choices: readonly Choice[];
};

/** The parts of a message in order, the keyboard on the last one. Empty when there is nothing to show. */
export function encodeMessage(message: BotMessage): Part[] {
  if (message.choices.length === 0 || !message.choices.every(fitsButton)) return encodePlain(message);
  const texts = splitText(cleanText(message.text), LONGEST_TEXT);
  return texts.map((text, index) =>
    index === texts.length - 1
      ? { text, keyboard: layOut(message.choices), choices: message.choices }
      : { text, keyboard: null, choices: [] },
  );
}

/** The same without a keyboard: choices as a numbered list. */
export function encodePlain(message: BotMessage): Part[] {
  const texts = splitText(cleanText(numberChoices(message)), LONGEST_TEXT);
  return texts.map((text) => ({ text, keyboard: null, choices: [] }));
}

/** The words under a picture; null when they are too long to stand there. */
export function encodeCaption(text: string): string | null {
  const caption = cleanText(text);
  return caption.length <= LONGEST_CAPTION ? caption : null;
}

/** Telegram refuses lone surrogates as "not UTF-8", and a NUL has no look. */
function cleanText(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '');
}

function fitsButton(choice: Choice): boolean {
  const bytes = Buffer.byteLength(choice.id);
  return bytes > 0 && bytes <= LONGEST_DATA_BYTES && choice.label.trim() !== '';
}

function layOut(choices: readonly Choice[]): Keyboard {
  const rows: Button[][] = [];
  let half: Button[] | null = null;
  for (const choice of choices) {
    const button = { text: cleanText(choice.label), callback_data: choice.id };
    const narrow = columns(choice.label) <= NARROW_LABEL;
    if (half !== null && narrow) {
      half.push(button);
      half = null;
    } else {
      const row = [button];
      rows.push(row);
      half = narrow ? row : null;
    }
  }
  return rows;
}

function columns(label: string): number {
  let count = 0;
  for (const character of label) count += (character.codePointAt(0) ?? 0) >= 0x1100 ? 2 : 1;
  return count;
}
