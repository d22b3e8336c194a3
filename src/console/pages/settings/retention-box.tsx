import type { RetentionFigures } from '../../parts.ts';

/** Fewer would say of somebody that they were here. */
const LEAST_SHOWN = 10;

const sayCount = (count: number, unit: string): string => {
  if (count === 0) return '没有';
  return count < LEAST_SHOWN ? `不到 ${LEAST_SHOWN} ${unit}` : `${count} ${unit}`;
};

/** 保存期限: what the program deletes by itself, and how much of it within a year. */
export const RetentionBox = ({ figures }: { figures: RetentionFigures }) => (
  <section>
    <h2>保存期限</h2>
    <p class="faint">到期的由程序自己删除，密钥一起销毁，审计里只记数量，不记是谁。今后 12 个月里：</p>
    <ul class="plain-list">
      <li>{`咨询记录，最后一次来访满 5 年删除：${sayCount(figures.counselling, '人')}到期。工作量的数字留着，没有名字。`}</li>
      <li>{`危机个案，结案、回访、退出关注都满 10 年删除：${sayCount(figures.cases, '个')}到期。没结案的、还在关注的，不会删除。`}</li>
    </ul>
    <p class="faint">
      审计记录满 10 年从最早的删起，之后仍能检查是否完整。毕业离校的名单用命令 roster left
      交给程序，满一年从名册删除。
    </p>
  </section>
);
