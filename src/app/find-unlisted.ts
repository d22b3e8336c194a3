import type { Hono } from 'hono';
import { inspectRoutes } from 'hono/dev';
import { createVault } from '../access/vault.ts';
import { createWebChannel } from '../bots/web/web-channel.ts';
import { COMMANDS } from '../commands/list.ts';
import { HAND_OVER_WORDS, ON_CALL_WORDS, SWAP_WORDS } from '../conversation/staff/rota-words.ts';
import { SLASH_WORDS, STAFF_TAPS, TAKE_WORDS } from '../conversation/staff/staff-commands.ts';
import { TOOL_TAPS, TOOL_WORDS, TOOLS } from '../conversation/staff/tools/tool-words.ts';
import { ARRIVAL_WORDS, HOLD_WORDS } from '../conversation/staff/watch-words.ts';
import { STUDENT_CHOICES, STUDENT_WORDS } from '../conversation/student/global-choices.ts';
import { HAND_OFF_CHOICES, HAND_OFF_WORDS } from '../conversation/student/of-hand-off.ts';
import { CODE_WORDS } from '../conversation/student/open-code.ts';
import { MENU_CHOICE_IDS } from '../flows/menu.ts';
import { FLOW_NAMES } from '../flows/registry.ts';
import { type Config, readConfig } from '../settings/config-folder.ts';
import { describeProblem } from '../settings/problem.ts';
import { BUNDLE_FOLDER, CONFIG_FOLDER } from '../settings.ts';
import { openStore } from '../storage/open-store.ts';
import { assembleCoreParts } from './core-parts.ts';
import { newCode, newId, newSecret, newTag } from './random.ts';
import { type Entrance, routeEntrance, type SurfaceKind, type SurfaceRow, surface } from './surface.ts';
import { TELEGRAM_COMMANDS } from './telegram-commands.ts';
import { createTelegramDoor } from './telegram-door.ts';
import { createPages } from './web-server.ts';

/** What the program has and the table does not list, and the other way round; a sentence for each. */
export async function findUnlisted(): Promise<string[]> {
  const config = await readConfig(CONFIG_FOLDER, false, BUNDLE_FOLDER);
  if (!config.ok) return config.problems.map(describeProblem);
  return withPages(config.config, async (pages) => [
    ...compareSurface(surface, [...routesOf(pages), ...wordsOfProgram(), ...(await commandsOfProgram())]),
  ]);
}

export function compareSurface(rows: readonly SurfaceRow[], program: readonly Entrance[]): string[] {
  const key = ({ kind, name }: Entrance): string => `${kind} ${name}`;
  const listed = new Set(rows.map(key));
  const there = new Set(program.map(key));
  return [
    ...[...there].filter((one) => !listed.has(one)).map((one) => `${one}: has no row in the role table`),
    ...[...listed].filter((one) => !there.has(one)).map((one) => `${one}: has a row, but is not there`),
  ];
}

/**
 * Every route of an application, those of other methods than its list knows included. Handlers that stand under `use`
 * and pass on are no way in.
 */
export function routesOf(pages: Hono): Entrance[] {
  return inspectRoutes(pages)
    .filter(({ method, isMiddleware }) => method !== 'ALL' || !isMiddleware)
    .map(routeEntrance);
}

/** The real pages on a database that nobody ever connects to: connections are opened by the first question. */
export async function withPages<T>(config: Config, work: (pages: Hono) => Promise<T>): Promise<T> {
  const nobody = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const vault = createVault({ kid: 'none', key: Buffer.alloc(32) }, (bytes) => Buffer.alloc(bytes));
  const store = openStore('postgres://nobody@127.0.0.1:1/none', vault, newId, nobody);
  const core = assembleCoreParts(store, vault, config, nobody);
  const idle = async (): Promise<undefined> => undefined;
  const office = {
    ...core,
    queue: { wake: idle },
    notifiers: [],
    newId,
    newTag,
    newCode,
    newSecret: () => newSecret(32),
    publicUrl: '',
    log: nobody,
  };
  try {
    const parts = {
      environment: NO_ENVIRONMENT,
      config,
      store,
      core,
      office,
      changes: { follow: () => () => undefined },
      web: createWebChannel(),
      handlers: { turn: idle, delivery: idle, escalation: idle },
      status: async () => ({
        parts: [],
        realResponder: false,
        sampleCentre: false,
        bookingDesk: false,
        gaps: [],
        degraded: false,
        crisisPathDown: false,
        channelsDown: [],
      }),
      isReady: () => false,
      log: nobody,
    };
    return await work(createPages(parts, createTelegramDoor(NO_ENVIRONMENT, idle, nobody)));
  } finally {
    await store.close();
  }
}

const NO_ENVIRONMENT = {
  port: 0,
  host: '127.0.0.1',
  publicUrl: null,
  dataDir: '',
  databaseUrl: null,
  redisUrl: null,
  telegram: {
    token: '1:none',
    apiRoot: 'http://127.0.0.1:1',
    webhook: { url: 'http://127.0.0.1:1/telegram/webhook', secret: 'none' },
  },
  wechat: null,
  masterKey: null,
  masterKeyFile: null,
};

const entrances = (kind: SurfaceKind, names: readonly string[]): Entrance[] =>
  names.map((name) => ({ kind, name }));

/** What the conversation understands, as its own tables say. */
export function wordsOfProgram(): Entrance[] {
  return [
    ...entrances('student-word', [
      ...STUDENT_WORDS,
      ...HAND_OFF_WORDS,
      ...CODE_WORDS,
      ...TELEGRAM_COMMANDS.map(({ command }) => command),
    ]),
    ...entrances('student-choice', [...MENU_CHOICE_IDS, ...STUDENT_CHOICES, ...HAND_OFF_CHOICES]),
    ...entrances('student-flow', FLOW_NAMES),
    ...entrances('staff-word', [...TAKE_WORDS, ...Object.keys(SLASH_WORDS).map((word) => `/${word}`)]),
    ...entrances('staff-word', [
      ...ON_CALL_WORDS,
      ...[...SWAP_WORDS, ...HAND_OVER_WORDS].map((word) => `/${word}`),
    ]),
    ...entrances('staff-word', [...Object.keys(HOLD_WORDS), ...ARRIVAL_WORDS]),
    ...entrances('staff-word', ['words', 'XQ-']),
    ...entrances(
      'staff-word',
      Object.keys(TOOL_WORDS).map((word) => `/${word}`),
    ),
    ...entrances(
      'staff-choice',
      STAFF_TAPS.filter((tap) => tap !== 'tool'),
    ),
    ...entrances(
      'staff-choice',
      [...TOOLS, ...TOOL_TAPS].map((tap) => `tool.${tap}`),
    ),
  ];
}

export async function commandsOfProgram(): Promise<Entrance[]> {
  const commands = await Promise.all(Object.values(COMMANDS).map((load) => load()));
  const names = commands.flatMap(({ name, verbs }) => verbs?.map((verb) => `${name} ${verb}`) ?? [name]);
  return entrances('command', names);
}
