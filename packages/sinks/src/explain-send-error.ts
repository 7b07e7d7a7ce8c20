import { DeliveryRefusedError } from '@windhover/pipeline';

/** What SQS and SNS say of a request that is too long, whole. */
const TOO_LONG = /BatchRequestTooLong/;

/** The error of a request to a queue or topic: a refusal, where trying again with the same alerts is useless. */
export function explainSendError(error: unknown): Error {
  const { name, message } = error as Error;
  if (TOO_LONG.test(name) || (/InvalidParameter/.test(name) && /too long|must be shorter/i.test(message)))
    return new DeliveryRefusedError(message, { cause: error });
  return error as Error;
}
