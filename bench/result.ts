import type { Summary } from './measure.ts';

/** What a variant does in a scenario; ratios are taken between the rows of one scenario. */
export type VariantKind = 'inflate' | 'parse' | 'naive' | 'windhover' | 'node';

/** One measured variant: a line of the table. */
export interface Row extends Summary {
  readonly scenario: string;
  readonly kind: VariantKind;
  readonly variant: string;
  /** Events of one pass; 0 where a figure an event would mean nothing. */
  readonly events: number;
  readonly alerts?: number;
  readonly maxRssMb?: number;
}

/** What a scenario has to tell, as it comes. */
export interface Report {
  row(row: Row): void;
  /** A wrong result: the bench fails. */
  problem(text: string): void;
  /** A profile, for people. */
  text(text: string): void;
}

/** A report sent from a child process to its parent, a line of JSON each. */
export type ReportLine = { readonly row: Row } | { readonly problem: string } | { readonly text: string };

/** Report to the parent process. */
export function createLineReport(write: (line: string) => void): Report {
  const send = (line: ReportLine): void => write(`${JSON.stringify(line)}\n`);
  return {
    row: (row) => send({ row }),
    problem: (problem) => send({ problem }),
    text: (text) => send({ text }),
  };
}

/** Take a line of a child. */
export function receiveLine(line: string, report: Report): void {
  const received = JSON.parse(line) as ReportLine;
  if ('row' in received) report.row(received.row);
  else if ('problem' in received) report.problem(received.problem);
  else report.text(received.text);
}
