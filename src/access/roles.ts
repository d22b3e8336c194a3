/** Roles of people; a staff member may hold several. Names follow `docs/roles.md`. */
export const STAFF_ROLES = [
  'counsellor',
  'supervisor',
  'centre-head',
  'administrator',
  'staff',
  'desk',
  'duty-leader',
  'advisor',
  'college-head',
  'peer-supporter',
] as const;

export type StaffRole = (typeof STAFF_ROLES)[number];

export const isStaffRole = (text: string): text is StaffRole =>
  (STAFF_ROLES as readonly string[]).includes(text);

/** The Chinese name of each role, as the console shows it. */
export const ROLE_NAMES: Readonly<Record<StaffRole, string>> = {
  counsellor: '咨询师',
  supervisor: '督导',
  'centre-head': '中心主任',
  administrator: '系统管理员',
  staff: '工作人员',
  desk: '校园24小时值班台',
  'duty-leader': '值班领导',
  advisor: '辅导员',
  'college-head': '学院学工负责人',
  'peer-supporter': '朋辈辅导员',
};
