import { createDetector, RulesError } from '@windhover/engine';

/** What is wrong with rules, or that they load. */
export function reportMistakes(rules: string): string {
  try {
    createDetector({ rules: [rules] });
    return 'rules load';
  } catch (error) {
    if (error instanceof RulesError) return error.message;
    throw error;
  }
}
