import { createHash, randomUUID } from 'node:crypto';
import type { Clock } from '@windhover/pipeline';

/** A message in a queue of the stand-in. */
export interface QueuedMessage {
  readonly id: string;
  readonly body: string;
  readonly md5: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly sentMs: number;
  /** Invisible until then. */
  visibleAtMs: number;
  receiveCount: number;
  firstReceivedMs: number | undefined;
  /** Of the latest delivery; earlier ones have lost their power. */
  receiptHandle: string | undefined;
}

/** Attributes of a queue that matter here; names as in the API. */
export interface QueueAttributes {
  VisibilityTimeout: number;
  DelaySeconds: number;
  ReceiveMessageWaitTimeSeconds: number;
  /** Where messages go that were received too often. */
  redrive: { readonly targetArn: string; readonly maxReceiveCount: number } | undefined;
}

/** The contents of one standard queue: order is not promised, messages come back when they are not deleted in time. */
export class MessageQueue {
  readonly name: string;
  readonly attributes: QueueAttributes;
  readonly #clock: Clock;
  readonly #messages = new Map<string, QueuedMessage>();
  readonly #waiting = new Set<() => void>();

  constructor(name: string, attributes: QueueAttributes, clock: Clock) {
    this.name = name;
    this.attributes = attributes;
    this.#clock = clock;
  }

  send(
    body: string,
    attributes: Readonly<Record<string, unknown>> = {},
    delaySeconds?: number,
  ): QueuedMessage {
    const nowMs = this.#clock.nowMs();
    const message: QueuedMessage = {
      id: randomUUID(),
      body,
      md5: createHash('md5').update(body).digest('hex'),
      attributes,
      sentMs: nowMs,
      visibleAtMs: nowMs + (delaySeconds ?? this.attributes.DelaySeconds) * 1000,
      receiveCount: 0,
      firstReceivedMs: undefined,
      receiptHandle: undefined,
    };
    this.add(message);
    return message;
  }

  /** Put in a message that exists: redrive keeps its identity. */
  add(message: QueuedMessage): void {
    this.#messages.set(message.id, message);
    for (const wake of this.#waiting) wake();
  }

  /**
   * Up to `count` visible messages, waiting for the first. `giveUp` takes what was received too often;
   * `isDuplicated` says whether a message stays visible in spite of its delivery.
   */
  async receive(
    count: number,
    waitSeconds: number,
    visibilitySeconds: number,
    signal: AbortSignal,
    giveUp: (message: QueuedMessage) => void,
    isDuplicated: () => boolean,
  ): Promise<QueuedMessage[]> {
    const deadlineMs = this.#clock.nowMs() + waitSeconds * 1000;
    for (;;) {
      const received = this.#take(count, visibilitySeconds, giveUp, isDuplicated);
      const nowMs = this.#clock.nowMs();
      if (received.length > 0 || nowMs >= deadlineMs || signal.aborted) return received;
      await this.#waitForChange(Math.min(deadlineMs, this.#nextVisibleMs()) - nowMs, signal);
    }
  }

  /** Whether the handle was the latest of an existing message; SQS calls it a success in any case. */
  delete(receiptHandle: string): boolean {
    const message = this.#find(receiptHandle);
    return message !== undefined && this.#messages.delete(message.id);
  }

  /** False when the handle belongs to no message in flight. */
  changeVisibility(receiptHandle: string, seconds: number): boolean {
    const message = this.#find(receiptHandle);
    const nowMs = this.#clock.nowMs();
    if (message === undefined || message.visibleAtMs <= nowMs) return false;
    message.visibleAtMs = nowMs + seconds * 1000;
    for (const wake of this.#waiting) wake();
    return true;
  }

  purge(): void {
    this.#messages.clear();
  }

  /** How many messages are visible, in flight and delayed. */
  count(): { visible: number; inFlight: number; delayed: number } {
    const nowMs = this.#clock.nowMs();
    const counts = { visible: 0, inFlight: 0, delayed: 0 };
    for (const message of this.#messages.values()) {
      if (message.visibleAtMs <= nowMs) counts.visible++;
      else if (message.receiveCount > 0) counts.inFlight++;
      else counts.delayed++;
    }
    return counts;
  }

  /** All bodies, whatever their state. */
  peek(): string[] {
    return [...this.#messages.values()].map((message) => message.body);
  }

  #take(
    count: number,
    visibilitySeconds: number,
    giveUp: (message: QueuedMessage) => void,
    isDuplicated: () => boolean,
  ): QueuedMessage[] {
    const nowMs = this.#clock.nowMs();
    const received: QueuedMessage[] = [];
    for (const message of [...this.#messages.values()]) {
      if (received.length >= count) break;
      if (message.visibleAtMs > nowMs) continue;
      const { redrive } = this.attributes;
      if (redrive !== undefined && message.receiveCount >= redrive.maxReceiveCount) {
        this.#messages.delete(message.id);
        giveUp(message);
        continue;
      }
      message.receiveCount++;
      message.firstReceivedMs ??= nowMs;
      if (isDuplicated()) {
        received.push({ ...message, receiptHandle: randomUUID() });
      } else {
        message.visibleAtMs = nowMs + visibilitySeconds * 1000;
        message.receiptHandle = randomUUID();
        received.push({ ...message });
      }
    }
    return received;
  }

  #find(receiptHandle: string): QueuedMessage | undefined {
    for (const message of this.#messages.values())
      if (message.receiptHandle === receiptHandle) return message;
    return undefined;
  }

  #nextVisibleMs(): number {
    let next = Infinity;
    for (const message of this.#messages.values()) next = Math.min(next, message.visibleAtMs);
    return next;
  }

  async #waitForChange(ms: number, signal: AbortSignal): Promise<void> {
    const changed = new AbortController();
    const wake = (): void => changed.abort();
    this.#waiting.add(wake);
    try {
      await this.#clock.sleep(ms, AbortSignal.any([signal, changed.signal]));
    } finally {
      this.#waiting.delete(wake);
    }
  }
}
