/** A soft tone that rises with the breath in and falls with the breath out. */
export interface Tone {
  swell(breath: 'in' | 'out', seconds: number): void
  stop(): void
}

const LOW = 174.6
const HIGH = 220
const QUIET = 0.0001
const SOFT = 0.06

/** Makes the tone; it is silent until the first breath. Wants a tap to have come before, as browsers do. */
export function makeTone(): Tone {
  const context = new AudioContext()
  const voice = new OscillatorNode(context, { type: 'sine', frequency: LOW })
  const volume = new GainNode(context, { gain: QUIET })
  voice.connect(volume).connect(context.destination)
  voice.start()
  return {
    swell(breath, seconds) {
      const now = context.currentTime
      const isIn = breath === 'in'
      voice.frequency.cancelScheduledValues(now)
      voice.frequency.setValueAtTime(isIn ? LOW : HIGH, now)
      voice.frequency.linearRampToValueAtTime(isIn ? HIGH : LOW, now + seconds)
      volume.gain.cancelScheduledValues(now)
      volume.gain.setValueAtTime(isIn ? QUIET : SOFT, now)
      volume.gain.exponentialRampToValueAtTime(isIn ? SOFT : QUIET, now + seconds)
    },
    stop() {
      void context.close()
    },
  }
}
