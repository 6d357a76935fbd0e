/** A request is one sentence or two: "I need …. Would you …?" Either half may be missing. */
export interface Request {
  readonly need: string
  readonly would: string
}

/** How the two halves begin, in the language in which it is written. */
export interface Begins {
  readonly need: string
  readonly would: string
}

/** The request as it is kept and shown. */
export function joinRequest({ need, would }: Request, begins: Begins): string {
  const first = need.trim() === '' ? '' : `${begins.need}${closed(need.trim())}`
  const second = would.trim() === '' ? '' : `${begins.would}${asked(would.trim())}`
  return [first, second].filter(Boolean).join(' ')
}

/** The halves of a request that was written as halves; null for a text of any other kind. */
export function splitRequest(text: string, begins: Begins): Request | null {
  if (text === '') return { need: '', would: '' }
  const at = text.startsWith(begins.would) ? 0 : text.indexOf(` ${begins.would}`)
  const first = at < 0 ? text : text.slice(0, at)
  const second = at < 0 ? '' : text.slice(at).trimStart()
  const read = {
    need: first.startsWith(begins.need) ? first.slice(begins.need.length).replace(/\.$/, '') : '',
    would: second.slice(begins.would.length).replace(/\?$/, ''),
  }
  return joinRequest(read, begins) === text ? read : null
}

const closed = (text: string): string => (/[.…?]$/.test(text) ? text : `${text}.`)
const asked = (text: string): string => (text.endsWith('?') ? text : `${text}?`)
