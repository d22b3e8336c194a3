import type { ReportProblem } from '../conversation/desks/cases/crisis-report-desk.ts';
import type { RegisterOutcome } from '../conversation/desks/cases/follow-up-desk.ts';
import type { ClosingProblem, Ground, Party, RegisterClass } from '../handoff/closing/closing.ts';
import type { Measure, ReportTime } from '../handoff/closing/crisis-report.ts';
import type { CheckResult } from '../handoff/follow-up-store.ts';
import type { RegisterChangeKind } from '../handoff/register-store.ts';

/** The console's Chinese for how a case ends and what follows. */
export const CLASS_NAMES: Readonly<Record<RegisterClass, string>> = {
  ordinary: '一般',
  serious: '严重',
  'major-crisis': '重大危机',
};

export const PARTY_NAMES: Readonly<Record<Party, string>> = {
  'college-head': '学院学工负责人',
  'centre-head': '中心主任',
  family: '家长',
  hospital: '医院',
  emergency: '110／120',
  security: '保卫处',
  other: '其他（请在说明里写清楚）',
};

export const GROUND_NAMES: Readonly<Record<Ground, string>> = {
  consent: '本人同意（个人信息保护法第14、23、29条）',
  life: '紧急情况下保护生命健康（个人信息保护法第13条第4项）',
  danger: '可能严重伤害自己或他人（中国心理学会伦理守则3.2）',
  'minor-harmed': '未成年人受侵害（伦理守则3.2、未成年人保护法第11条、反家庭暴力法第14条）',
  'mental-health-law-28': '疑似患者将伤害自己或他人（精神卫生法第28条）',
  'legal-demand': '法律规定、依法要求（伦理守则3.2、3.3）',
};

export const RESULT_NAMES: Readonly<Record<CheckResult | 'dropped', string>> = {
  reached: '联系上',
  'not-reached': '没联系上',
  'taken-up': '需要再次接手',
  dropped: '移出名单，不再回访',
};

export const CHANGE_NAMES: Readonly<Record<RegisterChangeKind, string>> = {
  entered: '进入名单',
  raised: '又一次结案',
  reclassed: '改分类',
  assigned: '换负责人',
  ownerless: '负责人离开，没有人负责',
  left: '移出名单',
};

export const MEASURE_NAMES: Readonly<Record<Measure, string>> = {
  talked: '在线或电话倾听、评估',
  'safety-plan': '和本人商定安全计划',
  'means-removed': '移开危险物品、离开危险地点',
  company: '安排人陪伴',
  'means-of-contact': '留下下一次联系的方式',
  'met-in-person': '当面见到本人',
  'emergency-called': '拨打 120／110',
  'to-hospital': '送医或转介医院',
  'college-informed': '告知学院',
  'family-informed': '告知家长',
  appointment: '安排近期面谈',
  'watch-over': '安排专人关注',
};

export const TIME_NAMES: Readonly<Record<ReportTime, string>> = {
  opened: '开始求助',
  paged: '第一次呼叫',
  acknowledged: '接手',
  contacted: '第一次回话',
  closed: '结束',
};

export const CLOSING_PROBLEMS: Readonly<Record<ClosingProblem, string>> = {
  'no-plan': '回访：这一类要有回访计划。',
  'no-date': '回访日期：至少要有一次。',
  'wrong-date': '回访日期：要写今天或以后的日子，两年以内。',
  'too-many-dates': '回访日期：最多 12 次。',
  'unknown-owner': '谁负责回访：请选一位在岗的老师。',
  'informed-later': '告知的时间：不能晚于现在。',
  'unknown-informer': '谁告知的：请选一位老师。',
  'no-detail': '说明：选了“其他”，要写清楚告知了谁。',
  'new-danger': '同学刚说了危险的话。请先回到对话看一看，现在回话或打电话；看过以后可以再结束。',
  'word-owed': '同学还在等你的一句话。请先回一句；已经打电话或当面联系上的，在下面勾选。',
};

export const REGISTER_PROBLEMS: Readonly<Record<Exclude<RegisterOutcome, 'done' | 'absent'>, string>> = {
  already: '没有保存：已经有人记录过了。',
  'wrong-date': '下一次回访：要写今天或以后的日子，两年以内。',
  'needs-next': '下一次回访：没有下一次了，请写一个日期；不再需要回访，请写明理由移出名单。',
  'no-reason': '理由：还没有写。',
  'unknown-person': '负责人：请选一位在岗的老师。',
  'in-case': '没有保存：这位同学现在有进行中的求助，已经有人接手或正在呼叫。',
};

export const REPORT_PROBLEMS: Readonly<Record<Exclude<ReportProblem, 'absent'>, string>> = {
  stale: '没有保存：别人刚刚改过或已经发出，请看下面现在的内容。',
  'no-measure': '处置措施：至少选一项。',
  'too-long': '补充说明最多 1000 个字，身份最多 200 个字。',
  'student-words': '补充说明：里面有同学的原话。报表会发到别处，请换成自己的概括。',
  'identity-words':
    '身份：里面有同学的原话。只写姓名、学院、学号；学院名称和原话一样的，请先在求助页面“记身份”。',
  empty: '更正内容：还没有写。',
  'not-issued': '没有保存：报表还没有发出，直接改草稿就可以。',
};
