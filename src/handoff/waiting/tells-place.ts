/** Longer words tell a story; in characters. */
const LONGEST = 30;

const WHO = {
  place: '(?:我|人)?',
  'their-place': '(?:他|她|它|ta|人|室友|舍友|同学|朋友)?',
} as const;
const NOW = '(?:现在|刚才?|已经|又|就|正|还|一个人|自己|偷偷)*';
const AT = '(?:(?:走|跑|爬|换|搬|躲|坐|站|待|呆|逃|回|上|下)?(?:在|到)|去|上|回|换到)(?:了)?';
const SPOT =
  '(?:宿舍|寝室|公寓|楼|栋|教室|实验室|图书馆|食堂|操场|体育馆|校区|校门|校医院|医院|家|路上|街|广场|公园|河|湖|江|桥|天台|阳台|车站|地铁|火车站|宾馆|酒店|出租屋|厕所|卫生间|房间|门口)';
const BEHIND = `(?:${SPOT}|[0-9a-z一二三四五六七八九十零百#-]|室|号|层|单元|幢|里|内|上|下|面|边|旁|顶|这|那|口|外|附近|了|啦)*`;

const clauseOf = (topic: keyof typeof WHO): RegExp =>
  new RegExp(`^${WHO[topic]}${NOW}${AT}.{0,10}${SPOT}${BEHIND}$`, 'iu');
const CLAUSES = { place: clauseOf('place'), 'their-place': clauseOf('their-place') };

const ENGLISH = {
  place: /^(?:i'?m|i am|im) (?:now |already )?(?:at|in|on) (?:the |my |a )?[^?]{2,40}$/iu,
  'their-place':
    /^(?:he|she|they)(?:'s|'re| is| are) (?:now |already )?(?:at|in|on) (?:the |a )?[^?]{2,40}$/iu,
} as const;
const ENGLISH_SPOT =
  /\b(?:dorm|room|building|library|campus|hospital|home|street|road|bridge|roof|rooftop|station|hotel|floor|gate|park|classroom|canteen)\b/iu;

/**
 * Whether words say, in one clause and without asking, where somebody is now: 我到天台了. What somebody wants, and what
 * happened at a place, is none. Pure.
 */
export function tellsPlace(topic: keyof typeof WHO, typed: string): boolean {
  const text = typed.normalize('NFKC').trim();
  if (/[?]\s*$|吗$|呢$/u.test(text)) return false;
  if (!/\p{Script=Han}/u.test(text)) return ENGLISH[topic].test(text) && ENGLISH_SPOT.test(text);
  return (
    text.length <= LONGEST && text.split(/[\s,，。.;；!！~～…]+/u).some((one) => CLAUSES[topic].test(one))
  );
}

/** 我到天台了 is where whoever says it is, whomever else they were asked about. Pure. */
export const tellsOwnPlace = (typed: string): boolean =>
  /^(?:我(?!们)|i\b)/iu.test(typed.normalize('NFKC').trim()) &&
  tellsPlace('place', typed) &&
  !tellsPlace('their-place', typed);
