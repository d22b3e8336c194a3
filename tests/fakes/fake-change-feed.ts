import type { Change, ChangeFeed } from '../../src/core/change-feed.ts';

type Follower = { readonly topics: readonly string[]; readonly onChange: (change: Change) => void };

export type FakeChangeFeed = ChangeFeed & { tell(topic: string): number; readonly followers: number };

/** Changes in memory; a follower that was away is told everything since. */
export function createFakeChangeFeed(): FakeChangeFeed {
  const changes: Change[] = [];
  const followers = new Set<Follower>();
  return {
    get followers() {
      return followers.size;
    },
    tell(topic) {
      const change = { seq: changes.length + 1, topic };
      changes.push(change);
      for (const follower of followers) if (follower.topics.includes(topic)) follower.onChange(change);
      return change.seq;
    },
    follow(topics, since, onChange) {
      const follower = { topics, onChange };
      followers.add(follower);
      for (const change of changes) {
        if (since !== null && change.seq > since && topics.includes(change.topic)) onChange(change);
      }
      return () => followers.delete(follower);
    },
  };
}
