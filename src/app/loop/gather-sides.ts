import type { Moment } from '../../device/moments/read.ts'
import type { Kind } from '../../journal/move.ts'

/** What lies behind one side of a loop, in the order in which it is understood. */
export const STAGES = ['felt', 'underneath', 'needed', 'request'] as const
export type Stage = (typeof STAGES)[number]

export interface Side {
  /** What they did, each once, in the order in which it first came. */
  readonly did: readonly Kind[]
  /** Only words that their author has opened. */
  readonly words: Readonly<Record<Stage, readonly string[]>>
}

/** Gathers one person's side from the moments of a loop. */
export function gatherSide(moments: readonly Moment[], mine: boolean): Side {
  const theirs = moments.filter((each) => each.mine === mine)
  const words = Object.fromEntries(
    STAGES.map((stage) => [stage, once(theirs.flatMap((each) => openedWords(each, stage)))]),
  ) as Record<Stage, readonly string[]>
  return { did: once(theirs.map(({ move }) => move.kind)), words }
}

function openedWords({ words, visible }: Moment, stage: Stage): readonly string[] {
  if (visible.to !== 'us' || !visible.open || !visible.words.includes(stage)) return []
  const said = words[stage]
  return said === undefined ? [] : typeof said === 'string' ? [said] : said
}

const once = <T>(list: readonly T[]): readonly T[] => [...new Set(list)]
