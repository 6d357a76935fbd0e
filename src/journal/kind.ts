/** What happened, in the author's own eyes. The order is the order on the screen. */
export const KINDS = ['trigger', 'pursue', 'withdraw', 'repair'] as const
export type Kind = (typeof KINDS)[number]
