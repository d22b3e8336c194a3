import { until } from './until.ts';
import type { Visitor } from './visitor.ts';

/** Somebody on the web page who reads every line of the talk in order; one that nobody expected fails. */
export type WebPerson = {
  readonly browser: Visitor;
  says(text: string): Promise<void>;
  taps(label: string): Promise<void>;
  /** The next line, loading the page again until there is one. */
  next(): Promise<string>;
  /** What can be tapped now. */
  choices(): readonly string[];
  /** The same page in another browser: where a restarted program listens elsewhere. */
  moveTo(browser: Visitor): void;
  expectNothingMore(): Promise<void>;
};

type Line = { readonly id: string; readonly text: string };

export function createWebPerson(first: Visitor): WebPerson {
  let browser = first;
  const read = new Set<string>();
  const unread = (): Line[] => linesOf(browser.html()).filter(({ id }) => !read.has(id));
  return {
    get browser() {
      return browser;
    },
    async says(text) {
      await browser.says(text);
    },
    async taps(label) {
      await browser.taps(label);
    },
    async next() {
      await until('a line on the web page', async () => {
        if (unread().length === 0) await browser.open('/');
        return unread().length > 0;
      });
      const [line] = unread();
      if (line === undefined) throw new Error('no line');
      read.add(line.id);
      return line.text;
    },
    choices: () => choicesOf(browser.html()),
    moveTo(other) {
      browser = other;
    },
    async expectNothingMore() {
      await browser.open('/');
      const left = unread();
      if (left.length === 0) return;
      throw new Error(`the web page says what nobody expected: ${left.map(({ text }) => text).join(' / ')}`);
    },
  };
}

const LINE = /<article id="line-([^"]+)" class="line (?:bot|counsellor)[^"]*">([\s\S]*?)<\/article>/g;
const WORDS = /<div class="words"[^>]*>([\s\S]*?)<\/div>/;

const linesOf = (html: string): Line[] =>
  [...html.matchAll(LINE)].map(([, id = '', inner = '']) => ({
    id,
    text: plain(WORDS.exec(inner)?.[1] ?? ''),
  }));

function choicesOf(html: string): string[] {
  const all = /<div id="choices">([\s\S]*?)<\/div>/.exec(html)?.[1] ?? '';
  return [...all.matchAll(/<button[^>]*>([\s\S]*?)<\/button>/g)].map(([, label = '']) => plain(label).trim());
}

const plain = (html: string): string =>
  html
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
