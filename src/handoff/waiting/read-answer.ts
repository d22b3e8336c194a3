import { plainWord } from '../../core/choices.ts';
import type { WaitingTopic } from './questions.ts';
import { readOfHandOff } from './said-of-hand-off.ts';

/** Longer words tell a story, and are an answer only where they fit; counted in characters, or in words of English. */
const SHORT_CHARACTERS = 12;
const SHORT_WORDS = 6;
/** Even what fits is no answer when it tells a story. */
const FITTING_CHARACTERS = 30;
const FITTING_WORDS = 18;

const SKIPPING = new Set([
  '跳过',
  '跳',
  '略',
  '不说',
  '不想说',
  '我不想说',
  '不想讲',
  '不想答',
  '不想回答',
  '不告诉你',
  '不方便说',
  '下一个',
  'skip',
  'pass',
  'next',
  "i'd rather not say",
  'rather not say',
  'rather not',
  "don't want to say",
  "i don't want to say",
  'prefer not to say',
]);

const PLACE =
  /宿舍|寝室|公寓|楼|栋|教室|实验室|图书馆|食堂|操场|体育|校区|校门|校医院|医院|家里|在家|路上|街|广场|公园|河|湖|江|桥|天台|阳台|车站|地铁|火车|宾馆|酒店|出租屋|厕所|卫生间|房间|门口|[0-9０-９]+\s*(?:室|号|层|单元)|\b(?:dorm|room|building|library|campus|hospital|home|street|road|bridge|roof|station|hotel|floor|gate|park|classroom|canteen)\b/iu;
const COMPANY =
  /一个人|自己|没人|没有人|有人|室友|舍友|同学|朋友|老师|爸|妈|家人|父母|宿管|男朋友|女朋友|对象|陪|\b(?:alone|nobody|no one|by myself|roommate|friend|parents?|mom|dad|teacher|with me|somebody|someone)\b/iu;
const PHONE =
  /电话|手机|接听|能接|可以接|不能接|没法接|接不了|不方便|静音|打字|[0-9０-９][0-9０-９\s-]{6,}|\b(?:call|phone|talk|text only|answer it)\b/iu;
const COLLEGE = /学院|书院|学部|系$|系的|专业|医学|\b(?:college|school|department|faculty|major|dept)\b/iu;
const NAME = /叫|姓|名字|学院|系|专业|班|级|学号|室友|\b(?:name is|called|class|college|major|year)\b/iu;
const CONTACT = /可以|能|不|别|行|好|联系|电话|微信|\b(?:yes|no|ok|okay|sure|contact|call|don't)\b/iu;

const FITS: Readonly<Record<WaitingTopic, RegExp>> = {
  place: PLACE,
  company: COMPANY,
  phone: PHONE,
  college: COLLEGE,
  'their-place': PLACE,
  'their-safety': new RegExp(`${COMPANY.source}|危险|安全|流血|吃药|叫不醒|danger|safe`, 'iu'),
  'their-name': NAME,
  'their-phone': PHONE,
  'may-contact': CONTACT,
};

/** Asks back, or speaks to the person who should come: not what was asked for. */
const ASKS_BACK =
  /[?？]\s*$|吗$|呢$|(?:老师|你们?|还要).{0,6}(?:什么时候|多久|几点|到哪|在哪)|有没有|有人没|怎么(?!说|讲)|为什么|为啥|什么意思|凭什么|干嘛|^(?:why|what|who|how|where|when|is|are|anyone|anybody)\b/iu;

/** 还没人 asks for somebody, and says who is there. */
const SAYS_WHO = /^还(?:是)?(?:没人|没有人)[。.!！~～…]*$/u;
/** Leave-taking among other words, which may be more than that: 谢谢老师陪我到现在，再见. */
const PARTS =
  /再见|再会|永别|拜拜|晚安|我(?:先|要|就)*走了|\b(?:good ?)?bye\b|\bfarewell\b|\bgood ?night\b/iu;

const OF_SOMEBODY_ELSE = /他|她|\bta\b|室友|舍友/iu;

/** What is about the hand-off answers nothing, though it names a 老师: it may be a farewell, or ask who comes. */
const isOfHandOff = (topic: WaitingTopic, text: string): boolean =>
  takesLeave(topic, text) || (readOfHandOff(text) !== null && !SAYS_WHO.test(text));

/** A place is one though a parting stands beside it, and of somebody else the parting is theirs. */
function takesLeave(topic: WaitingTopic, text: string): boolean {
  if (topic.endsWith('place') || !PARTS.test(text)) return false;
  return !(topic.startsWith('their-') && OF_SOMEBODY_ELSE.test(text));
}

/** Courtesies, and calls for help: no place and no name. */
const NO_ANSWER =
  /^(?:嗯+|哦+|噢|啊+|好(?:的|吧)?|行|谢谢.*|感谢.*|你好.*|在|喂|是的?|对|ok(?:ay)?|thanks?.*|thank you.*|hi|hello|hey|yes|no|please)[.。!！~～]*$|难受|难过|害怕|好怕|痛|疼|哭|累|烦|崩溃|受不了|撑不|救|快|求求|对不起|不知道怎么|help|hurts?|scared|afraid|tired|please|can't/iu;
const isFreeText = (topic: WaitingTopic): boolean =>
  topic.endsWith('place') || topic === 'their-name' || topic === 'college';

export type ReadAnswer =
  | { readonly kind: 'answered' }
  | { readonly kind: 'skipped' }
  | { readonly kind: 'other' };

/**
 * What words typed while waiting mean for the question that is open. Whatever they mean, they are screened before and
 * shown to the counsellor as they were said. Pure.
 * @param dangerous the screening found something in them: then only what fits is an answer
 */
export function readAnswer(topic: WaitingTopic, typed: string, dangerous: boolean): ReadAnswer {
  const text = typed.normalize('NFKC').trim();
  if (text === '' || !/[\p{L}\p{N}]/u.test(text)) return { kind: 'other' };
  if (SKIPPING.has(plainWord(text))) return { kind: 'skipped' };
  if (isOfHandOff(topic, text)) return { kind: 'other' };
  if (!isWithin(text, FITTING_CHARACTERS, FITTING_WORDS) || ASKS_BACK.test(text)) return { kind: 'other' };
  if (FITS[topic].test(text) && (!dangerous || topic.endsWith('place'))) return { kind: 'answered' };
  if (isFreeText(topic) ? NO_ANSWER.test(text) : /难受|害怕|受不了|救命|help/iu.test(text))
    return { kind: 'other' };
  return { kind: !dangerous && isWithin(text, SHORT_CHARACTERS, SHORT_WORDS) ? 'answered' : 'other' };
}

/** Whether words speak of what was asked, and ask nothing back. Pure. */
export function fitsAnswer(topic: WaitingTopic, typed: string): boolean {
  const text = typed.normalize('NFKC').trim();
  if (isOfHandOff(topic, text) || ASKS_BACK.test(text)) return false;
  return FITS[topic].test(text) && isWithin(text, FITTING_CHARACTERS, FITTING_WORDS);
}

const isWithin = (text: string, characters: number, words: number): boolean =>
  /\p{Script=Han}/u.test(text) ? text.length <= characters : text.split(/\s+/).length <= words;
