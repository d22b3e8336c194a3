const NEVER_MIND =
  /^(?:那|还是)?(?:算了|不用了?|不要了?|没事了?|不了|都不是|都不|不回了?|never ?mind|no|neither|none)(?:吧|了|啊|，?谢谢)?$/iu;
const OTHER =
  /别人|他|她|室友|舍友|同学|朋友|对象|那个人|替|\b(?:someone else|somebody else|other|friend|roommate|him|her|them)\b/iu;
const OWN = /我自己|为自己|自己的?$|本人|^我的?$|\b(?:myself|me|mine|own)\b/iu;

const CHOOSES = '^(?:是|要|选|接着|回到|就)*(?:为|替|帮|说)?';
const ALONE = '(?:的)?(?:那个|这个|那件事?|这件事?)?(?:吧|呗|啊|了)?$';
const OTHER_ALONE = new RegExp(
  `${CHOOSES}(?:别人|他|她|ta|那位|那个人|室友|舍友|同学|朋友|对象)${ALONE}|^(?:the other(?: one)?|(?:for )?(?:someone|somebody) else)$`,
  'iu',
);
const OWN_ALONE = new RegExp(
  `${CHOOSES}(?:我自己|自己|我|本人)${ALONE}|^(?:mine|me|myself|for (?:me|myself))$`,
  'iu',
);

/**
 * The same while one of the two is still open: only words that say nothing else, since all others go on being said there.
 * Pure.
 */
export function readWhoseAlone(typed: string): 'own' | 'reported' | null {
  const text = bare(typed);
  if (OWN_ALONE.test(text)) return 'own';
  return OTHER_ALONE.test(text) ? 'reported' : null;
}

const bare = (typed: string): string =>
  typed
    .normalize('NFKC')
    .trim()
    .replace(/[.。!！~～…]+$/u, '');

/**
 * To which of two ended cases somebody comes back, in words of theirs: what is unclear is about themselves, since nobody
 * else asks for them. Null where they come back to neither. Pure.
 */
export function readWhose(typed: string): 'own' | 'reported' | null {
  const text = bare(typed);
  if (NEVER_MIND.test(text)) return null;
  return OTHER.test(text) && !OWN.test(text) ? 'reported' : 'own';
}
