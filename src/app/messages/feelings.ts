import { useMessages } from './locale.tsx'

/** Words that come first when it hurts; many of them judge the other. */
export const SURFACE = [
  'angry',
  'annoyed',
  'rejected',
  'dismissed',
  'abandoned',
  'ignored',
  'criticised',
  'attacked',
  'trapped',
  'smothered',
  'misunderstood',
  'unappreciated',
  'jealous',
  'numb',
] as const

/** Words that show oneself. */
export const UNDERNEATH = [
  'alone',
  'afraid',
  'ashamed',
  'sad',
  'tired',
  'hurt',
  'helpless',
  'lost',
  'longing',
  'unsure of us',
  'too much',
  'not enough',
] as const

/** Found on the surface by looking for them. */
export const MORE_SURFACE = [
  'betrayed',
  'bitter',
  'blamed',
  'bored',
  'controlled',
  'cornered',
  'defensive',
  'disappointed',
  'disgusted',
  'disrespected',
  'excluded',
  'frustrated',
  'furious',
  'impatient',
  'indifferent',
  'insulted',
  'irritable',
  'judged',
  'let down',
  'manipulated',
  'mistrustful',
  'nagged',
  'neglected',
  'pressured',
  'provoked',
  'resentful',
  'restless',
  'shut out',
  'taken for granted',
  'tense',
  'unheard',
  'used',
] as const

/** Found underneath by looking for them. */
export const MORE_UNDERNEATH = [
  'discouraged',
  'distant',
  'embarrassed',
  'empty',
  'exposed',
  'fragile',
  'grieving',
  'guilty',
  'heavy',
  'homesick',
  'hopeful',
  'hopeless',
  'inadequate',
  'insecure',
  'lonely',
  'overwhelmed',
  'panicked',
  'powerless',
  'regretful',
  'relieved',
  'shaken',
  'shy',
  'small',
  'tender',
  'torn',
  'uncertain',
  'unlovable',
  'unwanted',
  'vulnerable',
  'worn out',
  'worried',
] as const

/** The words themselves are what is kept, so that a moment reads the same to whoever speaks another language. */
const feelings: Readonly<Record<string, string>> = Object.fromEntries(
  [...SURFACE, ...UNDERNEATH, ...MORE_SURFACE, ...MORE_UNDERNEATH].map((word) => [word, word]),
)

/** Says a feeling in the language of the screen; a word of somebody's own as they wrote it. */
export function useSayFeeling(): (word: string) => string {
  const said = useMessages(feelings)
  return (word) => (Object.hasOwn(said, word) ? said[word]! : word)
}
