import { readFileSync } from 'node:fs';

/** A certificate with its key, as PEM. */
export interface CertifiedKey {
  readonly certificate: string;
  readonly key: string;
}

/** What `packages/testkit/certificates` holds, as PEM. */
export interface TestCertificates {
  /** Signed the server and the client. */
  readonly ca: string;
  /** Is `localhost` and `127.0.0.1`. */
  readonly server: CertifiedKey;
  readonly client: CertifiedKey;
  /** Signed himself. */
  readonly stranger: CertifiedKey;
}

export function readTestCertificates(): TestCertificates {
  const folder = new URL('../../certificates/', import.meta.url);
  const read = (name: string): string => readFileSync(new URL(name, folder), 'utf8');
  const pair = (name: string): CertifiedKey => ({
    certificate: read(`${name}.pem`),
    key: read(`${name}.key`),
  });
  return { ca: read('ca.pem'), server: pair('server'), client: pair('client'), stranger: pair('stranger') };
}
