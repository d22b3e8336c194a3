import { z } from 'zod';
import type { Choice } from '../core/message.ts';
import type { Flow, FlowContext, FlowSaying, FlowStep, Tip, TipTopic } from './flow.ts';
import { end, LEAVE, leaveChoice, prompt, remark, stay } from './sayings.ts';

const TOPIC = 'topic:';
const NEXT_STEP = 'next-step';
const AGAIN = 'again';
const NEXT_TIP = 'next-tip';
const OTHER_TOPIC = 'topics';

const selfhelpState = z.discriminatedUnion('at', [
  z.object({ at: z.literal('topics') }),
  z.object({
    at: z.literal('tip'),
    topicId: z.string().max(64),
    tipId: z.string().max(64),
    /** Paragraph of a stepwise tip, from 0. */
    step: z.int().min(0).max(99),
  }),
]);

export type SelfhelpState = z.infer<typeof selfhelpState>;

type Place = { readonly topic: TipTopic; readonly tip: Tip; readonly step: number };

export const selfhelpFlow: Flow<SelfhelpState> = {
  name: 'selfhelp',
  version: 1,
  revive(stored, version) {
    const read = selfhelpState.safeParse(stored);
    return version === 1 && read.success ? read.data : null;
  },
  step(state, event, context) {
    const place = findPlace(state, context);
    switch (event.kind) {
      case 'start':
        return place === null ? showTopics(context) : showTip(place, context);
      case 'text':
      case 'result':
        return showAgain(place, context);
      case 'choice':
        return choose(event.id, place, context);
    }
  },
};

function choose(id: string, place: Place | null, context: FlowContext): FlowStep<SelfhelpState> {
  if (id === LEAVE) return end(context, context.texts('common.bye'));
  if (place === null) {
    const topic = context.tips.topics.find((candidate) => `${TOPIC}${candidate.id}` === id);
    const tip = topic?.tips[0];
    return topic && tip ? showTip({ topic, tip, step: 0 }, context) : showAgain(null, context);
  }
  if (id === OTHER_TOPIC) return showTopics(context);
  if (id === AGAIN) return showTip({ ...place, step: 0 }, context);
  if (id === NEXT_STEP && hasNextStep(place)) return showTip({ ...place, step: place.step + 1 }, context);
  if (id === NEXT_TIP) return showTip({ topic: place.topic, tip: followingTip(place), step: 0 }, context);
  return showAgain(place, context);
}

/** Where the student is; null at the list of topics, and when the centre has since removed the tip. */
function findPlace(state: SelfhelpState | null, context: FlowContext): Place | null {
  if (state?.at !== 'tip') return null;
  const topic = context.tips.topics.find((candidate) => candidate.id === state.topicId);
  const tip = topic?.tips.find((candidate) => candidate.id === state.tipId);
  if (!topic || !tip) return null;
  const lastStep = tip.stepwise ? tip.paragraphs.length - 1 : 0;
  return { topic, tip, step: Math.min(state.step, lastStep) };
}

const hasNextStep = ({ tip, step }: Place): boolean => tip.stepwise && step < tip.paragraphs.length - 1;

/** After the last tip of a topic comes the first one again. */
function followingTip({ topic, tip }: Place): Tip {
  const index = topic.tips.findIndex((candidate) => candidate.id === tip.id);
  return topic.tips[index + 1] ?? topic.tips[0] ?? tip;
}

function showAgain(place: Place | null, context: FlowContext): FlowStep<SelfhelpState> {
  const kind = remark(context.texts('selfhelp.text'));
  return place === null ? showTopics(context, kind) : showTip(place, context, kind);
}

function showTopics(context: FlowContext, ...before: FlowSaying[]): FlowStep<SelfhelpState> {
  const topics = context.tips.topics.filter((topic) => topic.tips.length > 0);
  if (topics.length === 0) return end(context, context.texts('selfhelp.none'), ...before);
  const choices = topics.map((topic): Choice => ({ id: `${TOPIC}${topic.id}`, label: topic.title }));
  const list = prompt(context.texts('selfhelp.topics'), [...choices, leaveChoice(context)]);
  return stay<SelfhelpState>({ at: 'topics' }, ...before, list);
}

function showTip(place: Place, context: FlowContext, ...before: FlowSaying[]): FlowStep<SelfhelpState> {
  const { topic, tip, step } = place;
  return stay<SelfhelpState>(
    { at: 'tip', topicId: topic.id, tipId: tip.id, step },
    ...before,
    prompt(writeTip(place, context), tipChoices(place, context)),
  );
}

function writeTip({ tip, step }: Place, { texts }: FlowContext): string {
  if (!tip.stepwise) {
    return texts('selfhelp.tip', { title: tip.title, body: tip.paragraphs.join('\n\n'), source: tip.source });
  }
  const words = {
    title: tip.title,
    number: step + 1,
    total: tip.paragraphs.length,
    body: tip.paragraphs[step] ?? '',
  };
  const last = step === tip.paragraphs.length - 1;
  return last ? texts('selfhelp.lastStep', { ...words, source: tip.source }) : texts('selfhelp.step', words);
}

function tipChoices(place: Place, context: FlowContext): readonly Choice[] {
  const { texts } = context;
  const choices: Choice[] = [];
  if (hasNextStep(place)) choices.push({ id: NEXT_STEP, label: texts('selfhelp.nextStep') });
  else if (place.tip.stepwise) choices.push({ id: AGAIN, label: texts('selfhelp.again') });
  const following = followingTip(place);
  if (following.id !== place.tip.id) {
    const wrapped = following.id === place.topic.tips[0]?.id;
    choices.push({ id: NEXT_TIP, label: texts(wrapped ? 'selfhelp.firstTip' : 'selfhelp.nextTip') });
  }
  choices.push({ id: OTHER_TOPIC, label: texts('selfhelp.otherTopic') }, leaveChoice(context));
  return choices;
}
