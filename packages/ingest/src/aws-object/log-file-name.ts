// Names of CloudTrail's log files, spec/sources-aws.md §6.6.

const namePattern = /(?:^|\/)(\d{12})_CloudTrail_([a-z0-9-]+)_(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})Z_/;

/** Account, region and time that the name of a log file tells, as attributes of its origin; undefined for other names. */
export function readLogFileName(
  key: string,
): { account: string; region: string; logTime: string } | undefined {
  const [, account, region, year, month, day, hour, minute] = namePattern.exec(key) ?? [];
  if (account === undefined || region === undefined) return undefined;
  return { account, region, logTime: `${year}-${month}-${day}T${hour}:${minute}:00Z` };
}
