import { lazy, type ReactNode, Suspense } from 'react'
import { Redirect, Route, Router, Switch, useLocation } from 'wouter'
import { Frame } from './frame.tsx'
import { NowScreen } from './now/now.tsx'
import { PlacesProvider } from './places.tsx'
import { ErrorBoundary } from './ui/error-boundary.tsx'
import { Missing } from './ui/missing.tsx'
import { Waiting } from './ui/waiting.tsx'
import { useWorld } from './world.tsx'

const TideScreen = lazy(async () => ({ default: (await import('./tide/tide.tsx')).TideScreen }))
const WeekScreen = lazy(async () => ({ default: (await import('./week/week.tsx')).WeekScreen }))
const BackAtScreen = lazy(async () => ({
  default: (await import('./now/back-at.tsx')).BackAtScreen,
}))
const BreatheScreen = lazy(async () => ({
  default: (await import('./now/breathe.tsx')).BreatheScreen,
}))
const LoopScreen = lazy(async () => ({ default: (await import('./loop/loop.tsx')).LoopScreen }))
const EntryScreen = lazy(async () => ({ default: (await import('./entry/entry.tsx')).EntryScreen }))
const UsScreen = lazy(async () => ({ default: (await import('./settings/us.tsx')).UsScreen }))
const JoinScreen = lazy(async () => ({ default: (await import('./pairing/join.tsx')).JoinScreen }))
const LinkScreen = lazy(async () => ({
  default: (await import('./settings/devices.tsx')).DevicesScreen,
}))
const Gallery = lazy(async () => ({ default: (await import('./ui/gallery.tsx')).Gallery }))
const DemoWorld = lazy(async () => ({ default: (await import('./demo.tsx')).DemoWorld }))

/** Every address of the app. In the demo the same screens stand on the made-up couple's journal, which comes into a standing frame. */
export function App() {
  return (
    <PlacesProvider>
      <Switch>
        <Route path="/demo/*?">
          <Router base="/demo">
            <Frame demo>
              <Suspense fallback={<Waiting />}>
                <DemoWorld>
                  <Places />
                </DemoWorld>
              </Suspense>
            </Frame>
          </Router>
        </Route>
        <Route>
          <Frame>
            <Places />
          </Frame>
        </Route>
      </Switch>
    </PlacesProvider>
  )
}

function Places() {
  const { demo } = useWorld()
  return (
    <Screens>
      <Switch>
        <Route path="/">
          <Redirect to={demo ? '/tide' : '/now'} replace />
        </Route>
        <Route path="/now">
          <NowScreen />
        </Route>
        <Route path="/gallery">
          <Gallery />
        </Route>
        <Route path="/pause/:id">{({ id }) => <BackAtScreen key={id} id={id} />}</Route>
        <Route path="/breathe">
          <BreatheScreen />
        </Route>
        <Route path="/tide">
          <TideScreen />
        </Route>
        <Route path="/week/*?">
          <WeekScreen />
        </Route>
        <Route path="/loop/:id">{({ id }) => <LoopScreen id={id} />}</Route>
        <Route path="/entry/:id/:step?">
          {({ id, step }) => <EntryScreen key={id} id={id} step={step} />}
        </Route>
        <Route path="/us/*?">
          <UsScreen />
        </Route>
        <Route path="/join">{demo ? <Missing /> : <JoinScreen />}</Route>
        <Route path="/link">{demo ? <Missing /> : <LinkScreen />}</Route>
        <Route>
          <Missing />
        </Route>
      </Switch>
    </Screens>
  )
}

/** A screen that is still coming, or has stumbled, leaves the frame standing. */
function Screens(props: { children: ReactNode }) {
  const [place] = useLocation()
  return (
    <ErrorBoundary key={place.split('/').slice(0, 3).join('/')}>
      <Suspense fallback={<Waiting />}>{props.children}</Suspense>
    </ErrorBoundary>
  )
}
