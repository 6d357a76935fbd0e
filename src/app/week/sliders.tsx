import { Slider as Base } from '@base-ui/react/slider'
import { type Slider, SLIDERS } from '../../journal/week.ts'
import { useMessages } from '../messages/locale.tsx'
import { walk as messages } from '../messages/walk.ts'
import { sayStanding } from './sliders-shown.tsx'
import styles from './sliders.module.css'

type Placed = { readonly [S in Slider]?: number | undefined }
type Place = Partial<Record<Slider, number>>

/** Three lines to touch. None has a place before it is touched. */
export function SlidersAsked(props: { placed: Placed; onPlace: (next: Place) => void }) {
  const { placed, onPlace } = props
  const m = useMessages(messages).sliders
  return (
    <div className={styles['list']}>
      {SLIDERS.map((slider) => {
        const value = placed[slider]
        return (
          <Base.Root
            key={slider}
            className={styles['root']}
            // Before it is touched the middle is where the keys begin, and nothing is drawn there.
            value={value ?? MIDDLE}
            step={5}
            onValueChange={(next) => onPlace({ [slider]: next })}
            data-placed={value !== undefined || undefined}
          >
            <Base.Label className={styles['name']}>{m.name[slider]}</Base.Label>
            <Base.Control
              className={styles['control']}
              onPointerUp={() => {
                // A touch in the very middle changes no value, and is a place all the same.
                if (value === undefined) onPlace({ [slider]: MIDDLE })
              }}
            >
              <Base.Track className={styles['track']}>
                <Base.Thumb
                  className={styles['thumb']}
                  getAriaValueText={() =>
                    value === undefined ? m.unplaced : sayStanding(slider, value, m)
                  }
                  onKeyDown={({ key }) => {
                    // The middle is a place too: it is taken by Enter or the space bar.
                    if (value === undefined && (key === 'Enter' || key === ' ')) {
                      onPlace({ [slider]: MIDDLE })
                    }
                  }}
                />
              </Base.Track>
            </Base.Control>
            <Ends slider={slider} />
          </Base.Root>
        )
      })}
    </div>
  )
}

function Ends(props: { slider: Slider }) {
  const m = useMessages(messages).sliders
  return (
    <p className={styles['ends']} aria-hidden="true">
      <span>{m.low[props.slider]}</span>
      <span>{m.high[props.slider]}</span>
    </p>
  )
}

const MIDDLE = 50
