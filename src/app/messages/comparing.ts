/** Two screens that are held beside each other: while pairing, and when a phone is added. */
export const comparing = {
  title: (name: string) => `Do you and ${name} see the same six?`,
  about:
    'Hold your phones side by side, or read them out on a call. Not in the chat that the link went through: whoever could change the link could change the answer.',
  label: 'Six pictures to compare',
  why: 'They can only be the same if nobody stands between your phones. Until both of you have said so, you are not two here and nothing can be shared.',
  same: 'They are the same',
  different: 'They are different',
  together: 'You are together: use the camera',
  togetherAbout: (name: string) =>
    `Show this code to ${name}’s camera, and let yours read theirs. Then nothing has to be compared by eye.`,
  codeLabel: 'What your phones have said to each other, as a code for the other camera',
  scan: 'Read their code',
  noCamera: 'The pictures do the same: compare them instead.',
  notCode: 'That is another code. The one to read is under these pictures on the other screen.',
  waits: (name: string) =>
    `Kept. As soon as ${name} has compared too, you are two here. It may take hours; you can close this.`,
}
