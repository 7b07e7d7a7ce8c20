import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { createAlert } from '@windhover/testkit';
import type { RenderedAlert } from '@windhover/pipeline';
import { describe, expect, it } from 'vitest';
import { createSyslogSink, formatSyslogMessage, type SyslogSinkOptions } from './sink.ts';

const going = new AbortController().signal;

function optionsFor(protocol: 'udp' | 'tcp', port = 0): SyslogSinkOptions {
  return { host: '127.0.0.1', port, protocol, format: 'text', hostname: 'host', applicationName: 'app' };
}

describe('formatSyslogMessage', () => {
  it.each([
    ['Emergency', 8],
    ['Critical', 10],
    ['Warning', 12],
    ['Debug', 15],
  ] as const)('gives %s the severity of its priority', (priority, value) => {
    const { alert, ...lines } = createAlert('a');
    const rendered: RenderedAlert = { ...lines, alert: { ...alert, priority, timeNs: 1_500_000_000n } };
    expect(formatSyslogMessage(rendered, optionsFor('udp'))).toBe(
      `<${value}>1 1970-01-01T00:00:01.500Z host app - - - Warning a`,
    );
  });
});

describe('syslog sink over UDP', () => {
  it('sends a datagram per alert', async () => {
    const server = createSocket('udp4').bind(0, '127.0.0.1');
    await once(server, 'listening');
    const sink = createSyslogSink(optionsFor('udp', server.address().port));
    const received: string[] = [];
    const both = new Promise<void>((resolve) => {
      server.on('message', (message) => {
        if (received.push(message.toString()) === 2) resolve();
      });
    });
    await sink.deliver([createAlert('a'), createAlert('b')], going);
    await both;
    expect(received.map((message) => message.slice(-9))).toEqual(['Warning a', 'Warning b']);
    await sink.close();
    server.close();
  });
});

describe('syslog sink over TCP', () => {
  async function startServer() {
    const sockets: Socket[] = [];
    let received = '';
    let arrived = Promise.withResolvers<void>();
    const server = createServer((socket) => {
      sockets.push(socket);
      socket.on('error', () => undefined);
      socket.on('data', (chunk) => {
        received += chunk.toString();
        arrived.resolve();
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return {
      port: (server.address() as AddressInfo).port,
      sockets,
      async until(end: string): Promise<string> {
        while (!received.endsWith(end)) {
          arrived = Promise.withResolvers();
          await arrived.promise;
        }
        return received;
      },
      close: () => server.close(),
    };
  }

  it('frames messages by their length in bytes', async () => {
    const server = await startServer();
    const sink = createSyslogSink(optionsFor('tcp', server.port));
    const message = formatSyslogMessage(createAlert('ü'), optionsFor('tcp'));
    await sink.deliver([createAlert('ü'), createAlert('ü')], going);
    const frame = `${Buffer.byteLength(message)} ${message}`;
    expect(await server.until(frame + frame)).toBe(frame + frame);
    await sink.close();
    server.close();
  });

  it('connects again after the server has closed the connection', async () => {
    const server = await startServer();
    const sink = createSyslogSink(optionsFor('tcp', server.port));
    await sink.deliver([createAlert('a')], going);
    await server.until('Warning a');
    const gone = once(server.sockets[0]!, 'close');
    server.sockets[0]!.destroy();
    await gone;
    // What is written before the end of the connection is noticed may fail, but never for long.
    for (let isDelivered = false; !isDelivered;) {
      isDelivered = await sink.deliver([createAlert('b')], going).then(
        () => server.sockets.length > 1,
        () => false,
      );
    }
    expect(await server.until('Warning b')).toContain('Warning b');
    await sink.close();
    server.close();
  });

  it('rejects when nobody listens', async () => {
    const server = await startServer();
    server.close();
    const sink = createSyslogSink(optionsFor('tcp', server.port));
    await expect(sink.deliver([createAlert('a')], going)).rejects.toThrow('ECONNREFUSED');
    await sink.close();
  });
});
