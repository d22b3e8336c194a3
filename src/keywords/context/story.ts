import { gap } from '../normalise.ts';
import { firstEndingAfter, lastEndingBy } from '../spans.ts';
import { nearestAfter, nearestBefore, sameClause } from './near.ts';
import type { Frame, Place } from './place.ts';
import { endOf, hasOwnWords, isWish, speaksForSelf, startOf } from './place.ts';
import { isObject } from './subject.ts';

/** How far before what somebody says in it a story is named (剧里女主哭着说我…), in characters. */
const storyReach = 20;

/** Start of the "I" whose words a match is: its own, or the nearest before it; -1 where there is none. */
function startOfSelf({ text, cues, start, end }: Place): number {
  const { self } = cues;
  const own = firstEndingAfter(self, start);
  if (self.starts[own] === start && endOf(self, own) <= end) return start;
  const at = nearestBefore(text, self, start);
  return at < 0 ? -1 : startOf(self, at);
}

/** 剧里女主说我不想活了: somebody in a story says it. In 看完剧我说我不想活了 it is the writer who does. */
function isSaidInStory(place: Place): boolean {
  const { text, cues } = place;
  const self = startOfSelf(place);
  const said = self < 0 ? -1 : lastEndingBy(cues.says, self);
  if (said < 0 || endOf(cues.says, said) !== self || (text.gaps[self] ?? 0) >= gap.point) return false;
  const from = startOf(cues.says, said);
  let story = nearestBefore(text, cues.media, self, storyReach);
  // 我跟队友说我…: a word for a game or a story that is told something tells nothing itself.
  while (story >= 0 && isObject(text, cues, startOf(cues.media, story))) {
    const place = startOf(cues.media, story);
    story = nearestBefore(text, cues.media, place, storyReach - (self - place));
  }
  if (story < 0) return false;
  const speaker = nearestBefore(text, cues.self, from);
  return speaker < 0 || startOf(cues.self, speaker) < endOf(cues.media, story);
}

/** 他们在打游戏我…: the game is somebody else's. */
function isOthersGame({ text, cues }: Place, game: number): boolean {
  const at = nearestBefore(text, cues.third, game);
  return at >= 0 && sameClause(text, endOf(cues.third, at) - 1, game);
}

/** 电影里主角…: a story around the match; 看完电影我更想死 is the student's own. */
export function findStory(place: Place): Frame | undefined {
  const { rule, text, cues, start, core, end, subject } = place;
  const { media } = cues;
  if (speaksForSelf(place)) return undefined;
  if (isSaidInStory(place)) return 'lowers';
  const asked = rule.unless.includes('media');
  const strongest: Frame = asked || !hasOwnWords(place) ? 'drops' : 'lowers';
  const at = nearestBefore(text, media, core);
  if (at >= 0) {
    const near = sameClause(text, endOf(media, at) - 1, core);
    if (subject === 'self') {
      const self = nearestBefore(text, cues.self, start);
      const selfStart = self < 0 ? start : startOf(cues.self, self);
      const played =
        selfStart === endOf(media, at) && !isWish(place) && !isOthersGame(place, startOf(media, at));
      const inside = near && (selfStart < startOf(media, at) || played);
      if (!inside) return undefined;
      return asked ? 'drops' : 'lowers';
    }
    return near || subject === 'third' ? strongest : 'lowers';
  }
  const behind = nearestAfter(text, media, end);
  if (behind < 0) return undefined;
  if (!sameClause(text, end - 1, startOf(media, behind))) {
    // Further off, a story hides only what opens nothing, or what another person does.
    const may = subject === 'third' || (rule.level === 'concern' && !hasOwnWords(place));
    return asked && may ? 'drops' : undefined;
  }
  return subject === 'self' ? 'lowers' : strongest;
}
