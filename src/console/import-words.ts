import type { IgnoredColumn } from '../core/ignored-columns.ts';

/** 第 1 行第 5 列“宿舍”：不认识这一列，不会导入。 */
export function sayIgnored({ line, column, found, why, meant }: IgnoredColumn): string {
  const where = `第 ${line} 行第 ${column} 列“${found}”`;
  if (why === 'again') return `${where}：和“${meant}”说的是同一件事，只导入前面那一列。`;
  const asked = meant === null ? '' : `是“${meant}”的话，把列名改成“${meant}”再检查一次。`;
  return `${where}：不认识这一列，不会导入。${asked}`;
}
