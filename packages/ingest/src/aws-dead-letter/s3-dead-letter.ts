import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import {
  defaultRetryPolicy,
  nameDeadLetter,
  renderDeadLetter,
  retry,
  type DeadLetter,
  type RetryOptions,
} from '@windhover/pipeline';

/** An object per entry under a prefix, in a folder per day; the same failure of a day has the same name. */
export function createS3DeadLetter(
  client: S3Client,
  place: { readonly bucket: string; readonly prefix: string },
  options: RetryOptions = {},
): DeadLetter {
  const folder = place.prefix === '' || place.prefix.endsWith('/') ? place.prefix : `${place.prefix}/`;
  return {
    async put(entry) {
      const day = new Date(entry.timeMs).toISOString().slice(0, 10);
      const command = new PutObjectCommand({
        Bucket: place.bucket,
        Key: `${folder}${day}/${nameDeadLetter(entry)}`,
        Body: renderDeadLetter(entry),
        ContentType: 'application/json',
      });
      await retry(
        () => client.send(command),
        () => true,
        { retryPolicy: defaultRetryPolicy, ...options },
      );
    },
    close: async () => undefined,
  };
}
