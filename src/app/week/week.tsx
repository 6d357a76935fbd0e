import { lazy } from 'react'
import { Route, Switch } from 'wouter'
import { Missing } from '../ui/missing.tsx'
import { Doorway } from './doorway.tsx'

const WalkScreen = lazy(async () => ({ default: (await import('./walk.tsx')).WalkScreen }))
const DaysScreen = lazy(async () => ({ default: (await import('./days.tsx')).DaysScreen }))
const PastScreen = lazy(async () => ({ default: (await import('./past.tsx')).PastScreen }))
const DayScreen = lazy(async () => ({ default: (await import('./day.tsx')).DayScreen }))

/** Everything under Week: the doorway, the walk, and what can be read between. */
export function WeekScreen() {
  return (
    <Switch>
      <Route path="/week">
        <Doorway />
      </Route>
      <Route path="/week/walk/:week">{({ week }) => <WalkScreen key={week} week={week} />}</Route>
      <Route path="/week/days">
        <DaysScreen />
      </Route>
      <Route path="/week/past/:week">{({ week }) => <PastScreen address={week} />}</Route>
      <Route path="/week/day">
        <DayScreen />
      </Route>
      <Route>
        <Missing />
      </Route>
    </Switch>
  )
}
