/** The message group of a rule in FIFO queues and topics: at most 128 characters of a small alphabet. */
export function nameGroup(rule: string): string {
  return rule.replace(/[^A-Za-z0-9._-]/g, '_').slice(0, 128) || '_';
}
