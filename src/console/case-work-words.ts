import type { CaseWork } from '../handoff/case-work.ts';

/** The console's Chinese for what a counsellor did with a case. */
export const CASE_WORK_NAMES: Readonly<Record<CaseWork, string>> = {
  'transfer-offered': '想转接',
  'transfer-declined': '转接没有接受',
  'transfer-withdrawn': '收回转接',
  'transfer-expired': '转接没有人回答',
  'invite-offered': '邀请',
  'invite-declined': '邀请没有接受',
  'invite-withdrawn': '收回邀请',
  'invite-expired': '邀请没有人回答',
  joined: '加入',
  'left-team': '退出',
  noted: '写了备注',
  'screener-started': '开始 C-SSRS 筛查',
  'screener-done': 'C-SSRS 筛查做完',
  'screener-stopped': 'C-SSRS 筛查没有做完',
  'plan-changed': '写了安全计划',
  'plan-given': '安全计划给了同学',
  'slot-offered': '替同学留了面谈时间',
  'slot-confirmed': '同学确认了面谈时间',
  'slot-declined': '同学不要面谈时间',
  'slot-at-limit': '面谈时间没有约成：同学能约的次数到了上限',
  'slot-full': '面谈时间没有约成：老师那天或那周约满了',
  'slot-lapsed': '面谈时间到点没有等到确认',
  'hotlines-sent': '发了热线卡',
  informed: '记下告知了谁',
};
