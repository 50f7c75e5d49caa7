/** Numbers as users read them: grouped, and with a noun that agrees. */

/** 1234567 → 1,234,567 */
export function thousands(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** `1 window`, `1,204 windows`; with a verb where it follows: `pluralise(n, 'window was', 'windows were')`. */
export function pluralise(count: number, one: string, many = `${one}s`): string {
  return `${thousands(count)} ${count === 1 ? one : many}`
}
