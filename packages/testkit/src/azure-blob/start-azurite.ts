// Azure's own stand-in for its blob service, as a child process that keeps everything in memory.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { execPath } from 'node:process';

/** A running blob service. */
export interface Azurite {
  /** For a `BlobServiceClient`. */
  readonly connectionString: string;
  close(): Promise<void>;
}

/** The account that every azurite has; its key is published with it and guards nothing. */
const account = 'devstoreaccount1';
const accountKey = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';
const startupMs = 30_000;

/** Start the service on a free port; undefined where it is not installed or does not come up. */
export async function startAzurite(): Promise<Azurite | undefined> {
  let main: string;
  try {
    main = createRequire(import.meta.url).resolve('azurite/dist/src/blob/main.js');
  } catch {
    return undefined;
  }
  const options = [
    '--inMemoryPersistence',
    '--blobPort',
    '0',
    '--silent',
    '--skipApiVersionCheck',
    '--disableTelemetry',
  ];
  const child = spawn(execPath, [main, ...options], { stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const url = await new Promise<string | undefined>((resolve) => {
    let output = '';
    const timer = setTimeout(() => resolve(undefined), startupMs);
    const settle = (found: string | undefined): void => {
      clearTimeout(timer);
      resolve(found);
    };
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const found = /listens on (http:\/\/\S+)/.exec(output)?.[1];
      if (found !== undefined) settle(found);
    });
    child.once('error', () => settle(undefined));
    void ended.then(() => settle(undefined));
  });
  const close = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
  };
  if (url === undefined) {
    await close();
    return undefined;
  }
  const endpoint = `BlobEndpoint=${url}/${account}`;
  return {
    connectionString: `DefaultEndpointsProtocol=http;AccountName=${account};AccountKey=${accountKey};${endpoint};`,
    close,
  };
}
