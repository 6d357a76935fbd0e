/** This phone's camera, looking for a code. */
export const scanner = {
  view: 'What the camera sees',
  hold: 'Hold it over the code on the other screen.',
  refused: 'This phone did not let Tideline use the camera. Nothing is lost.',
}
