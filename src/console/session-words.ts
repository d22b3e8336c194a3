import type { ReferralProblem, StepOutcome } from '../conversation/desks/sessions/referral-desk.ts';
import type { OfferOutcome, SessionRow } from '../conversation/desks/sessions/session-desk.ts';
import type {
  INTERVENTIONS,
  NEXT_STEPS,
  REFERRALS,
  RecordField,
  RISKS,
  SESSION_TYPES,
  SESSION_WAYS,
  TOPICS,
} from '../sessions/record.ts';
import type { ReferralConsent, ReferralStatus } from '../sessions/referral.ts';
import type { PlaceInput, PlaceProblem } from '../sessions/referral-places.ts';
import { CLOSED_WORD } from './words.ts';

/** The console's Chinese for sessions, their records and referrals. */
type Names<List extends readonly string[]> = Readonly<Record<List[number], string>>;

export const SESSION_STATUSES: Readonly<Record<SessionRow['status'], string>> = {
  booked: '已预约',
  attended: '到了',
  'no-show': '没来',
};
/** Where it stands, in a list and on its page. */
export const sayStatus = ({
  status,
  checkedInAt,
  closed,
}: Pick<SessionRow, 'status' | 'checkedInAt' | 'closed'>) =>
  closed ? CLOSED_WORD : status === 'booked' && checkedInAt !== null ? '已签到' : SESSION_STATUSES[status];
export const OWED_NAMES: Readonly<Record<'attendance' | 'record', string>> = {
  attendance: '还没记到没到',
  record: '咨询记录还没写完',
};
export const TYPE_NAMES: Names<typeof SESSION_TYPES> = {
  first: '首次咨询',
  ongoing: '后续咨询',
  crisis: '危机干预',
  last: '结束咨询',
};
export const WAY_NAMES: Names<typeof SESSION_WAYS> = {
  'on-site': '面谈',
  video: '视频',
  phone: '电话',
  text: '文字',
};
export const TOPIC_NAMES: Names<typeof TOPICS> = {
  study: '学业',
  relations: '人际关系',
  love: '恋爱与性',
  family: '家庭',
  mood: '情绪',
  sleep: '睡眠',
  adjustment: '适应',
  career: '就业与生涯',
  self: '自我成长',
  loss: '丧失与创伤',
  illness: '精神或躯体疾病',
  other: '其他',
};
export const INTERVENTION_NAMES: Names<typeof INTERVENTIONS> = {
  listening: '倾听与支持',
  cognitive: '认知',
  behavioural: '行为',
  relaxation: '放松与稳定化',
  'problem-solving': '问题解决',
  'safety-plan': '安全计划',
  education: '心理教育',
  other: '其他',
};
export const RISK_NAMES: Names<typeof RISKS> = {
  none: '没有发现',
  ordinary: '一般',
  serious: '严重',
  'major-crisis': '重大危机',
};
export const NEXT_NAMES: Names<typeof NEXT_STEPS> = {
  agreed: '约下一次',
  'student-decides': '由来访者决定',
  none: '暂不约',
  finished: '咨询结束',
};
export const REFERRAL_NAMES: Names<typeof REFERRALS> = {
  none: '不需要',
  campus: '转校医院',
  hospital: '转医院',
  other: '转其他机构',
};
export const FIELD_NAMES: Readonly<Record<RecordField, string>> = {
  type: '类型',
  way: '方式',
  topics: '主题',
  interventions: '干预',
  risk: '风险等级',
  next: '下次预约',
  referral: '转介',
  text: '记录',
};
export const REFERRAL_STATUSES: Readonly<Record<ReferralStatus, string>> = {
  proposed: '等中心主任审批',
  approved: '可以转介',
  refused: '没有批准',
  sent: '已经转介，等回复',
  answered: '有回复',
  withdrawn: '撤回了',
};
export const REFERRAL_EVENTS: Readonly<Record<ReferralStatus, string>> = {
  proposed: '提出',
  approved: '批准',
  refused: '不批准',
  sent: '转出',
  answered: '记录回复',
  withdrawn: '撤回',
};
export const CONSENT_NAMES: Readonly<Record<ReferralConsent, string>> = {
  given: '来访者同意',
  danger: '有生命危险，没有同意也转（理由里写明）',
};
export const REFERRAL_PROBLEMS: Readonly<Record<ReferralProblem, string>> = {
  'no-place': '转到哪里：还没有选，也没有写。',
  'no-reason': '为什么转介：还没有写。',
  'no-consent': '来访者的意见：还没有选。',
  'too-long': '没有保存：每一格最多 2000 个字。',
  absent: '没有保存。',
};
export const STEP_PROBLEMS: Readonly<Record<Exclude<StepOutcome, 'done'>, string>> = {
  absent: '没有保存。',
  stale: '没有保存：这份转介的状态刚才变了，请看下面。',
  'no-words': '请写几句：不批准的理由，或者对方的回复。',
  'too-long': '没有保存：最多 2000 个字。',
};
export const OFFER_NAMES: Readonly<Record<OfferOutcome, string>> = {
  offered: '已经发给来访者，等对方接受。',
  absent: '没有发出。',
  nothing: '没有发出：还没有选时间，或者选的时间都没有空。',
  taken: '没有发出：刚才有一个时间被约走了，请再看一遍。',
  limit: '没有发出：来访者还有没进行的预约。',
  'offered-before': '没有发出：上一个邀请来访者还没有回。先撤回再发。',
};

export const PLACE_FIELDS: Readonly<Record<keyof PlaceInput, string>> = {
  name: '名称',
  outside: '校内还是校外',
  department: '科室',
  phone: '电话',
  source: '资料来源',
};

export const PLACE_PROBLEMS: Readonly<Record<PlaceProblem['code'], string>> = {
  empty: '请填写。',
  'too-long': '太长了。名称和科室最多 80 个字，电话 40 个，资料来源 200 个。',
  unshowable: '有看不见的控制字符（常常是从别处粘贴来的），请删掉后重写。',
  'no-phone': '电话只写数字，可以有 + - ( ) 空格和“转”。',
  taken: '名单里已经有这个名称。',
  unknown: '请选一个。',
};
