/** What both sides enforce. Bytes are bytes of JSON on the wire, before compression. */

/** Most records in one push. */
export const MAX_BATCH = 100
/** Most bytes in one request's body. */
export const MAX_BODY_BYTES = 4 * 1024 * 1024
/** Most rows in one page of a feed, and how many a phone asks for first. */
export const MAX_PAGE = 500
export const FIRST_PAGE = 50
/** Most bytes of records in one page; a page always holds at least one row. */
export const MAX_PAGE_BYTES = 2 * 1024 * 1024
/** Most bytes of rows a poke carries; a larger one carries none and the phone pulls. */
export const MAX_POKE_BYTES = 256 * 1024
/** How far a request's time may be from the server's, in seconds. */
export const MAX_CLOCK_SKEW_SECONDS = 300
/** How long an invite lives, in seconds: shown as a code, or sent as a link. */
export const INVITE_SECONDS = { code: 15 * 60, link: 7 * 24 * 60 * 60 } as const
/** Most bytes of one message left in a mailbox. */
export const MAX_MESSAGE_BYTES = 64 * 1024
/** Write-once places of one mailbox. */
export const MAILBOX_SLOTS = 8

/**
 * Plaintext sizes a seal may have, in bytes. A body is padded with spaces to the next one, so that
 * a size says little. The last one bounds what an entry can hold.
 */
export const SIZE_CLASSES = [512, 1024, 2048, 4096, 8192, 16384, 32768, 65536] as const
/** Nonce (24) and authenticator (16) of XChaCha20-Poly1305, in bytes. */
export const SEAL_OVERHEAD = 40

/** The size class for a body of `length` bytes, or null where it is too long for any. */
export const sizeClassOf = (length: number): number | null =>
  SIZE_CLASSES.find((size) => size >= length) ?? null
