/** Calendar months (UTC), counted from the year 0. */
export const monthOf = (time: number): number => new Date(time).getUTCFullYear() * 12 + new Date(time).getUTCMonth()
export const startOf = (month: number): number => Date.UTC(Math.floor(month / 12), month % 12)
