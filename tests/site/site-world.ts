/** The student's site on fakes, with a small bot behind it and a browser in front that keeps its cookie. */
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { Hono } from 'hono';
import { loadContent } from '../../src/content/load-content.ts';
import type { Incoming } from '../../src/core/channel.ts';
import { addMs } from '../../src/core/clock.ts';
import type { Language } from '../../src/core/language.ts';
import type { Choice } from '../../src/core/message.ts';
import { flowTexts } from '../../src/flows/texts.ts';
import { PUBLIC_FOLDER } from '../../src/settings.ts';
import { createSite } from '../../src/site/create-site.ts';
import type { SiteParts, SiteStatus } from '../../src/site/parts.ts';
import { loadStaticFiles } from '../../src/site/static-files.ts';
import { createFakeChangeFeed } from '../fakes/fake-change-feed.ts';
import { createFakeTimeline } from '../fakes/fake-timeline.ts';
import { createFakeWebSessions } from '../fakes/fake-web-sessions.ts';

async function load(language: Language) {
  const folder = fileURLToPath(new URL(`../../config/content/${language}`, import.meta.url));
  const content = await loadContent(folder, flowTexts);
  if (!content.ok) throw new Error(JSON.stringify(content.problems));
  return content.value;
}
const contents = { zh: await load('zh'), en: await load('en') };

export const text = contents.zh.site;
export const english = contents.en.site;
const files = loadStaticFiles(PUBLIC_FOLDER);

export type SiteWorld = ReturnType<typeof createSiteWorld>;

export function createSiteWorld(changed: Partial<SiteParts> = {}) {
  let now = new Date('2026-11-23T06:00:00Z');
  const sessions = createFakeWebSessions();
  const timeline = createFakeTimeline();
  const changes = createFakeChangeFeed();
  const stored: Incoming[] = [];
  const logged: string[] = [];
  const status: { -readonly [Key in keyof SiteStatus]: SiteStatus[Key] } = {
    realResponder: true,
    sampleCentre: false,
    degraded: false,
    channelsDown: [],
  };
  let answer: { text: string; choices: readonly Choice[] } | null = null;
  let refusing = false;

  const parts: SiteParts = {
    async receive(incoming) {
      if (refusing) throw new Error('the store does not answer');
      if (stored.some((known) => known.updateKey === incoming.updateKey)) return;
      stored.push(incoming);
      const session = await sessions.find(incoming.from);
      const { body } = incoming;
      if (session === null || (body.kind !== 'text' && body.kind !== 'choice')) return;
      const heard = body.kind === 'text' ? body.text : body.id;
      timeline.hear(session.addressId, now, heard, body.kind);
    },
    async settle(addressId) {
      if (answer === null) return;
      now = addMs(now, 1);
      timeline.say(addressId, now, answer.text, { choices: answer.choices });
    },
    sessions,
    feed: async () => null,
    continuing: {
      isOpen: async () => false,
      follow: async () => ({ outcome: 'closed' }),
      followCode: async () => ({ outcome: 'closed' }),
    },
    presence: { left: async () => undefined, back: async () => undefined },
    activity: async () => null,
    timeline,
    picture: async () => null,
    upload: async () => null,
    changes,
    clock: { now: async () => now },
    secret: (bytes) => randomBytes(bytes).toString('base64url'),
    texts: (language) => contents[language].site,
    hotlines: (language) => contents[language].hotlines,
    status: async () => ({ ...status }),
    secureCookies: false,
    log: {
      info: (event, fields) => logged.push(JSON.stringify([event, fields])),
      warn: (event, fields) => logged.push(JSON.stringify([event, fields])),
      error: (event, fields) => logged.push(JSON.stringify([event, fields])),
    },
    files,
    ...changed,
  };
  const site = createSite(parts);
  return {
    site,
    parts,
    sessions,
    timeline,
    changes,
    stored,
    logged,
    status,
    newBrowser: () => createBrowser(site),
    answerWith(words: string, choices: readonly Choice[] = []) {
      answer = { text: words, choices };
    },
    refuse(refuses: boolean) {
      refusing = refuses;
    },
    pass(ms: number) {
      now = addMs(now, ms);
    },
    now: () => now,
  };
}

export type TestBrowser = ReturnType<typeof createBrowser>;

/** Asks without a script, keeps cookies, follows no redirect by itself. */
function createBrowser(site: Hono) {
  const jar = new Map<string, string>();
  const ask = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers);
    if (jar.size > 0) headers.set('cookie', [...jar.values()].join('; '));
    const response = await site.request(path, { ...init, headers });
    for (const given of response.headers.getSetCookie()) {
      const pair = given.split(';')[0] ?? '';
      jar.set(pair.split('=')[0] ?? '', pair);
    }
    return response;
  };
  return {
    ask,
    /** The one that holds the browser's secret. */
    cookie: () => jar.get('xinqiao') ?? '',
    async look(path = '/'): Promise<string> {
      return (await ask(path)).text();
    },
    post(path: string, fields: Readonly<Record<string, string>> = {}, headers: Record<string, string> = {}) {
      return ask(path, {
        method: 'POST',
        body: new URLSearchParams(fields),
        headers: { 'sec-fetch-site': 'same-origin', ...headers },
      });
    },
    /** Posts, and looks where it was sent. */
    async submit(path: string, fields: Readonly<Record<string, string>> = {}): Promise<string> {
      const response = await this.post(path, fields);
      const next = response.headers.get('location');
      return next === null ? response.text() : this.look(next);
    },
  };
}

/** The lines of a page as their words, oldest first. */
export function linesOf(page: string): string[] {
  return [...page.matchAll(/<div class="words"[^>]*>([\s\S]*?)<\/div>/g)].map((found) =>
    unescapeHtml((found[1] ?? '').replace(/<[^>]*>/g, '')),
  );
}

export function choicesOf(page: string): { id: string; label: string }[] {
  return [...page.matchAll(/<button[^>]*class="button choice"[^>]*value="([^"]*)"[^>]*>([^<]*)</g)].map(
    (found) => ({
      id: unescapeHtml(found[1] ?? ''),
      label: unescapeHtml(found[2] ?? ''),
    }),
  );
}

export const nonceOf = (page: string): string => /name="nonce" value="([^"]+)"/.exec(page)?.[1] ?? '';

const unescapeHtml = (html: string): string =>
  html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
