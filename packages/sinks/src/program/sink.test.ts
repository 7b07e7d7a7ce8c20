import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { createAlert } from '@windhover/testkit';
import { describe, expect, it } from 'vitest';
import { createProgramSink, type ProgramSinkOptions } from './sink.ts';

const going = new AbortController().signal;

function start(command: string, options: Partial<ProgramSinkOptions> = {}) {
  const output = new PassThrough();
  const sink = createProgramSink({ command, format: 'text', keepAlive: true, output, ...options });
  return {
    sink,
    /** Everything that the programs have written, once the sink is closed. */
    async finish(): Promise<string> {
      await sink.close();
      output.end();
      return text(output);
    },
  };
}

describe('program sink', () => {
  it('gives all alerts to one program', async () => {
    const { sink, finish } = start('echo started; cat');
    await sink.deliver([createAlert('a'), createAlert('b')], going);
    await sink.deliver([createAlert('c')], going);
    expect(await finish()).toBe('started\nWarning a\nWarning b\nWarning c\n');
  });

  it('starts a program for each alert when it does not keep one', async () => {
    const { sink, finish } = start('echo started; cat', { keepAlive: false, format: 'json' });
    await sink.deliver([createAlert('a'), createAlert('b')], going);
    expect(await finish()).toBe('started\n{"output":"a"}\nstarted\n{"output":"b"}\n');
  });

  it('starts the program anew when it is told to', async () => {
    const { sink, finish } = start('echo started; cat');
    await sink.deliver([createAlert('a')], going);
    await sink.reopen();
    await sink.deliver([createAlert('b')], going);
    expect(await finish()).toBe('started\nWarning a\nstarted\nWarning b\n');
  });

  it.each(['exit 3', 'kill -9 $$', '/no/such/program'])(
    'survives a program that does `%s`',
    async (command) => {
      const { sink } = start(command, { keepAlive: false });
      await sink.deliver([createAlert('a'), createAlert('b')], going);
      await sink.close();
    },
  );
});
