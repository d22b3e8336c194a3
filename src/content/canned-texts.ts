/** Sentences that a counsellor may pick, read, and then send or change. The words are in `config/content/`. */
export const CANNED_IDS = [
  'meet',
  'thank',
  'ask-directly',
  'where',
  'phone',
  'means',
  'stay',
  'next',
] as const;
export type CannedId = (typeof CANNED_IDS)[number];
export const isCannedId = (text: string): text is CannedId =>
  (CANNED_IDS as readonly string[]).includes(text);

type CannedSpec = Readonly<Record<'source' | `title.${CannedId}` | `text.${CannedId}`, readonly []>>;

export const cannedTexts: CannedSpec = {
  source: [],
  'title.meet': [],
  'text.meet': [],
  'title.thank': [],
  'text.thank': [],
  'title.ask-directly': [],
  'text.ask-directly': [],
  'title.where': [],
  'text.where': [],
  'title.phone': [],
  'text.phone': [],
  'title.means': [],
  'text.means': [],
  'title.stay': [],
  'text.stay': [],
  'title.next': [],
  'text.next': [],
};
