import type { RuleBody, RuleState } from '../keywords/centre/centre-rule.ts';
import type { Decision, ProposedStep } from '../keywords/centre/centre-rule-store.ts';
import type { Difference, DifferenceField } from '../keywords/centre/compare-rules.ts';
import { type InputField, type InputProblem, LIMITS } from '../keywords/centre/rule-input.ts';
import { type Category, categories } from '../keywords/rule-file.ts';
import { LINE_LEVELS } from './words.ts';

/** The console's Chinese for screening rules. */
export const CATEGORY_NAMES: Readonly<Record<Category, string>> = {
  'suicide-attempt': '自杀：正在做、已经做',
  'suicide-plan': '自杀：计划',
  'suicide-preparation': '自杀：准备、告别',
  'suicide-intent': '自杀：想法',
  'suicide-passive': '自杀：不想活、想消失',
  'suicide-talk': '自杀：说到',
  'self-harm': '自伤',
  overdose: '过量服药',
  alcohol: '饮酒',
  'eating-disorder': '进食障碍',
  'method-question': '打听方法',
  violence: '要伤害别人',
  'violence-suffered': '受到暴力、威胁',
  abuse: '家庭、伴侣暴力',
  assault: '性侵害、性骚扰',
  bullying: '欺凌',
  stalking: '跟踪、骚扰',
  psychosis: '幻觉、妄想',
  'third-person': '说的是别人',
  'possible-crisis': '可能有困扰',
};

export const categoryName = (name: string): string =>
  (categories as readonly string[]).includes(name) ? CATEGORY_NAMES[name as Category] : name;

/** What a level does, for somebody who has to choose one. */
export const LEVEL_EFFECTS = {
  concern: '不呼叫；问同学要不要找老师，老师每日回看时会看到',
  high: '马上呼叫值班老师',
  imminent: '马上呼叫值班老师，并请同学先打 120、110',
} as const;

export const RULE_STATES: Readonly<Record<RuleState, string>> = {
  active: '生效中',
  off: '已停用',
  deleted: '已删除',
};

export const STEP_NAMES: Readonly<Record<ProposedStep, string>> = {
  edit: '修改',
  off: '停用',
  delete: '删除',
};

export const DECISIONS: Readonly<Record<Decision, string>> = {
  approved: '已同意，生效了',
  refused: '没有同意，规则没有变',
  withdrawn: '提议人收回了，规则没有变',
  expired: '超过 7 天没有人决定，作废了，规则没有变',
  outdated: '规则后来又改过，这个提议作废了',
};

export const FIELD_NAMES: Readonly<Record<DifferenceField | InputField, string>> = {
  name: '名称',
  forms: '词语或说法',
  gap: '“…”最多隔几个字',
  category: '类别',
  level: '级别',
  needs: '只在这些时候算',
  unless: '这些时候不算',
  negation: '前面有“不”“没”',
  past: '说以前的事',
  media: '讲新闻、影视、小说、游戏',
  study: '讲作业、论文、讲座',
  quoted: '引用歌词、书名',
  second: '对“你”说的话',
  why: '说明',
  match: '应命中的例句',
  not: '不应命中的例句',
};

export const OCCASIONS = { lowers: '降为“关注”', drops: '不算', ignored: '照样算' } as const;

export const NEEDS: Readonly<Record<RuleBody['needs'][number], string>> = {
  self: '句子里有“我”',
  own: '说的不是别人',
  distress: '这段话里还有难受的话（撑不住、活着没意思……）',
};

export const UNLESS: Readonly<Record<RuleBody['unless'][number], string>> = {
  casual: '在说笑、吃喝、运动（哈哈、火锅、攀岩……）',
  leisure: '在游玩、晾晒、施工（拍照、收衣服、检修……）',
};

const named = (names: Readonly<Record<string, string>>, value: string): string => names[value] ?? value;

/** One value of a field as the form words it. */
export function sayValue(field: DifferenceField, value: string): string {
  switch (field) {
    case 'category':
      return categoryName(value);
    case 'level':
      return named(LINE_LEVELS, value);
    case 'needs':
      return named(NEEDS, value);
    case 'unless':
      return named(UNLESS, value);
    case 'negation':
    case 'past':
    case 'media':
    case 'study':
    case 'quoted':
    case 'second':
      return named(OCCASIONS, value);
    case 'gap':
      return `${value} 个字`;
    default:
      return value;
  }
}

/** What a weakening difference means for students, in a sentence. */
export function sayEffect({ field, gone, added }: Difference): string {
  switch (field) {
    case 'level':
      return `原来按“${sayValue(field, gone[0] ?? '')}”处理的话，以后只按“${sayValue(field, added[0] ?? '')}”处理${
        added[0] === 'concern' ? '，不再呼叫值班老师' : ''
      }。`;
    case 'forms':
      return '有些说法以后这条规则不再命中。';
    case 'gap':
      return '隔得远的说法以后不再命中。';
    case 'needs':
      return '条件多了，符合的话变少。';
    case 'unless':
      return '例外多了，有些话不再命中。';
    default:
      return added[0] === 'drops'
        ? '这种时候以后不再命中。'
        : '这种时候以后只按“关注”处理，不再呼叫值班老师。';
  }
}

const inLine = (text: string): string => (text === '' ? '' : `“${text}”`);

/** What is wrong with what was typed, and how to mend it. */
export function sayProblem({ field, code, text }: InputProblem): string {
  const what = FIELD_NAMES[field];
  switch (code) {
    case 'empty':
      return field === 'category' || field === 'level' ? `请选${what}。` : `请写${what}。`;
    case 'too-long':
      return text === ''
        ? `${what}太长，最多 ${field === 'name' ? LIMITS.name : LIMITS.why} 个字。`
        : `这一行太长，最多 ${LIMITS.line} 个字：${inLine(text.slice(0, 30))}……`;
    case 'too-many':
      return `${what}太多，最多 ${field === 'forms' ? LIMITS.forms : LIMITS.examples} 行。可以分成两条规则。`;
    case 'unshowable':
      return `${inLine(text)}里有看不见的控制字符（常常是从别处粘贴来的），请删掉后重写那一处。`;
    case 'unknown':
      return field === 'gap'
        ? `${what}：请写 0 到 ${LIMITS.gap} 的数字。`
        : `没有这样的${what}，请从下面选。`;
    case 'set-name':
      return `${inLine(text)}：不能用 < 和 >。`;
    case 'not-closed':
      return `${inLine(text)}：少了一个 }。`;
    case 'closes-nothing':
      return `${inLine(text)}：多了一个 }。`;
    case 'nested':
      return `${inLine(text)}：{ } 里面不能再有 { }、… 、~ 或 +。`;
    case 'empty-piece':
      return `${inLine(text)}：… 、~ 、+ 的两边都要有字，{ } 也不能全空。`;
    case 'one-character':
      return `${inLine(text)}：只有一个字，到处都会命中。请写完整的词或说法。`;
    case 'too-many-spellings':
      return `${inLine(text)}展开后的写法太多了，请分成几行，或少用几个 { }。`;
    case 'not-found':
      return `例句${inLine(text)}没有命中：词语里没有这种说法、条件不符合，或者它被当作日常用语（例如“笑死”“跳楼价”）。`;
    case 'too-low':
      return `例句${inLine(text)}命中了，但只到“关注”：句子里有“不、没”、说的是以前，或者是对“你”说的。请改例句，或改下面的条件。`;
    case 'found':
      return `例句${inLine(text)}也被命中了。请把词语写得更具体，或改下面的条件。`;
    case 'unusable':
      return '这一版程序用不了这条规则。请检查词语的写法。';
  }
}
