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
