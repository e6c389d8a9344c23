/** This version's number. */
export const version: string
