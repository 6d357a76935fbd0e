/** What one should know about one's keys: a stranger among the phones, words not yet on paper. */
export const keys = {
  newcomer: (name: string) => `“${name}” is a new phone of yours. If it is not, send it away.`,
  unnamed: 'A phone without a name',
  see: 'See my phones',
  unwritten:
    'Your twelve words are not on paper yet. If this phone is lost, nothing else can bring your journal back.',
  write: 'Write them down',
  ask: 'Do you still have your twelve words? One of them is asked for.',
  answer: 'Answer',
  distrust:
    'What the server says about your keys is not what it was, so this phone has stopped sharing. Nothing is lost. It goes on by itself when the answer is as it was before; until then, ask each other.',
}
