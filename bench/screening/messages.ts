import type { Random } from './random.ts';
import { createRandom, pick } from './random.ts';

/** Everyday chat of students, put together from clauses that were written for this bench. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  who: ['我', '我们', '我室友', '班长', '小李', '老师', '我妈', '他们', '隔壁宿舍的', '学姐'],
  when: ['今天', '明天下午', '昨晚', '周末', '下周三', '刚才', '这学期', '中午', '晚上八点', '待会儿'],
  where: ['图书馆', '二食堂', '操场', '教学楼', '快递站', '地铁站', '体育馆', '宿舍楼下', '机房', '南门'],
  thing: [
    '高数作业',
    '实验报告',
    '英语演讲',
    '小组展示',
    '选修课',
    '社团招新',
    '四级考试',
    '读书笔记',
    '毕业论文',
  ],
  food: ['麻辣烫', '牛肉面', '奶茶', '红烧肉', '煎饼果子', '黄焖鸡', '酸菜鱼', '豆浆油条', '烤红薯'],
  mood: ['挺好的', '有点困', '还不错', '太忙了', '蛮开心', '有点紧张', '没什么事', '好无聊啊', '终于轻松了'],
  play: ['打羽毛球', '看电影', '跑步', '打游戏', '逛超市', '拍照', '听音乐会', '骑车', '爬山'],
};

const CLAUSES = [
  '<when>去<where>写<thing>',
  '<who>说<when>要交<thing>',
  '<thing>你写完了吗',
  '<where>的<food>又涨价了',
  '<when>一起去<where>吃<food>吧',
  '<who>在<where>等了半个小时',
  '<thing>的成绩什么时候出来呀',
  '<when>想约你<play>',
  '<who><when>没来上课',
  '<who>感觉<mood>',
  '刚从<where>回来，<mood>',
  '帮我带一份<food>可以吗',
  '<when>有没有空<play>',
  '老师把<thing>改到<when>了',
  '<where>人太多了根本没位置',
  '<who>买了两张票<when><play>',
  '外面下雨了记得带伞',
  '空调遥控器放在哪里了',
  '这个视频也太好笑了吧',
  '谢谢你昨天帮我占座',
  '群里的通知你看到没有',
  '手机快没电了等会儿说',
  '我先去洗澡了，<when>再聊',
  '这道题第二问到底怎么做',
  '<food>真的很好吃，推荐你试试',
];

const JOINTS = ['，', '，', '，', '。', '！', ' ', '～'];
const ENDINGS = ['', '', '。', '。', '？', '！', '哈哈', '😂', '呢', ' ok', '~', '👍'];

function writeClause(random: Random): string {
  const clause = pick(random, CLAUSES);
  return clause
    .split(/<([a-z]+)>/)
    .map((part, index) => (index % 2 === 0 ? part : pick(random, WORDS[part] ?? [])))
    .join('');
}

/** Messages of 30 characters on average, none of them about a crisis; the same for the same seed. */
export function writeMessages(count: number, seed = 1): string[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => {
    const wanted = 18 + random(14);
    let message = writeClause(random);
    while (message.length < wanted) message += pick(random, JOINTS) + writeClause(random);
    return message + pick(random, ENDINGS);
  });
}
