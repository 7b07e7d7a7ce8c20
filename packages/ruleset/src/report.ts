import type { ByteString } from '@windhover/bytes';
import {
  isErrorCode,
  type FalcoCode,
  type FalcoErrorCode,
  type FalcoWarningCode,
} from '@windhover/diagnostics';
import type { Context } from './context.ts';

/** A problem in Falco's terms, with what our own diagnostics add to it. */
export interface Problem {
  readonly code: FalcoCode;
  readonly message: ByteString;
  readonly context: Context;
  readonly details: ProblemDetails;
}

export interface ProblemDetails {
  /** `LOAD_DEPRECATED_ITEM` about a field: its name. */
  readonly deprecatedField?: string;
  /** What the message is about, for "did you mean". */
  readonly subject?: {
    readonly kind: 'field' | 'macro' | 'list' | 'rule' | 'key' | 'priority' | 'source' | 'operator';
    readonly name: ByteString;
    /** Names it could have been. */
    readonly candidates: () => Iterable<string>;
  };
  readonly hints?: readonly string[];
  /** Clearer words than Falco's. */
  readonly plainMessage?: ByteString;
  /** `LOAD_ERR_YAML_PARSE` because of a tab. */
  readonly isTab?: boolean;
}

/**
 * Takes the problems of one file. Stages report and go on as far as what they report allows; whether that is of
 * use is decided here: Falco stops at the first error, our own validation wants all of them.
 */
export interface Report {
  error(code: FalcoErrorCode, message: ByteString, context: Context, details?: ProblemDetails): void;
  warn(code: FalcoWarningCode, message: ByteString, context: Context, details?: ProblemDetails): void;
  /** Errors so far: a stage that sees the number grow must not use what it read in between. */
  readonly errorCount: number;
  /** Nothing further is wanted. */
  readonly stopped: boolean;
  readonly problems: readonly Problem[];
}

export function createReport(options: { readonly stopAtFirstError: boolean }): Report {
  const problems: Problem[] = [];
  let errorCount = 0;
  const isStopped = (): boolean => options.stopAtFirstError && errorCount > 0;
  return {
    error(code, message, context, details = {}) {
      if (isStopped()) return;
      errorCount++;
      problems.push({ code, message, context, details });
    },
    warn(code, message, context, details = {}) {
      if (!isStopped()) problems.push({ code, message, context, details });
    },
    get errorCount() {
      return errorCount;
    },
    get stopped() {
      return isStopped();
    },
    problems,
  };
}

export function isError(problem: Problem): boolean {
  return isErrorCode(problem.code);
}
