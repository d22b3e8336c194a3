import type { ActivityKind, ActivityStatus, SignUpStatus } from '../groups/activity.ts';
import {
  type ActivityField,
  type ActivityProblem,
  LONGEST_DATE_HOURS,
  LONGEST_PLACE,
  LONGEST_QUESTION,
  LONGEST_TEXT,
  LONGEST_TITLE,
  MOST_DATES,
} from '../groups/check-activity.ts';

/** The console's Chinese for activities. */
export const ACTIVITY_KIND_NAMES: Readonly<Record<ActivityKind, string>> = {
  group: '团体辅导',
  lecture: '讲座',
  'guardians-class': '家长课堂',
};

export const ACTIVITY_STATUS_NAMES: Readonly<Record<ActivityStatus, string>> = {
  draft: '草稿',
  open: '开放报名',
  closed: '停止报名',
  cancelled: '已取消',
};

export const SIGN_UP_STATUS_NAMES: Readonly<Record<SignUpStatus, string>> = {
  'signed-up': '已报上',
  waiting: '候补',
  pending: '等带领老师定',
  declined: '没有接收',
  cancelled: '已退出',
};

const FIELD_NAMES: Readonly<Record<ActivityField, string>> = {
  kind: '种类',
  title: '名称',
  titleEn: '英文名称',
  text: '介绍',
  textEn: '英文介绍',
  place: '地点或链接',
  capacity: '名额',
  signUpFrom: '开始报名',
  signUpUntil: '截止报名',
  question: '报名前的问题',
  questionEn: '英文问题',
  questionKind: '怎么回答',
  leaderId: '带领老师',
  dates: '时间',
};

const LONGEST: Partial<Readonly<Record<ActivityField, number>>> = {
  title: LONGEST_TITLE,
  titleEn: LONGEST_TITLE,
  text: LONGEST_TEXT,
  textEn: LONGEST_TEXT,
  place: LONGEST_PLACE,
  question: LONGEST_QUESTION,
  questionEn: LONGEST_QUESTION,
};

export function sayActivityProblem({ field, code, line }: ActivityProblem): string {
  const name = FIELD_NAMES[field];
  const where = line === undefined ? '' : `第 ${line} 行`;
  switch (code) {
    case 'empty':
      return `请写${name}。`;
    case 'too-long':
      return `${name}太长，最多 ${LONGEST[field] ?? 0} 个字。`;
    case 'unshowable':
      return `${name}里有看不见的控制字符（常常是从别处粘贴来的），请删掉后重写那一处。`;
    case 'unknown':
      return `请从下面选${name}。`;
    case 'no-number':
      return '名额请写 1 到 5000 的整数。';
    case 'unreadable':
      return field === 'dates'
        ? `${where}看不懂。请写成 2026-05-25 14:00-15:30，一次一行。`
        : `${name}请写成 2026-05-25T14:00 这样的日期和时间。`;
    case 'order':
      return field === 'dates'
        ? `${where}结束不能早于开始。过了零点才结束的，请写明是次日：22:00-次日 01:30。`
        : '截止报名要晚于开始报名。';
    case 'too-lasting':
      return `${where}从开始到结束超过 ${LONGEST_DATE_HOURS} 小时。请检查日期；连着几天的，一天写一行。`;
    case 'double':
      return `${where}和另一次的时间重叠。`;
    case 'too-many':
      return `一个活动最多 ${MOST_DATES} 次。`;
    case 'after-start':
      return '截止报名不能晚于最后一次结束。';
    case 'date-held':
      return '已经开始过的那一次不能去掉，也不能改开始时间：它算办过，到场和课时要留着。请把它写回来；结束时间可以改。';
    case 'past':
      return `${where}的开始时间已经过去了。活动开放以后，只能加还没开始的；已经开始过的那几次，开始时间要照旧。`;
    case 'no-counsellor':
      return '有报名前的问题时，带领老师要是咨询师：回答只有带领老师看得到。';
    case 'answers-given':
      return '已经有人回答了报名前的问题，只有现在的带领老师可以换人带领；老师停用以后，中心可以换。';
  }
}
