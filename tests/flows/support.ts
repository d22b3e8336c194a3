import { loadContent } from '../../src/content/load-content.ts';
import type { Choice } from '../../src/core/message.ts';
import type {
  BookedAppointment,
  FlowContext,
  FlowEvent,
  FlowName,
  FlowRequest,
  FlowResult,
  OfferedSlot,
} from '../../src/flows/flow.ts';
import { type FlowOutcome, type StoredFlow, startFlow, stepFlow } from '../../src/flows/registry.ts';
import { flowTexts } from '../../src/flows/texts.ts';

export const zh = new URL('../../config/content/zh', import.meta.url).pathname;

const loaded = await loadContent(zh, flowTexts);
if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
export const content = loaded.value;

/** Saturday 21 November 2026, 10:00 in Shanghai. */
export const NOW = new Date('2026-11-21T02:00:00Z');

export function makeContext(changes: Partial<FlowContext> = {}): FlowContext {
  return {
    now: NOW,
    texts: content.flows,
    tips: content.tips,
    hotlines: content.hotlines,
    consented: { healthData: true },
    noticeVersion: 'test',
    noticePeriodMinutes: 24 * 60,
    lateMinutes: 24 * 60,
    language: 'zh',
    timeZone: null,
    ...changes,
  };
}

export function makeSlot(
  id: string,
  startAt: string,
  counsellor = '样例甲老师',
  room = '一号室',
): OfferedSlot {
  const start = new Date(startAt);
  return {
    id,
    startAt: start,
    endAt: new Date(start.getTime() + 50 * 60_000),
    counsellor,
    room,
    campus: null,
    mode: 'on-site',
  };
}

export const book = (slot: OfferedSlot): BookedAppointment => ({
  ...slot,
  appointmentId: `booked-${slot.id}`,
});

export type Answer = (request: FlowRequest) => FlowResult;

export type Told = {
  readonly next: StoredFlow | null;
  readonly texts: readonly string[];
  readonly choices: readonly Choice[];
  readonly asked: readonly FlowRequest[];
};

/** What a turn does with a flow: carries out each request until the flow asks for nothing more. */
export function finish(first: FlowOutcome, context: FlowContext, answer: Answer): Told {
  const asked: FlowRequest[] = [];
  const said = [...first.say];
  let outcome = first;
  while (outcome.request !== null) {
    if (outcome.next === null) throw new Error('a request of an ended flow');
    if (asked.length === 10) throw new Error(`a flow that goes round: ${JSON.stringify(asked)}`);
    asked.push(outcome.request);
    outcome = stepFlow(
      throughStorage(outcome.next),
      { kind: 'result', result: answer(outcome.request) },
      context,
    );
    said.push(...outcome.say);
  }
  return {
    next: outcome.next,
    texts: said.map(({ text }) => text),
    choices: said.at(-1)?.choices ?? [],
    asked,
  };
}

const throughStorage = (stored: StoredFlow): StoredFlow => ({
  ...stored,
  state: JSON.parse(JSON.stringify(stored.state)),
});

/** A student in one flow. */
export class Student {
  told: Told;
  context: FlowContext;
  readonly #answer: Answer;

  constructor(flow: FlowName, answer: Answer, changes: Partial<FlowContext> = {}) {
    this.context = makeContext(changes);
    this.#answer = answer;
    this.told = finish(startFlow(flow, this.context), this.context, answer);
  }

  /** Taps the choice with this label, or fails. */
  tap(label: string): Told {
    const choice = this.told.choices.find((candidate) => candidate.label === label);
    if (!choice)
      throw new Error(`no ${label} among ${this.told.choices.map((one) => one.label).join(' / ')}`);
    return this.give({ kind: 'choice', id: choice.id });
  }

  type(text: string): Told {
    return this.give({ kind: 'text', text });
  }

  give(event: FlowEvent): Told {
    if (this.told.next === null) throw new Error('the flow has ended');
    const stored = throughStorage(this.told.next);
    this.told = finish(stepFlow(stored, event, this.context), this.context, this.#answer);
    return this.told;
  }

  get labels(): string[] {
    return this.told.choices.map(({ label }) => label);
  }

  get words(): string {
    return this.told.texts.join('\n');
  }
}
