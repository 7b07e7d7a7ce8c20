/** Settings of the HTTP ingest. Secrets and PEM texts are values here, not paths. */
export interface HttpIngestOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Names that may stand in `/ingest/<event source>`. */
  readonly sourceNames: readonly string[];
  /** Further paths, each with the event source of what is posted there. */
  readonly paths?: Readonly<Record<string, string>>;
  /**
   * When given, every request needs `Authorization: Bearer <token>`, or `?token=<token>` from services that cannot send
   * headers.
   */
  readonly bearerToken?: string;
  /** When given, what is posted to `/ingest/github` needs GitHub's signature by this secret, and no token. */
  readonly githubSecret?: string;
  readonly tls?: TlsOptions;
  /** A longer body, as received, is answered with 413. */
  readonly maxBodyBytes: number;
  /** Requests that wait for delivery at once; further ones are answered with 503 and `Retry-After`. */
  readonly maxPending: number;
  /** What `Retry-After` tells clients under pressure, seconds. */
  readonly retryAfterSeconds: number;
}

export interface TlsOptions {
  readonly certificate: string;
  readonly key: string;
  /** When given, clients must show a certificate signed by it (mTLS). */
  readonly clientCa?: string;
}
