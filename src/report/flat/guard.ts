/** Which texts of the flat CSV get an apostrophe: those that would become a formula, or also those that would become a number or a date. */
export const flatGuards = ['formulas', 'all'] as const
export type FlatGuard = (typeof flatGuards)[number]
