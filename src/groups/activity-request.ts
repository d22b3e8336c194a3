import type { Activity } from './activity.ts';
import type { Owned, SignedUp } from './activity-store.ts';

/** How an answer to the question came: words stay out of what a flow keeps, and are taken from the message itself. */
export type AnswerGiven = 'words' | 'yes' | 'no';

/** What a student's conversation may ask of the activities. */
export type ActivityRequest =
  | { readonly ask: 'activities' }
  | { readonly ask: 'activity'; readonly code: string }
  | { readonly ask: 'sign-up'; readonly activityId: string; readonly answer: AnswerGiven | null }
  | { readonly ask: 'sign-off'; readonly activityId: string }
  /** The words of this message are what they want to be called. */
  | { readonly ask: 'name-sign-up'; readonly activityId: string }
  | { readonly ask: 'check-in'; readonly code: string };

export type ActivityResult =
  | { readonly of: 'activities'; readonly open: readonly Activity[]; readonly own: readonly Owned[] }
  | {
      readonly of: 'activity';
      readonly activity: Activity | null;
      readonly own: SignedUp | null;
      readonly waiting: number;
    }
  | { readonly of: 'sign-up'; readonly activity: Activity; readonly own: SignedUp; readonly isNew: boolean }
  /** `elsewhere`: they may have signed up where this address does not see it. */
  | { readonly of: 'sign-up'; readonly activity: null; readonly why: 'barred' | 'elsewhere' }
  | { readonly of: 'sign-off'; readonly done: boolean }
  | { readonly of: 'name-sign-up'; readonly done: boolean }
  | {
      readonly of: 'check-in';
      readonly outcome:
        | 'attended'
        | 'not-signed-up'
        | 'no-place'
        | 'wrong-code'
        | 'code-changed'
        | 'too-late';
      readonly title: string;
    };
