/** A number as Go's `%v` writes it: shortest digits, with an exponent below 1e-4 and for numbers too long for six digits. */
export function formatFloat(value: number): string {
  if (value === 0) return '0';
  const [digits = '', exponentText = '0'] = value.toExponential().split('e');
  const exponent = Number(exponentText);
  if (exponent >= -4 && exponent < MAX_PLAIN_EXPONENT) return String(value);
  const sign = exponent < 0 ? '-' : '+';
  return `${digits}e${sign}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

const MAX_PLAIN_EXPONENT = 6;
