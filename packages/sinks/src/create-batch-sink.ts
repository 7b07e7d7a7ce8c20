import { DeliveryRefusedError, type RenderedAlert, type Sink } from '@windhover/pipeline';
import { selectLine, type LineFormat } from './alert-line.ts';
import { explainSendError } from './explain-send-error.ts';
import { nameGroup } from './name-group.ts';
import { packBatches, toMessageAttributes } from './pack-batches.ts';

/** What SQS and SNS take in one request; a message may be as long as the whole request. */
const LIMITS = { maxEntries: 10, maxBytes: 262_144 };

/** One alert in a request, in what SQS and SNS have in common. */
export interface BatchEntry {
  readonly alert: RenderedAlert;
  readonly body: string;
  /** Members of the entry that both services call the same. */
  readonly common: {
    readonly Id: string;
    readonly MessageAttributes: ReturnType<typeof toMessageAttributes>;
    readonly MessageDeduplicationId?: string;
    readonly MessageGroupId?: string;
  };
}

/** What a service answers to a request; ids are those of its entries. */
export interface BatchAnswer {
  readonly Successful?: readonly { readonly Id?: string | undefined }[] | undefined;
  readonly Failed?:
    | readonly {
        readonly Code?: string | undefined;
        readonly Message?: string | undefined;
        readonly SenderFault?: boolean | undefined;
      }[]
    | undefined;
}

/** What is special to a service. */
export interface BatchService {
  readonly name: string;
  /** Name of the service in messages. */
  readonly label: string;
  readonly format: LineFormat;
  /** The alert id is the deduplication id then, and the rule the group. */
  readonly isFifo: boolean;
  listAttributes(alert: RenderedAlert): Readonly<Record<string, string>>;
  send(entries: readonly BatchEntry[], signal: AbortSignal): Promise<BatchAnswer>;
}

/** A sink with one message per alert, sent in batches. What a service has accepted is not sent again with the rest. */
export function createBatchSink(service: BatchService): Sink {
  const accepted = new WeakSet<RenderedAlert>();
  return {
    name: service.name,
    async deliver(alerts, signal) {
      const entries = alerts
        .filter((alert) => !accepted.has(alert))
        .map((item) => ({
          item,
          body: selectLine(item, service.format),
          attributes: service.listAttributes(item),
        }));
      for (const batch of packBatches(entries, LIMITS)) {
        const request = batch.map(({ item, body, attributes }, index) => ({
          alert: item,
          body,
          common: {
            Id: String(index),
            MessageAttributes: toMessageAttributes(attributes),
            ...(service.isFifo
              ? { MessageDeduplicationId: item.alert.id, MessageGroupId: nameGroup(item.alert.rule) }
              : {}),
          },
        }));
        const answer = await service
          .send(request, signal)
          .catch((error: unknown) => Promise.reject(explainSendError(error)));
        for (const { Id } of answer.Successful ?? []) accepted.add(batch[Number(Id)]!.item);
        checkFailures(answer.Failed ?? [], service.label);
      }
    },
    close: () => Promise.resolve(),
  };
}

/** What may pass is tried again; what the service holds against the message itself is not. */
function checkFailures(failed: NonNullable<BatchAnswer['Failed']>, label: string): void {
  const temporary = failed.find((failure) => failure.SenderFault !== true);
  if (temporary !== undefined)
    throw new Error(`${label} did not take a message: ${temporary.Code} ${temporary.Message ?? ''}`);
  const [refused] = failed;
  if (refused !== undefined)
    throw new DeliveryRefusedError(`${label} refused a message: ${refused.Code} ${refused.Message ?? ''}`);
}
