/** Why a Falco command line ends early. Thrown where it is found, told and turned into an exit code in one place. */
export class FalcoExit extends Error {
  override readonly name = 'FalcoExit';
  /** `error` is told as `Error: …` in any case, `runtime` as a log line `Runtime error: …. Exiting.`. */
  readonly kind: 'error' | 'runtime';

  constructor(message: string, kind: 'error' | 'runtime' = 'error') {
    super(message);
    this.kind = kind;
  }
}
