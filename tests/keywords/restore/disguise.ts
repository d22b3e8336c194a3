import { readSounds } from '../../../src/keywords/restore/sounds.ts';

/**
 * Writes a sentence as students write past filters, by the kind asked for. The words of crisis in it are disguised, and now
 * and then the whole sentence; the same seed gives the same text.
 */
export const disguises = [
  'homophone',
  'any-homophone',
  'mixed-latin',
  'pinyin',
  'pinyin-spaced',
  'initials',
  'separators',
  'zero-width',
  'spaced',
  'radicals',
  'brackets',
  'emoji',
  'digits',
  'traditional',
  'cantonese',
  'english',
] as const;
export type Disguise = (typeof disguises)[number];

type Random = () => number;

/** Mulberry32: small, and the same on every machine. */
function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const sounds = readSounds();
const names = new Map([...sounds.numbers].map(([name, number]) => [number, name]));

const syllableOf = (character: string): string =>
  names.get(sounds.ofUnit[character.charCodeAt(0)] ?? 0) ?? '';

/** What a filter would look for, and so what a writer hides; the longest first. */
const sensitive = [
  '不想活了',
  '不想活',
  '不想再活',
  '活不下去',
  '撑不下去',
  '安眠药',
  '百草枯',
  '结束生命',
  '离开这个世界',
  '想自杀',
  '自杀',
  '想死',
  '去死',
  '跳楼',
  '跳江',
  '跳河',
  '割腕',
  '烧炭',
  '上吊',
  '自残',
  '轻生',
  '遗书',
  '吞药',
  '死',
];

/** First letters alone say little: writers use them behind "I" or "want", or for a whole phrase. */
const besideSelf = '不想活了|(?<=我)(?:想死|想自杀|不想活)|(?<=想)(?:自杀|跳楼|割腕)';

/** As writers choose them: common characters, seldom the rarest of a sound. */
const alikes: Readonly<Record<string, string>> = {
  自: '字紫子',
  杀: '沙鲨刹莎砂',
  死: '似思寺丝亖',
  活: '火货伙',
  想: '香响',
  不: '布步',
  跳: '条挑',
  楼: '漏喽',
  江: '姜',
  河: '荷',
  割: '戈歌隔',
  腕: '碗弯万',
  烧: '稍',
  炭: '碳叹',
  吊: '钓掉',
  残: '惨蚕',
  轻: '青清',
  生: '升声',
  遗: '宜',
  书: '输叔',
  安: '按',
  眠: '免绵',
  药: '要',
  百: '白',
  枯: '哭',
  撑: '称',
  结: '节',
  命: '明',
  离: '里',
  世: '是',
  界: '借',
  吞: '屯',
  去: '趣',
  下: '夏',
};

/** Characters of level 1 of GB 2312, which are the common ones, by their syllable. */
const common = new Map<string, string>();
for (let row = 16; row <= 55; row += 1) {
  for (let cell = 1; cell <= 94; cell += 1) {
    const character = new TextDecoder('gb2312').decode(new Uint8Array([row + 0xa0, cell + 0xa0]));
    const syllable = syllableOf(character);
    common.set(syllable, (common.get(syllable) ?? '') + character);
  }
}

const halves: Readonly<Record<string, string>> = {
  死: '歹匕',
  杀: '乂木',
  楼: '木娄',
  跳: '足兆',
  割: '害刂',
  烧: '火尧',
  炭: '山灰',
  腕: '月宛',
  吊: '口巾',
  活: '氵舌',
  河: '氵可',
  江: '氵工',
  吞: '天口',
  药: '艹约',
  轻: '车圣',
  残: '歹戋',
  说: '讠兑',
};

const digits: Readonly<Record<string, string>> = { 死: '4' };

/** As Cantonese speakers write; the second of each pair. */
const cantonese: ReadonlyArray<readonly [string, string]> = [
  ['不想活了', '唔想活喇'],
  ['不想', '唔想'],
  ['没有', '冇'],
  ['没', '冇'],
  ['不', '唔'],
  ['的', '嘅'],
  ['是', '係'],
  ['我们', '我哋'],
  ['他', '佢'],
  ['割腕', '鎅腕'],
  ['自残', '自殘'],
  ['想死', '想死呀'],
  ['了', '咗'],
];

const englishWords: ReadonlyArray<readonly [string, string]> = [
  ['自杀', 'suicide'],
  ['想死', '想die'],
  ['去死', '去die'],
  ['不想活', '不想live'],
  ['跳楼', 'jump楼'],
];

const simplified = '杀轻跳楼残药遗书烧炭离开这个世结没见爸妈对准备总绝脑说割吞断边后';
const traditional = '殺輕跳樓殘藥遺書燒炭離開這個世結沒見爸媽對準備總絕腦說割吞斷邊後';

function pick<Item>(random: Random, items: ArrayLike<Item>): Item | undefined {
  return items[Math.floor(random() * items.length)];
}

/** Letters keep to characters of the table: others stay as they are. */
function spell(word: string, between: string): string {
  return Array.from(word, (character) => syllableOf(character) || character).join(between);
}

function replaceOne(word: string, random: Random, table: (character: string) => string | undefined): string {
  const characters = Array.from(word);
  const places = characters.flatMap((character, at) => (table(character) === undefined ? [] : [at]));
  const place = pick(random, places);
  if (place === undefined) return word;
  characters[place] = table(characters[place] ?? '') ?? '';
  return characters.join('');
}

/** The last character of a word, as a rule: writers hide the one that says it. */
function hideLast(word: string, random: Random, table: (character: string) => string | undefined): string {
  const characters = Array.from(word);
  const order =
    random() < 0.7 ? characters.map((_, at) => characters.length - 1 - at) : characters.map((_, at) => at);
  const place = order.find(
    (at) => !'了不想'.includes(characters[at] ?? '') && table(characters[at] ?? '') !== undefined,
  );
  if (place === undefined) return replaceOne(word, random, table);
  characters[place] = table(characters[place] ?? '') ?? '';
  return characters.join('');
}

type Hide = (word: string, random: Random) => string;

const hides: Readonly<
  Record<Exclude<Disguise, 'zero-width' | 'spaced' | 'traditional' | 'cantonese' | 'english'>, Hide>
> = {
  homophone: (word, random) =>
    hideLast(word, random, (character) => pick(random, Array.from(alikes[character] ?? ''))),
  'any-homophone': (word, random) =>
    hideLast(word, random, (character) =>
      pick(
        random,
        Array.from(common.get(syllableOf(character)) ?? '').filter((other) => other !== character),
      ),
    ),
  'mixed-latin': (word, random) => hideLast(word, random, (character) => syllableOf(character) || undefined),
  pinyin: (word) => spell(word, ''),
  'pinyin-spaced': (word) => spell(word, ' '),
  initials: (word) => Array.from(word, (character) => syllableOf(character).charAt(0) || character).join(''),
  separators: (word, random) =>
    Array.from(word).join(pick(random, ['|', '*', '.', '/', '-', '_', '·', '~', '+', '#']) ?? '*'),
  radicals: (word, random) => replaceOne(word, random, (character) => halves[character]),
  brackets: (word) => Array.from(word, (character) => `【${character}】`).join(''),
  emoji: (word, random) => Array.from(word).join(pick(random, ['😭', '💔', '🥀', '🙂', '😊', '🖤']) ?? '😭'),
  digits: (word, random) => replaceOne(word, random, (character) => digits[character]),
};

/** Each word once, the first that fits at a place: what has been swapped is not swapped again. */
function swap(text: string, words: ReadonlyArray<readonly [string, string]>): string {
  const table = new Map(words);
  return text.replace(new RegExp([...table.keys()].join('|'), 'g'), (word) => table.get(word) ?? word);
}

/** The sentence with each word of crisis disguised; unchanged where the kind knows no way for its words. */
export function disguise(text: string, kind: Disguise, seed: number): string {
  const random = createRandom(seed);
  if (kind === 'zero-width') return Array.from(text).join('\u200b');
  if (kind === 'spaced') return Array.from(text).join(' ');
  if (kind === 'traditional') {
    return Array.from(text, (character) => traditional[simplified.indexOf(character)] ?? character).join('');
  }
  if (kind === 'cantonese' || kind === 'english')
    return swap(text, kind === 'english' ? englishWords : cantonese);
  const pattern = new RegExp(kind === 'initials' ? besideSelf : sensitive.join('|'), 'g');
  return text.replace(pattern, (word) => hides[kind](word, random));
}
