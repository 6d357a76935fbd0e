import { idOf, timeIn } from '../people.ts'

/** Texts that want to be code: ways to call it, what they are wrapped in, and how that is dressed up. */

const CALLS = [
  'top.ran=1',
  'window.ran=1',
  "self['ran']=1",
  "eval('top.ran=1')",
  "Function('top.ran=1')()",
  "setTimeout('top.ran=1')",
  "import('data:text/javascript,top.ran=1')",
  "(0,eval)(atob('dG9wLnJhbj0x'))",
  'top&#46;ran&#61;1',
  'alert(1)',
] as const

type Shell = (call: string) => string
const SHELLS: readonly Shell[] = [
  (call) => `<img src=x onerror="${call}">`,
  (call) => `<script>${call}</script>`,
  (call) => `<svg onload="${call}">`,
  (call) => `<svg><script>${call}</script></svg>`,
  (call) => `<iframe srcdoc="<script>${call}</script>"></iframe>`,
  (call) => `<a href="javascript:${call}" autofocus>x</a>`,
  (call) => `<details open ontoggle="${call}">`,
  (call) => `<video><source onerror="${call}"></video>`,
  (call) => `<input autofocus onfocus="${call}">`,
  (call) => `<style>@import 'javascript:${call}'</style>`,
  (call) => `<math><mtext><style><img src=x onerror="${call}"></style></mtext></math>`,
  (call) => `javascript:${call}`,
  (call) => `data:text/html,<script>${call}</script>`,
  (call) => `"><script>${call}</script>`,
  (call) => `'-${call}-'`,
  (call) => '${' + call + '}',
  (call) => `{{constructor.constructor('${call}')()}}`,
  (call) => `</textarea><img src=x onerror="${call}">`,
  (call) => `</title><script>${call}</script>`,
  (call) => `<object data="javascript:${call}"></object>`,
]

const DRESSES: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => text.replaceAll(/<(\w+)/g, (tag) => tag.toUpperCase()),
  (text) => text.replaceAll('<', '\u00a0<'),
  (text) => text.replaceAll('"', '`'),
  (text) => `${text}${text}`,
]

/** A thousand: 20 wrappings, 5 dresses, 10 calls. */
export const PAYLOADS = CALLS.flatMap((call) =>
  DRESSES.flatMap((dress) => SHELLS.map((shell) => dress(shell(call)))),
)

/** The moment that carries a payload. */
export const idOfPayload = (n: number): string => idOf(`payload-${n}`)

/** A journal file with a payload in every field that takes words, and its number in the note. */
export function journalOf(payloads: readonly string[]): object {
  return {
    format: 'tideline-journal',
    version: 1,
    exportedAt: timeIn(0),
    entries: payloads.map((text, n) => ({
      id: idOfPayload(n),
      author: 'me',
      move: { kind: 'pursue', at: timeIn(-n / 10), triggers: ['money'] },
      words: {
        note: `${text} №${n}.`,
        story: text,
        situation: text.slice(0, 120),
        felt: [text.slice(0, 60)],
        underneath: [text.slice(0, 60)],
        needed: text.slice(0, 200),
        request: text.slice(0, 200),
      },
    })),
  }
}
