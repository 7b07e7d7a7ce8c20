// Syslog over the network (RFC 5424): Node cannot write to the datagram socket /dev/log without a native addon.
import { createSocket } from 'node:dgram';
import { connect, type Socket } from 'node:net';
import { PRIORITIES, type Priority } from '@windhover/ruleset';
import type { RenderedAlert, Sink } from '@windhover/pipeline';
import { selectLine, type LineFormat } from '../alert-line.ts';

export interface SyslogSinkOptions {
  readonly host: string;
  readonly port: number;
  /** `tcp` frames messages by their length (RFC 6587) and reports failures; `udp` cannot. */
  readonly protocol: 'udp' | 'tcp';
  readonly format: LineFormat;
  readonly hostname: string;
  readonly applicationName: string;
}

const FACILITY_USER = 1;

/** One syslog message per alert; its severity is the rule's priority. */
export function createSyslogSink(options: SyslogSinkOptions): Sink {
  return options.protocol === 'udp' ? createUdpSink(options) : createTcpSink(options);
}

/** The RFC 5424 text of one alert. */
export function formatSyslogMessage(rendered: RenderedAlert, options: SyslogSinkOptions): string {
  const severity = PRIORITIES.indexOf(rendered.alert.priority satisfies Priority);
  const time = new Date(Number(rendered.alert.timeNs / 1_000_000n)).toISOString();
  const header = `<${FACILITY_USER * 8 + severity}>1 ${time} ${options.hostname} ${options.applicationName} - - -`;
  return `${header} ${selectLine(rendered, options.format)}`;
}

function createUdpSink(options: SyslogSinkOptions): Sink {
  const socket = createSocket('udp4');
  socket.unref();
  let closing: Promise<void> | undefined;
  return {
    name: 'syslog',
    async deliver(alerts) {
      for (const alert of alerts) {
        const message = formatSyslogMessage(alert, options);
        await new Promise<void>((resolve, reject) => {
          socket.send(message, options.port, options.host, (error) => (error ? reject(error) : resolve()));
        });
      }
    },
    close: () => (closing ??= new Promise((resolve) => void socket.close(() => resolve()))),
  };
}

function createTcpSink(options: SyslogSinkOptions): Sink {
  let socket: Socket | undefined;
  const open = (): Promise<Socket> =>
    new Promise((resolve, reject) => {
      const fresh = connect(options.port, options.host);
      fresh.once('error', reject);
      fresh.once('connect', () => {
        fresh.off('error', reject);
        fresh.on('error', () => fresh.destroy());
        fresh.on('close', () => {
          if (socket === fresh) socket = undefined;
        });
        resolve(fresh);
      });
    });
  return {
    name: 'syslog',
    async deliver(alerts) {
      if (socket?.writable !== true) socket = await open();
      const current = socket;
      const frames = alerts.map((alert) => {
        const message = formatSyslogMessage(alert, options);
        return `${Buffer.byteLength(message)} ${message}`;
      });
      await new Promise<void>((resolve, reject) => {
        current.write(frames.join(''), (error) => (error ? reject(error) : resolve()));
      });
    },
    close: () =>
      new Promise((resolve) => {
        if (socket === undefined) return resolve();
        socket.end(() => resolve());
      }),
  };
}
