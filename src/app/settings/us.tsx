import { lazy } from 'react'
import { Route, Switch } from 'wouter'
import { Missing } from '../ui/missing.tsx'
import { useWorld } from '../world.tsx'
import { AboutScreen } from './about.tsx'
import { JournalScreen } from './journal.tsx'
import { DemoOverview, Overview } from './overview.tsx'
import { ParkedScreen } from './parked.tsx'
import { SetAsideScreen } from './set-aside.tsx'
import { UnopenedScreen } from './unopened.tsx'

const AccountScreen = lazy(async () => ({ default: (await import('./account.tsx')).AccountScreen }))
const BeforeScreen = lazy(async () => ({ default: (await import('./before.tsx')).BeforeScreen }))
const HuesScreen = lazy(async () => ({ default: (await import('./hues.tsx')).HuesScreen }))
const LockScreen = lazy(async () => ({ default: (await import('./lock.tsx')).LockScreen }))
const SafetyScreen = lazy(async () => ({ default: (await import('./safety.tsx')).SafetyScreen }))
const ServerScreen = lazy(async () => ({ default: (await import('./server.tsx')).ServerScreen }))
const DevicesScreen = lazy(async () => ({ default: (await import('./devices.tsx')).DevicesScreen }))
const PhraseScreen = lazy(async () => ({ default: (await import('./phrase.tsx')).PhraseScreen }))
const RecoverScreen = lazy(async () => ({ default: (await import('./recover.tsx')).RecoverScreen }))
const InviteScreen = lazy(async () => ({
  default: (await import('../pairing/invite.tsx')).InviteScreen,
}))

/** Everything behind the two circles. The made-up couple has names and nothing to set. */
export function UsScreen() {
  const { demo } = useWorld()
  if (demo) {
    return (
      <Switch>
        <Route path="/us">
          <DemoOverview />
        </Route>
        <Route path="/us/about">
          <AboutScreen />
        </Route>
        <Route path="/us/care">
          <SafetyScreen />
        </Route>
        <Route>
          <Missing />
        </Route>
      </Switch>
    )
  }
  return (
    <Switch>
      <Route path="/us">
        <Overview />
      </Route>
      <Route path="/us/pairing">
        <InviteScreen />
      </Route>
      <Route path="/us/devices">
        <DevicesScreen />
      </Route>
      <Route path="/us/words">
        <PhraseScreen />
      </Route>
      <Route path="/us/recover">
        <RecoverScreen />
      </Route>
      <Route path="/us/server">
        <ServerScreen />
      </Route>
      <Route path="/us/journal">
        <JournalScreen />
      </Route>
      <Route path="/us/parked">
        <ParkedScreen />
      </Route>
      <Route path="/us/unopened">
        <UnopenedScreen />
      </Route>
      <Route path="/us/before">
        <BeforeScreen />
      </Route>
      <Route path="/us/set-aside">
        <SetAsideScreen />
      </Route>
      <Route path="/us/hues">
        <HuesScreen />
      </Route>
      <Route path="/us/lock">
        <LockScreen />
      </Route>
      <Route path="/us/care">
        <SafetyScreen />
      </Route>
      <Route path="/us/account">
        <AccountScreen />
      </Route>
      <Route path="/us/about">
        <AboutScreen />
      </Route>
      <Route>
        <Missing />
      </Route>
    </Switch>
  )
}
