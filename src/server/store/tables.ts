/**
 * The tables, as both databases have them. Truth values are 0 and 1, structures are JSON text, times
 * are milliseconds since 1970: nothing here that only one of the two engines knows.
 */
export interface Tables {
  meta: { key: string; value: string }
  people: {
    id: string
    chain: string
    epoch: number
    /** The couple the person joined last. */
    couple: string | null
  }
  devices: {
    sign: string
    id: string
    person: string
    revoked: number
  }
  couples: {
    id: string
    left_member: string
    right_member: string
    epoch: number
    closed: number
    chain: string
    /** Goes up with every change of what the detector reads. */
    moves: number
  }
  key_files: { owner: string; digest: string; file: string }
  records: {
    author: string
    id: string
    couple: string | null
    rev: number
    deleted: number
    digest: string
    /** Bytes of the row as JSON, so that a page can be measured without reading it. */
    bytes: number
    move: string | null
    envelope: string
  }
  superseded: { author: string; id: string; digest: string }
  feed_heads: { person: string; seq: number }
  feed: { person: string; seq: number; author: string; id: string }
  mailboxes: {
    id: string
    token: string
    creator: string
    claimer: string | null
    lives: string
    expires_at: number
  }
  /** PostgreSQL alone: proofs seen by any process, by the minute they name. */
  proofs: { mark: string; minute: number }
  /** Digests of persons who have deleted their accounts. */
  forgotten: { digest: string }
  messages: { mailbox: string; slot: number; message: string }
}
