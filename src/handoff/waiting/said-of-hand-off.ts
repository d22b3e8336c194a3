/** Words that are about the hand-off itself: is anybody there, I am leaving, I am back, let us go on elsewhere. Pure. */
export type SaidOfHandOff =
  /** 还有人吗: it can be meant for nobody who is there. */
  | 'state'
  /** The same, in words with which one also turns to somebody with whom one is talking. */
  | 'call'
  | 'leave'
  /** 去睡了, 先走了, 下了: leave, and in imminent danger it may be more than that. */
  | 'parting'
  /** 好困: nothing but what it says, and in imminent danger perhaps what has been swallowed. */
  | 'sleepy'
  /** 再见: it may end more than the talk. */
  | 'farewell'
  | 'return'
  | 'to-web';

const bare = (typed: string): string =>
  typed
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(/^\/+/, '')
    .replace(/['’]/gu, '')
    .replace(/[\s.。、,，!！?？~～…·]+/gu, ' ')
    .trim();

/** Each whole: inside of a longer sentence the same words mean something else. */
const HELLO = '(?:喂|请问|你好|哈喽|老师)*';
const NOW = '(?:现在|这里|这儿|那边)?(?:还|到底)?';
const ASKS = '(?:吗|么|嘛|没有|没|\\?)';
/** 有人 and 没人 without anything that asks are answers, or say how alone somebody is. */
const whole = (...forms: readonly string[]): RegExp => new RegExp(`^${HELLO}(?:${forms.join('|')})$`, 'u');
const STATE_ZH = whole(
  `${NOW}有没有(?:人|真人)(?:在线|在)?(?:了)?(?:吗|么|嘛|啊|呀|呢)?\\??`,
  `${NOW}有(?:人|真人)(?:在线|在)?(?:吗|么|嘛|没有|没|啊\\?|吧\\?|\\?)\\??`,
);
const CALL_ZH = whole(
  '(?:(?:你|你们)?(?:还)?在(?:吗|么|嘛|不在|不|没))\\??',
  '喂+\\??',
  `${NOW}有没有(?:人|老师|真人)(?:在线|在|接手|接|来|管我?|理我|回我|回)?(?:了)?(?:吗|么|嘛|啊|呀|呢)?\\??`,
  `${NOW}有(?:人|老师|真人)(?:在线|在|接手|接|来|管我?|理我|回我|回)?(?:了)?${ASKS}\\??`,
  '(?:人|老师|真人|你们人|值班老师)(?:呢|在哪|在哪里|去哪了|去哪儿了|怎么还没来|怎么还不来|来了吗|来了没|还没来|还没到|(?:到底|大概)?什么时候(?:能|会|才|可以)*(?:来|到)|(?:还要|要)?多久(?:能|会|才|可以)*(?:来|到)|到哪了|到哪儿了|到了吗|到了没|还要多久|还有多久)(?:啊|呀|呢)?\\??',
  '(?:怎么|为什么|为啥)(?:还是|还|都|一直)?(?:没人|没有人)(?:吗|理我|回我|回|接|来|管我|在)?(?:了|啊|呢)?\\??',
  '还(?:是)?(?:没人|没有人)(?:理我|回我|回|接|来|管我|在)?(?:了|啊|呢|吗)?\\??',
  '(?:没人|没有人)(?:理我|回我|回|接|来|管我|在)?(?:了)?(?:吗|么|嘛|\\?)\\??',
  '(?:怎么(?:没人|不)理我了?\\??|(?:没人|不)理我了?(?:吗|\\?)\\??)',
  '(?:我)?还要(?:等)?多久\\??',
  '(?:我)?(?:还)?要?等(?:到什么时候|多久)\\??',
  '(?:到底)?(?:多久|什么时候)(?:才)?(?:能|会)?(?:有人|有老师|老师)(?:能|会|才)*(?:来|到|接)?(?:啊|呀|呢)?\\??',
  '(?:有)?人(?:接|接手)了(?:吗|没|没有|\\?)\\??',
);
const STATE_EN =
  /^(?:hello |hey |hi |excuse me )?(?:(?:is )?(?:anyone|anybody)(?: still)?(?: there| here| around| online| on)?\??|is (?:someone|somebody)(?: still)? (?:there|here|around|online|on)\??|(?:someone|somebody)(?: still)? (?:there|here)\?)$/u;
const CALL_EN =
  /^(?:hello |hey )?(?:(?:is )?(?:anyone|anybody) coming|is (?:someone|somebody) coming|(?:someone|somebody) coming\?|(?:are )?(?:you|u)(?: guys)? (?:still )?(?:there|here)|still there|(?:so )?where (?:is|are) (?:everyone|everybody|you|the (?:teacher|counsellor|counselor))|wheres (?:everyone|everybody|the (?:teacher|counsellor|counselor))|how (?:much )?long(?:er)?(?: (?:do i have to wait|will it take|must i wait|to wait))?|(?:why )?is (?:nobody|no one|noone) (?:there|here|coming|answering)|(?:nobody|no one|noone)(?: is)? (?:there|here|coming|answering)\?|when (?:is|will) (?:someone|somebody|anyone|the teacher)(?: be)? (?:coming|come|here|there))\??$|^(?:hello)+\??$/u;
const LEAVE =
  /^(?:好(?:的|吧|了)? ?)?(?:那)?(?:我)?(?:就)?(?:先这样(?:吧|了)?|先到这(?:吧|里吧|里)?|下线了?|先去(?:上课|忙|吃饭)了?|要(?:下线|上课)了?|不聊了|先不聊了?|先不说了?)$|^(?:ok |okay |alright )?(?:i )?(?:(?:have|need|got|gotta|gonna) (?:to )?go(?: now)?|gtg|g2g|(?:good)?bye for now|talk (?:to you )?later|ttyl|see you later|logging off|thats all for now)$/u;
const PARTING =
  /^(?:好(?:的|吧|了)? ?)?(?:那)?(?:我)?(?:(?:就|要|先|得|去|准备|打算|该)*(?:睡觉|睡|休息)(?:去了|了|啦|吧|去)(?:哈|啊|哦)?|先(?:下|走|撤)了?(?:哈|啊)?|下了|晚安(?:了|啦|哦|老师|大家|各位)*)$|^(?:ok |okay |alright )?(?:im off(?: now)?|(?:good ?)?night(?: night| everyone| teacher)?|gn|(?:im |i am )?(?:off|going|heading|gonna go) to (?:sleep|bed)(?: now)?|(?:i )?(?:will|ll|have to|need to|gonna|should) (?:go to )?(?:sleep|bed)(?: now)?)$/u;
const SLEEPY =
  /^(?:我)?(?:现在|已经|真的|就|还|有点儿?|有些|好|很|太|越来越|特别|非常|快|先|只?想|要|开始|感觉|觉得|一直)*(?:犯?困|打瞌睡|昏昏沉沉|昏昏欲睡|迷迷糊糊|睡觉|睡着|睡过去|睡一?会儿?|睡一[下觉]|眯一?会儿?|眯一下|睡|睁不开眼睛?)(?:了|啦|吧|啊|呀|哦|呢|死了|得不行|得要命)*$|^(?:我)?(?:的)?(?:眼睛|眼皮)(?:都|好|很|快|有点|越来越|已经)*(?:睁不开|重|沉|打架)(?:了|啊|呀)*$|^(?:im |i am |i feel |feeling |getting )?(?:so |very |really |a bit )*(?:sleepy|drowsy)(?: now)?$|^(?:im |i am )?falling asleep$|^i (?:just )?(?:want|need) to (?:sleep|go to bed)$|^(?:i )?cant (?:keep|hold) my eyes open$/u;
/** What stands before or beside words of leaving, and says nothing else. */
const COURTESY =
  /^(?:好(?:的|吧|了|啦)?|嗯+|哦+|行|谢谢(?:你|您|你们|老师|大家)*(?:今天|刚才|一直)*(?:陪(?:着)?我|听我(?:说话?|讲|倾诉)|帮我|帮忙)?(?:了|啦)?|(?:麻烦|辛苦)(?:你|您|老师)*了|老师|ok|okay|thanks|thank(?: you)?|you|teacher)$/u;
const FAREWELL =
  /^(?:好(?:的|吧|了)? ?)?(?:那|大家|老师)?(?:我)?(?:就)?(?:要?走了|走啦|拜拜?了?|88|再见了?|永别了?)(?: ?(?:老师|大家|各位))?$|^(?:ok |okay |alright )?(?:(?:good ?)?bye(?: bye)?(?: everyone| everybody| teacher)?|farewell|im (?:leaving|going)(?: now)?)$/u;
/**
 * To whomever: 爸爸妈妈再见. 室友走了 is none, since that one may just have left the room. What is repeated can be read in one way
 * only, or 妈妈妈妈 without an end would be tried in all.
 */
const WHOM =
  '(?:老师|大家|各位|朋友|同学|室友|舍友|兄弟|姐妹|爸|妈|爷爷|奶奶|哥|姐|弟弟|妹妹|家人|所有人|这个世界|世界)们?';
const PARTED = '(?:拜拜?|再见|永别)(?:了|啦|吧)?';
const PARTING_TO = new RegExp(`^(?:${WHOM})+ ?晚安(?:了|啦|哦)*$`, 'u');
const FAREWELL_TO = new RegExp(`^(?:${WHOM})+ ?${PARTED}$|^${PARTED} ?(?:${WHOM})+$`, 'u');
const RETURN =
  /^(?:我)?(?:想|要)?(?:回到(?:刚才的|上次的|之前的)?求助|继续(?:上次的|之前的|刚才的)?求助|回来了|我回来了)$|^(?:im back|i am back|back to (?:my )?(?:case|help|the talk)|reopen(?: my case)?)$/u;
const TO_WEB =
  /^(?:我)?(?:想|要|能)?(?:换到|转到|去|改用|用|换)(?:网页|浏览器|网页版)(?:上)?(?:继续|聊|说|谈)?(?:吗)?$|^网页继续$|^(?:continue|switch|go|move)(?: (?:on|to))? (?:the )?web(?: ?page| ?site)?$/u;

export function readOfHandOff(typed: string): SaidOfHandOff | null {
  const text = bare(typed);
  if (text === '' || text.length > 60) return null;
  const tight = text.replaceAll(' ', '');
  // A mark that asks stands apart from all others: 有人 answers, and 有人？ asks.
  const asks = /\?[\s.。!！~～…·]*$/u.test(typed.normalize('NFKC')) ? '?' : '';
  if (STATE_ZH.test(tight + asks) || STATE_EN.test(text + asks)) return 'state';
  if (CALL_ZH.test(tight + asks) || CALL_EN.test(text + asks)) return 'call';
  const leaving = readLeaving(text);
  if (leaving !== null) return leaving;
  if (RETURN.test(text) || RETURN.test(tight)) return 'return';
  if (TO_WEB.test(text) || TO_WEB.test(tight)) return 'to-web';
  return null;
}

type Leaving = 'leave' | 'parting' | 'sleepy' | 'farewell';
const GRAVEST_FIRST: readonly Leaving[] = ['farewell', 'parting', 'sleepy', 'leave'];

/** 谢谢老师，晚安: what is graver of what is said beside courtesies; null where anything else is said. */
function readLeaving(text: string): Leaving | null {
  const whole = leavingOf(text) ?? leavingOf(text.replaceAll(' ', ''));
  if (whole !== null) return whole;
  const kinds = text
    .split(' ')
    .filter((clause) => !COURTESY.test(clause))
    .map(leavingOf);
  if (kinds.length === 0 || kinds.includes(null)) return null;
  return GRAVEST_FIRST.find((kind) => kinds.includes(kind)) ?? null;
}

function leavingOf(text: string): Leaving | null {
  if (LEAVE.test(text)) return 'leave';
  if (FAREWELL.test(text) || FAREWELL_TO.test(text)) return 'farewell';
  if (PARTING.test(text) || PARTING_TO.test(text)) return 'parting';
  return SLEEPY.test(text) ? 'sleepy' : null;
}
