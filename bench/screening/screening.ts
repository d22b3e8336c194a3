import { type Bench, median, type Side } from '../bench.ts';
import { plantForms, takeForms } from './forms.ts';
import { writeMessages } from './messages.ts';
import { buildPeers, checkPeers, type Peer } from './peers.ts';
import { type BenchScreener, loadExtras, loadShipped, screenerOf, shippedScreener } from './screeners.ts';

const FEW = 5_000;
const MANY = 50_000;
const MESSAGES = 1_000;
/** How long each figure is measured for, after half of it to warm up. */
const MEASURED_MS = 400;
const LONG_BYTES = 100_000;

export const screening: Bench = {
  name: 'screening',
  summary: 'one message through the whole screening, beside libraries that only match plain forms',
  measures: [
    { name: 'screening-5000', unit: 'us', bar: { kind: 'at most', ratio: 1 / 3 } },
    { name: 'screening-50000', unit: 'us', bar: { kind: 'at most', ratio: 1.3 } },
    { name: 'screening-rules', unit: 'us', bar: null },
    { name: 'screening-shipped', unit: 'us', bar: null },
    { name: 'screening-double-array', unit: 'us', bar: null },
    { name: 'linear-in-length', unit: 'ns/character', bar: { kind: 'at most', ratio: 1.2 } },
    { name: 'linear-in-length-rules', unit: 'ns/character', bar: { kind: 'at most', ratio: 1.2 } },
    { name: 'automaton-megabytes', unit: 'MB', bar: { kind: 'at most', ratio: 20 } },
  ],
  run: async (side) => {
    prepared ??= prepare();
    return measure(side, await prepared);
  },
};

/** Both sides are in one process and are built once: what is measured is no start. */
type Prepared = {
  /** The whole screening with few forms in place of the rules: with the restored second view and the model. */
  readonly few: BenchScreener;
  /** The same with many forms. */
  readonly many: BenchScreener;
  /** Few forms, and neither view nor model. */
  readonly rules: BenchScreener;
  /** All that ships. */
  readonly shipped: BenchScreener;
  readonly peers: readonly Peer[];
  readonly messages: readonly string[];
  /** Ordinary messages as one text of 100 kB. */
  readonly long: string;
};

let prepared: Promise<Prepared> | null = null;

async function prepare(): Promise<Prepared> {
  const files = await loadShipped();
  const manyForms = takeForms(files, MANY);
  const fewForms = takeForms(files, FEW);
  const messages = writeMessages(MESSAGES);
  const peers = buildPeers(fewForms);
  // Where forms stand in messages; the clock runs for everyday messages, nearly all that a centre ever sees.
  checkPeers(peers, fewForms, plantForms(messages, fewForms));
  let long = '';
  for (const message of writeMessages(LONG_BYTES / 30, 2)) {
    if (Buffer.byteLength(long) < LONG_BYTES) long += `${message}\n`;
  }
  const extras = await loadExtras();
  return {
    few: screenerOf(files, fewForms, extras),
    many: screenerOf(files, manyForms, extras),
    rules: screenerOf(files, fewForms),
    shipped: shippedScreener(files, extras),
    peers,
    messages,
    long,
  };
}

function measure(
  side: Side,
  { few, many, rules, shipped, peers, messages, long }: Prepared,
): readonly number[] {
  const whole = (texts: readonly string[]): number =>
    microseconds(texts, (text) => few.screener.screen(text));
  const byRules = (texts: readonly string[]): number =>
    microseconds(texts, (text) => rules.screener.screen(text));
  const perCharacter = (time: number, texts: readonly string[]): number =>
    (time * 1000 * texts.length) / texts.join('').length;
  const wholeOfMessages = whole(messages);
  const rulesOfMessages = byRules(messages);
  if (side === 'peer') {
    const fastest = (among: readonly Peer[]): number =>
      Math.min(...among.map(({ match }) => microseconds(messages, match)));
    const peer = fastest(peers.filter(({ isMain }) => isMain));
    const linear = [wholeOfMessages, rulesOfMessages].map((time) => perCharacter(time, messages));
    return [peer, wholeOfMessages, peer, peer, fastest(peers), ...linear, 1];
  }
  return [
    wholeOfMessages,
    microseconds(messages, (text) => many.screener.screen(text)),
    rulesOfMessages,
    microseconds(messages, (text) => shipped.screener.screen(text)),
    wholeOfMessages,
    perCharacter(whole([long]), [long]),
    perCharacter(byRules([long]), [long]),
    Math.max(few.megabytes, many.megabytes, shipped.megabytes),
  ];
}

/** What `work` takes for one of the texts: the median of many rounds over all of them. */
export function microseconds(
  texts: readonly string[],
  work: (text: string) => unknown,
  measuredMs = MEASURED_MS,
): number {
  timeRounds(texts, work, measuredMs / 2);
  return (median(timeRounds(texts, work, measuredMs)) * 1000) / texts.length;
}

/** Milliseconds of each round over all texts, as many as fit into `ms`. */
function timeRounds(texts: readonly string[], work: (text: string) => unknown, ms: number): number[] {
  const rounds: number[] = [];
  const until = performance.now() + ms;
  for (let from = performance.now(); from < until || rounds.length === 0; ) {
    for (const text of texts) work(text);
    const to = performance.now();
    rounds.push(to - from);
    from = to;
  }
  return rounds;
}
