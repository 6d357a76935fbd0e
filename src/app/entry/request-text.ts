/** A request is one sentence or two: "I need …. Would you …?" Either half may be missing. */
export interface Request {
  readonly need: string
  readonly would: string
}

const NEED = 'I need '
const WOULD = 'Would you '

/** The request as it is kept and shown. */
export function joinRequest({ need, would }: Request): string {
  const first = need.trim() === '' ? '' : `${NEED}${closed(need.trim())}`
  const second = would.trim() === '' ? '' : `${WOULD}${asked(would.trim())}`
  return [first, second].filter(Boolean).join(' ')
}

/** The halves of a request that was written as halves; null for a text of any other kind. */
export function splitRequest(text: string): Request | null {
  if (text === '') return { need: '', would: '' }
  const at = text.startsWith(WOULD) ? 0 : text.indexOf(` ${WOULD}`)
  const first = at < 0 ? text : text.slice(0, at)
  const second = at < 0 ? '' : text.slice(at).trimStart()
  const read = {
    need: first.startsWith(NEED) ? first.slice(NEED.length).replace(/\.$/, '') : '',
    would: second.slice(WOULD.length).replace(/\?$/, ''),
  }
  return joinRequest(read) === text ? read : null
}

const closed = (text: string): string => (/[.…?]$/.test(text) ? text : `${text}.`)
const asked = (text: string): string => (text.endsWith('?') ? text : `${text}?`)
