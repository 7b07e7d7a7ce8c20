import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { OwnSettings } from '@windhover/config';
import { createS3DeadLetter, createSqsDeadLetter } from '@windhover/ingest/services';
import { createDirectoryDeadLetter, type DeadLetter, type Telemetry } from '@windhover/pipeline';
import type { AwsClients } from './create-clients.ts';

/** The dead letter of the configuration; without one a folder beside the state, or in the working directory. */
export function openDeadLetter(
  own: OwnSettings,
  clients: AwsClients,
  cwd: string,
  telemetry: Telemetry,
): DeadLetter {
  const { dead_letter: settings } = own;
  switch (settings?.type) {
    case 'aws_sqs':
      return createSqsDeadLetter(clients.sqs(settings), settings.queue_url);
    case 'aws_s3':
      return createS3DeadLetter(
        clients.s3({ ...settings, forcePathStyle: settings.force_path_style }),
        settings,
      );
    default: {
      const path = settings?.path ?? join(own.state?.directory ?? '.', 'dead-letter');
      const directory = resolve(cwd, path);
      mkdirSync(directory, { recursive: true });
      if (settings === undefined)
        telemetry.logger.info({ directory }, 'no dead_letter is configured: what cannot be read goes here');
      return createDirectoryDeadLetter(directory);
    }
  }
}
