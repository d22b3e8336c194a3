/** Words that are about the hand-off itself: is anybody there, I am leaving, I am back, let us go on elsewhere. Pure. */
export type SaidOfHandOff =
  /** 还有人吗: it can be meant for nobody who is there. */
  | 'state'
  /** The same, in words with which one also turns to somebody with whom one is talking. */
  | 'call'
  | 'leave'
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
  '(?:人|老师|真人|你们人|值班老师)(?:呢|在哪|在哪里|去哪了|去哪儿了|怎么还没来|怎么还不来|来了吗|来了没|还没来|什么时候来|多久来|还要多久)\\??',
  '(?:怎么|为什么|为啥)(?:还是|还|都|一直)?(?:没人|没有人)(?:吗|理我|回我|回|接|来|管我|在)?(?:了|啊|呢)?\\??',
  '还(?:是)?(?:没人|没有人)(?:理我|回我|回|接|来|管我|在)?(?:了|啊|呢|吗)?\\??',
  '(?:没人|没有人)(?:理我|回我|回|接|来|管我|在)?(?:了)?(?:吗|么|嘛|\\?)\\??',
  '(?:怎么(?:没人|不)理我了?\\??|(?:没人|不)理我了?(?:吗|\\?)\\??)',
  '(?:我)?还要(?:等)?多久\\??',
  '(?:我)?(?:还)?要?等(?:到什么时候|多久)\\??',
  '多久(?:才)?(?:有人|能有人|有人来)\\??',
  '(?:有)?人(?:接|接手)了(?:吗|没|没有|\\?)\\??',
);
const STATE_EN =
  /^(?:hello |hey |hi |excuse me )?(?:(?:is )?(?:anyone|anybody)(?: still)?(?: there| here| around| online| on)?\??|is (?:someone|somebody)(?: still)? (?:there|here|around|online|on)\??|(?:someone|somebody)(?: still)? (?:there|here)\?)$/u;
const CALL_EN =
  /^(?:hello |hey )?(?:(?:is )?(?:anyone|anybody) coming|is (?:someone|somebody) coming|(?:someone|somebody) coming\?|(?:are )?(?:you|u)(?: guys)? (?:still )?(?:there|here)|still there|(?:so )?where (?:is|are) (?:everyone|everybody|you|the (?:teacher|counsellor|counselor))|wheres (?:everyone|everybody|the (?:teacher|counsellor|counselor))|how (?:much )?long(?:er)?(?: (?:do i have to wait|will it take|must i wait|to wait))?|(?:why )?is (?:nobody|no one|noone) (?:there|here|coming|answering)|(?:nobody|no one|noone)(?: is)? (?:there|here|coming|answering)\?|when (?:is|will) (?:someone|somebody|anyone|the teacher)(?: be)? (?:coming|come|here|there))\??$|^(?:hello)+\??$/u;
const LEAVE =
  /^(?:好(?:的|吧|了)? ?)?(?:那)?(?:我)?(?:就)?(?:先这样(?:吧|了)?|先到这(?:吧|里吧|里)?|先下了?(?:哈|啊)?|下线了?|先走了?|先撤了?|先去(?:上课|睡|忙|吃饭)了?|要(?:下线|上课|睡)了?|下了|不聊了|先不聊了?|先不说了?|去睡了)$|^(?:ok |okay |alright )?(?:i )?(?:(?:have|need|got|gotta|gonna) (?:to )?go(?: now)?|im off(?: now)?|gtg|g2g|(?:good)?bye for now|talk (?:to you )?later|ttyl|see you later|logging off|thats all for now)$/u;
const FAREWELL =
  /^(?:好(?:的|吧|了)? ?)?(?:那|大家|老师)?(?:我)?(?:就)?(?:要?走了|走啦|拜拜?了?|88|再见了?|永别了?)(?: ?(?:老师|大家|各位))?$|^(?:ok |okay |alright )?(?:(?:good ?)?bye(?: bye)?(?: everyone| everybody)?|farewell|im (?:leaving|going)(?: now)?)$/u;
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
  if (LEAVE.test(text) || LEAVE.test(tight)) return 'leave';
  if (FAREWELL.test(text) || FAREWELL.test(tight)) return 'farewell';
  if (RETURN.test(text) || RETURN.test(tight)) return 'return';
  if (TO_WEB.test(text) || TO_WEB.test(tight)) return 'to-web';
  return null;
}
