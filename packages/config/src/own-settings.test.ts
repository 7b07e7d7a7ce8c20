import { describe, expect, it } from 'vitest';
import { readOwnSettings } from './own-settings.ts';
import { readConfigText } from './read-config-file.ts';

function read(text: string): ReturnType<typeof readOwnSettings> {
  return readOwnSettings(readConfigText('falco.yaml', text, (value) => value)!);
}

describe('our own keys', () => {
  it('has defaults for everything and passes over those of Falco', () => {
    expect(read('json_output: true')).toMatchObject({
      ok: true,
      settings: {
        ingest: [],
        sinks: [],
        routes: [],
        workers: 0,
        compatibility: 'fixed',
        drain_timeout: 25_000,
      },
    });
  });

  it('reads durations and fills in defaults of components', () => {
    expect(read('drain_timeout: 1m30s\ningest: [{type: aws_sqs, queue_name: q}]')).toMatchObject({
      ok: true,
      settings: { drain_timeout: 90_000, ingest: [{ type: 'aws_sqs', queue_name: 'q', wait_seconds: 20 }] },
    });
  });

  it.each([
    ['ingest:\n  - {type: file, path: a, folow: true}', 'ingest[0]', 2],
    ['workers: many', 'workers', 1],
    ['drain_timeout: soon', 'drain_timeout', 1],
    ['a: 1\nsinks:\n  - type: http\n    url: ftp://x', 'sinks[0].url', 4],
    ['ingest:\n  - {type: aws_sqs}', 'ingest[0]', 2],
  ])('tells where %j is wrong', (text, path, line) => {
    const result = read(text);
    expect(result.ok ? [] : result.problems).toMatchObject([{ path, line }]);
  });
});
