/** Words that are about the hand-off itself: is anybody there, I am leaving, I am back, let us go on elsewhere. Pure. */
export type SaidOfHandOff =
  | 'state'
  /** The same, in words with which one also turns to somebody with whom one is talking. */
  | 'call'
  | 'leave'
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
const STATE_ZH =
  /^(?:喂|请问|你好|哈喽|老师)*(?:(?:现在)?(?:还|到底)?(?:有没有|有)(?:没有)?(?:人|老师|真人)(?:在|在线|接|接手|来|管|理我|回我|回)?(?:了)?(?:吗|么|嘛|啊|吧|没|不)?|(?:人|老师|真人|你们人|值班老师)(?:呢|在哪|在哪里|去哪了|去哪儿了|怎么还没来|怎么还不来|来了吗|来了没|还没来|什么时候来|多久来|还要多久)|(?:怎么|为什么)?(?:还)?(?:没人|没有人)(?:吗|理我|回我|回|接|来|管我|在)?|还要(?:等)?多久|(?:我)?(?:还)?要等(?:到什么时候|多久)|等多久|多久(?:才)?(?:有人|能有人|有人来)|(?:怎么)?(?:没人|不)理我了?|(?:有)?人(?:接|接手)了(?:吗|没)|喂+)$/u;
const CALL = /^(?:喂|请问|你好|哈喽|老师)*(?:(?:你|你们)?(?:还)?在(?:吗|么|嘛|不在|不|没)|喂)$/u;
const STATE_EN =
  /^(?:hello |hey |hi |excuse me )?(?:is )?(?:anyone|anybody|someone|somebody)(?: still)?(?: there| here| coming| around| online| on)?$|^(?:hello |hey )?(?:are )?(?:you|u)(?: guys)? (?:still )?(?:there|here)$|^(?:hello )?still there$|^(?:so )?where (?:is|are) (?:everyone|everybody|you|the (?:teacher|counsellor|counselor))$|^wheres (?:everyone|everybody|the (?:teacher|counsellor|counselor))$|^how (?:much )?long(?:er)?(?: (?:do i have to wait|will it take|must i wait|to wait))?$|^(?:is )?(?:nobody|no one|noone)(?: is)? (?:there|here|coming|answering)$|^(?:hello)+$|^when (?:is|will) (?:someone|somebody|anyone|the teacher)(?: be)? (?:coming|come|here|there)$/u;
const LEAVE =
  /^(?:好(?:的|吧|了)? ?)?(?:那)?(?:我)?(?:就)?(?:先这样(?:吧|了)?|先到这(?:吧|里吧|里)?|先下了?(?:哈|啊)?|下线了?|先走了?|先撤了?|先去(?:上课|睡|忙|吃饭)了?|要(?:下线|走|上课|睡)了?|下了|走了|不聊了|先不聊了?|先不说了?|去睡了|拜拜?了?|88|再见)$|^(?:ok |okay |alright )?(?:i )?(?:(?:have|need|got|gotta|gonna) (?:to )?go(?: now)?|im (?:off|leaving|going)(?: now)?|gtg|g2g|bye(?: bye)?|goodbye for now|talk (?:to you )?later|ttyl|see you later|logging off|thats all for now)$/u;
const RETURN =
  /^(?:我)?(?:想|要)?(?:回到(?:刚才的|上次的|之前的)?求助|继续(?:上次的|之前的|刚才的)?求助|回来了|我回来了)$|^(?:im back|i am back|back to (?:my )?(?:case|help|the talk)|reopen(?: my case)?)$/u;
const TO_WEB =
  /^(?:我)?(?:想|要|能)?(?:换到|转到|去|改用|用|换)(?:网页|浏览器|网页版)(?:上)?(?:继续|聊|说|谈)?(?:吗)?$|^网页继续$|^(?:continue|switch|go|move)(?: (?:on|to))? (?:the )?web(?: ?page| ?site)?$/u;

export function readOfHandOff(typed: string): SaidOfHandOff | null {
  const text = bare(typed);
  if (text === '' || text.length > 60) return null;
  const tight = text.replaceAll(' ', '');
  if (CALL.test(tight)) return 'call';
  if (STATE_ZH.test(tight) || STATE_EN.test(text)) return 'state';
  if (LEAVE.test(text) || LEAVE.test(tight)) return 'leave';
  if (RETURN.test(text) || RETURN.test(tight)) return 'return';
  if (TO_WEB.test(text) || TO_WEB.test(tight)) return 'to-web';
  return null;
}
