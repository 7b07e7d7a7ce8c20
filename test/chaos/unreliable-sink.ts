import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** How a sink is away: no connection, 503 to everything, or no answer at all. */
export type SinkState = 'up' | 'refuses' | 'answers 503' | 'hangs';

/** A webhook that can be away, on the same port afterwards. */
export interface UnreliableSink {
  readonly url: string;
  /** The bodies of what it took. */
  readonly received: readonly string[];
  become(state: SinkState): Promise<void>;
  close(): Promise<void>;
}

/** Start it; it is up. */
export async function startUnreliableSink(): Promise<UnreliableSink> {
  const received: string[] = [];
  const hanging = new Set<ServerResponse>();
  let state: SinkState = 'up';
  let server: Server | undefined;
  let port = 0;

  async function open(): Promise<void> {
    server = createServer(async (incoming, outgoing) => {
      const body = await text(incoming).catch(() => undefined);
      if (body === undefined) return;
      if (state === 'hangs') return void hanging.add(outgoing);
      if (state === 'up') received.push(body);
      outgoing.writeHead(state === 'up' ? 200 : 503).end();
    });
    await new Promise<void>((resolve) => server!.listen(port, '127.0.0.1', resolve));
    ({ port } = server.address() as AddressInfo);
  }
  async function shut(): Promise<void> {
    const closed = new Promise((resolve) => (server === undefined ? resolve(0) : server.close(resolve)));
    server?.closeAllConnections();
    server = undefined;
    hanging.clear();
    await closed;
  }

  await open();
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    async become(next) {
      state = next;
      await shut();
      if (next !== 'refuses') await open();
    },
    close: shut,
  };
}
